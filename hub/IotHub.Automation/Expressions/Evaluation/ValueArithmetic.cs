using System.Globalization;
using IotHub.Automation.Expressions.Syntax;
using IotHub.Automation.Expressions.Typing;

namespace IotHub.Automation.Expressions.Evaluation;

/// <summary>Calculates with values. What overflows, is divided by zero or does not fit is unknown, never an exception.</summary>
internal static class ValueArithmetic
{
    // Doubles at and beyond this are no Int64 any more.
    private const double TicksEnd = 9223372036854775808d;

    public static ExpressionValue Calculate(BinaryOperator operation, ExpressionValue left, ExpressionValue right)
    {
        if (!left.IsKnown || !right.IsKnown)
        {
            return left.IsKnown ? right : left;
        }

        if (left.IsNumeric && right.IsNumeric)
        {
            return Numbers(operation, left.AsNumber, right.AsNumber);
        }

        return (operation, left.Kind, right.Kind) switch
        {
            (BinaryOperator.Add, ExpressionKind.Text, ExpressionKind.Text) => Join(left.AsText, right.AsText),
            (BinaryOperator.Add, ExpressionKind.Duration, ExpressionKind.Duration) => Ticks(left.AsDuration.Ticks, right.AsDuration.Ticks),
            (BinaryOperator.Subtract, ExpressionKind.Duration, ExpressionKind.Duration) => Ticks(left.AsDuration.Ticks, -(Int128)right.AsDuration.Ticks),
            (BinaryOperator.Add, ExpressionKind.Moment, ExpressionKind.Duration) => Moment(left, right.AsDuration.Ticks),
            (BinaryOperator.Add, ExpressionKind.Duration, ExpressionKind.Moment) => Moment(right, left.AsDuration.Ticks),
            (BinaryOperator.Subtract, ExpressionKind.Moment, ExpressionKind.Duration) => Moment(left, -(Int128)right.AsDuration.Ticks),
            (BinaryOperator.Subtract, ExpressionKind.Moment, ExpressionKind.Moment) => Ticks(left.AsMoment.UtcTicks, -right.AsMoment.UtcTicks),
            (BinaryOperator.Add, ExpressionKind.TimeOfDay, ExpressionKind.Duration) => TimeOfDay(left, right.AsDuration.Ticks),
            (BinaryOperator.Add, ExpressionKind.Duration, ExpressionKind.TimeOfDay) => TimeOfDay(right, left.AsDuration.Ticks),
            (BinaryOperator.Subtract, ExpressionKind.TimeOfDay, ExpressionKind.Duration) => TimeOfDay(left, -(Int128)right.AsDuration.Ticks),
            (BinaryOperator.Subtract, ExpressionKind.TimeOfDay, ExpressionKind.TimeOfDay) => Ticks(left.AsTimeOfDay.Ticks, -right.AsTimeOfDay.Ticks),
            (BinaryOperator.Multiply, ExpressionKind.Duration, _) when right.IsNumeric => Scaled(left.AsDuration.Ticks * right.AsNumber),
            (BinaryOperator.Multiply, _, ExpressionKind.Duration) when left.IsNumeric => Scaled(right.AsDuration.Ticks * left.AsNumber),
            (BinaryOperator.Divide, ExpressionKind.Duration, _) when right.IsNumeric => right.AsNumber == 0
                ? ExpressionValue.Unknown(UnknownReasons.DivisionByZero)
                : Scaled(left.AsDuration.Ticks / right.AsNumber),
            (BinaryOperator.Divide, ExpressionKind.Duration, ExpressionKind.Duration) => Numbers(operation, left.AsDuration.Ticks, right.AsDuration.Ticks),
            _ => ExpressionValue.Unknown(UnknownReasons.WrongKind),
        };
    }

    /// <summary>The number or duration with the other sign.</summary>
    public static ExpressionValue Negate(ExpressionValue value) => value.Kind switch
    {
        ExpressionKind.Number or ExpressionKind.Choice => ExpressionValue.FromNumber(-value.AsNumber),
        ExpressionKind.Duration => Ticks(0, -(Int128)value.AsDuration.Ticks),
        ExpressionKind.Unknown => value,
        _ => ExpressionValue.Unknown(UnknownReasons.WrongKind),
    };

    /// <summary>
    /// To the nearest with so many digits after the point, halves away from zero. It goes by the decimal digits that a person sees: 2.675 is rounded
    /// to 2.68 although the double nearest to it lies a little below.
    /// </summary>
    public static ExpressionValue Round(double number, int digits)
    {
        Span<char> written = stackalloc char[32];
        return number.TryFormat(written, out var length, "R", CultureInfo.InvariantCulture)
            && decimal.TryParse(written[..length], NumberStyles.Float, CultureInfo.InvariantCulture, out var exact)
            ? ExpressionValue.FromNumber((double)decimal.Round(exact, digits, MidpointRounding.AwayFromZero))

            // Beyond the decimals lie only whole numbers.
            : ExpressionValue.FromNumber(number);
    }

    /// <summary>A duration of so many ticks, rounded to the nearest.</summary>
    public static ExpressionValue Scaled(double ticks)
    {
        var whole = Math.Round(ticks, MidpointRounding.AwayFromZero);
        return whole is >= -TicksEnd and < TicksEnd
            ? ExpressionValue.FromDuration(new TimeSpan((long)whole))
            : ExpressionValue.Unknown(UnknownReasons.TimeOverflow);
    }

    /// <summary>A duration that is a sum; unknown beyond the range.</summary>
    public static ExpressionValue Ticks(Int128 left, Int128 right)
    {
        var sum = left + right;
        return sum >= long.MinValue && sum <= long.MaxValue ? ExpressionValue.FromDuration(new TimeSpan((long)sum)) : ExpressionValue.Unknown(UnknownReasons.TimeOverflow);
    }

    private static ExpressionValue Numbers(BinaryOperator operation, double left, double right)
    {
        if (right == 0 && operation is BinaryOperator.Divide or BinaryOperator.Modulo)
        {
            return ExpressionValue.Unknown(UnknownReasons.DivisionByZero);
        }

        return ExpressionValue.FromNumber(operation switch
        {
            BinaryOperator.Add => left + right,
            BinaryOperator.Subtract => left - right,
            BinaryOperator.Multiply => left * right,
            BinaryOperator.Divide => left / right,
            _ => Modulo(left, right),
        });
    }

    // The sign of the divisor: -1 % 24 is 23, which is what hours and angles want.
    private static double Modulo(double left, double right)
    {
        var rest = left % right;
        return rest != 0 && double.IsNegative(rest) != double.IsNegative(right) ? rest + right : rest;
    }

    private static ExpressionValue Join(string left, string right) => left.Length + right.Length <= ExpressionLimits.TextLengthMax
        ? ExpressionValue.FromText(left + right)
        : ExpressionValue.Unknown(UnknownReasons.TextTooLong);

    private static ExpressionValue Moment(ExpressionValue moment, Int128 ticks)
    {
        var sum = moment.AsMoment.UtcTicks + ticks;
        return sum >= 0 && sum <= DateTimeOffset.MaxValue.UtcTicks
            ? ExpressionValue.FromMoment(new DateTimeOffset((long)sum, TimeSpan.Zero))
            : ExpressionValue.Unknown(UnknownReasons.TimeOverflow);
    }

    // Around the clock: 23:00 + 2h is 01:00.
    private static ExpressionValue TimeOfDay(ExpressionValue time, Int128 ticks)
    {
        var sum = (time.AsTimeOfDay.Ticks + ticks) % TimeSpan.TicksPerDay;
        return ExpressionValue.FromTimeOfDay(new TimeOnly((long)(sum < 0 ? sum + TimeSpan.TicksPerDay : sum)));
    }
}
