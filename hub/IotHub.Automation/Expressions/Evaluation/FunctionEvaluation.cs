using System.Globalization;
using IotHub.Automation.Expressions.Typing;
using IotHub.Automation.Schedules.Days;

namespace IotHub.Automation.Expressions.Evaluation;

/// <summary>What functions do.</summary>
internal static class FunctionEvaluation
{
    public static ExpressionValue Call(ref ExpressionEvaluator evaluator, TypedExpression.Call call)
    {
        switch (call.Function)
        {
            case >= ExpressionFunction.Min and <= ExpressionFunction.All:
                return Aggregate(ref evaluator, call);
            case ExpressionFunction.Age or ExpressionFunction.Since or ExpressionFunction.Online or ExpressionFunction.IsHome or ExpressionFunction.State:
                return Named(ref evaluator, call);
            case ExpressionFunction.Known:
                return ExpressionValue.FromBoolean(evaluator.Value(call.Arguments[0]).IsKnown);
            case ExpressionFunction.Default:
                return evaluator.Value(call.Arguments[0]) is { IsKnown: true } known ? known : evaluator.Value(call.Arguments[1]);
            case ExpressionFunction.Now or ExpressionFunction.Time or ExpressionFunction.Weekday or ExpressionFunction.Date or ExpressionFunction.SunElevation
                or ExpressionFunction.PeopleHome or ExpressionFunction.IsWorkday or ExpressionFunction.IsHoliday:
                return OfTheMoment(evaluator.Scope, call.Function);
        }

        var first = evaluator.Value(call.Arguments[0]);
        var second = call.Arguments.Length > 1 ? evaluator.Value(call.Arguments[1]) : ExpressionValue.FromNumber(0);
        var third = call.Arguments.Length > 2 ? evaluator.Value(call.Arguments[2]) : ExpressionValue.FromNumber(0);
        if (!first.IsKnown || !second.IsKnown || !third.IsKnown)
        {
            return !first.IsKnown ? first : !second.IsKnown ? second : third;
        }

        return call.Function switch
        {
            ExpressionFunction.Text => ExpressionValue.FromText(ValueTexts.Of(first, evaluator.Scope.Zone)),
            ExpressionFunction.Number => Number(first),
            ExpressionFunction.Clamp => Clamp(first, second, third),
            ExpressionFunction.Length when first.Kind == ExpressionKind.List => ExpressionValue.FromNumber(first.Members.Length),
            _ when first.IsNumeric => OfNumber(call.Function, first.AsNumber, second),
            _ when first.Kind == ExpressionKind.Duration => OfDuration(call.Function, first.AsDuration),
            _ when first.Kind == ExpressionKind.Text => TextFunctions.Call(call.Function, first.AsText, second, third),
            _ => ExpressionValue.Unknown(UnknownReasons.WrongKind),
        };
    }

    private static ExpressionValue Aggregate(ref ExpressionEvaluator evaluator, TypedExpression.Call call)
    {
        var aggregation = new Aggregation(call.Function);
        foreach (var argument in call.Arguments)
        {
            var value = evaluator.Value(argument);
            if (value.Kind != ExpressionKind.List)
            {
                aggregation.Add(value);
                continue;
            }

            foreach (var member in value.Members.AsSpan())
            {
                if (!evaluator.Step())
                {
                    return ExpressionValue.Unknown(UnknownReasons.TooManySteps);
                }

                aggregation.Add(member);
            }
        }

        return aggregation.Result();
    }

    // Their argument is not evaluated: it names what is asked about.
    private static ExpressionValue Named(ref ExpressionEvaluator evaluator, TypedExpression.Call call)
    {
        var scope = evaluator.Scope;
        if (call.Arguments[0] is TypedExpression.Property property)
        {
            var state = evaluator.StateOf(property.Reference);
            return state.Value.HasValue
                ? Elapsed(scope.Now, call.Function == ExpressionFunction.Age ? state.SeenAt : state.ChangedAt)
                : ExpressionValue.Unknown(property.UnknownReason);
        }

        var name = call.Arguments[0] is TypedExpression.Constant constant ? constant.Value.AsText : string.Empty;
        return call.Function switch
        {
            ExpressionFunction.Online => scope.Home.TryGetDevice(name, out var device)
                ? ExpressionValue.FromBoolean(scope.Home.IsOnline(device))
                : ExpressionValue.Unknown(UnknownReasons.NoDevice),
            ExpressionFunction.IsHome => Boolean(scope.IsHome(name), UnknownReasons.NoPerson),
            _ => scope.AutomationState(name) is { } state ? ExpressionValue.FromText(state) : ExpressionValue.Unknown(UnknownReasons.NoAutomation),
        };
    }

    // A clock that was set back must not make anything younger than now.
    private static ExpressionValue Elapsed(DateTimeOffset now, DateTimeOffset then) => ExpressionValue.FromDuration(now > then ? now - then : TimeSpan.Zero);

    private static ExpressionValue OfTheMoment(IExpressionScope scope, ExpressionFunction function) => function switch
    {
        not ExpressionFunction.PeopleHome when !scope.KnowsTime => ExpressionValue.Unknown(UnknownReasons.NoClock),
        ExpressionFunction.Now => ExpressionValue.FromMoment(scope.Now),
        ExpressionFunction.Time => ExpressionValue.FromTimeOfDay(Minute(TimeOnly.FromDateTime(ValueTexts.Local(scope.Now, scope.Zone)))),
        ExpressionFunction.Weekday => ExpressionValue.FromText(WeekdayNames.NameOf(ValueTexts.Local(scope.Now, scope.Zone).DayOfWeek)),
        ExpressionFunction.Date => ExpressionValue.FromText(ValueTexts.Local(scope.Now, scope.Zone).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)),
        ExpressionFunction.SunElevation => scope.SunElevation is { } degrees ? ExpressionValue.FromNumber(degrees) : ExpressionValue.Unknown(UnknownReasons.NoSun),
        ExpressionFunction.PeopleHome => scope.PeopleHome is { } people ? ExpressionValue.FromNumber(people) : ExpressionValue.Unknown(UnknownReasons.NoPresence),
        ExpressionFunction.IsWorkday => Boolean(scope.IsWorkday, UnknownReasons.NoCalendar),
        _ => Boolean(scope.IsHoliday, UnknownReasons.NoCalendar),
    };

    private static TimeOnly Minute(TimeOnly time) => new(time.Hour, time.Minute);

    private static ExpressionValue Boolean(bool? value, string reason) => value is { } known ? ExpressionValue.FromBoolean(known) : ExpressionValue.Unknown(reason);

    private static ExpressionValue Number(ExpressionValue value) => value.Kind switch
    {
        ExpressionKind.Number => value,
        ExpressionKind.Choice => ExpressionValue.FromNumber(value.AsNumber),
        ExpressionKind.Text => double.TryParse(value.AsText, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number)
            ? ExpressionValue.FromNumber(number)
            : ExpressionValue.Unknown(UnknownReasons.NotANumber),
        _ => ExpressionValue.Unknown(UnknownReasons.WrongKind),
    };

    private static ExpressionValue Clamp(ExpressionValue value, ExpressionValue low, ExpressionValue high)
    {
        if (!(low.IsNumeric || low.Kind == ExpressionKind.Duration) || ValueComparison.Order(low, high) is not { } range
            || ValueComparison.Order(value, low) is not { } below || ValueComparison.Order(value, high) is not { } above)
        {
            return ExpressionValue.Unknown(UnknownReasons.WrongKind);
        }

        if (range > 0)
        {
            return ExpressionValue.Unknown(UnknownReasons.LimitsCrossed);
        }

        var result = below < 0 ? low : above > 0 ? high : value;
        return result.Kind == ExpressionKind.Choice ? ExpressionValue.FromNumber(result.AsNumber) : result;
    }

    private static ExpressionValue OfNumber(ExpressionFunction function, double number, ExpressionValue digits) => function switch
    {
        ExpressionFunction.Abs => ExpressionValue.FromNumber(Math.Abs(number)),
        ExpressionFunction.Floor => ExpressionValue.FromNumber(Math.Floor(number)),
        ExpressionFunction.Ceil => ExpressionValue.FromNumber(Math.Ceiling(number)),
        ExpressionFunction.Round => IsDigits(digits) ? ValueArithmetic.Round(number, (int)digits.AsNumber) : ExpressionValue.Unknown(UnknownReasons.Digits),
        _ => ExpressionValue.Unknown(UnknownReasons.WrongKind),
    };

    /// <summary>True for a number of digits that <c>round</c> takes.</summary>
    public static bool IsDigits(ExpressionValue value) =>
        value.IsNumeric && value.AsNumber is >= 0 and <= ExpressionLimits.RoundDigitsMax && Math.Floor(value.AsNumber).Equals(value.AsNumber);

    private static ExpressionValue OfDuration(ExpressionFunction function, TimeSpan duration) => function switch
    {
        ExpressionFunction.Abs => duration < TimeSpan.Zero ? ValueArithmetic.Ticks(0, -(Int128)duration.Ticks) : ExpressionValue.FromDuration(duration),
        ExpressionFunction.Seconds => ExpressionValue.FromNumber(duration.Ticks / (double)TimeSpan.TicksPerSecond),
        ExpressionFunction.Minutes => ExpressionValue.FromNumber(duration.Ticks / (double)TimeSpan.TicksPerMinute),
        ExpressionFunction.Hours => ExpressionValue.FromNumber(duration.Ticks / (double)TimeSpan.TicksPerHour),
        _ => ExpressionValue.Unknown(UnknownReasons.WrongKind),
    };
}
