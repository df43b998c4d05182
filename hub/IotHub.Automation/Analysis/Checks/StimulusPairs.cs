using IotHub.Automation.Analysis.Guards;
using IotHub.Automation.Analysis.Rules;
using IotHub.Automation.Schedules;

namespace IotHub.Automation.Analysis.Checks;

/// <summary>Whether two automations can be set going by one and the same thing, and whether one is set going by all that sets another going.</summary>
internal static class StimulusPairs
{
    /// <summary>What sets both going at once; null where nothing does. Its facts are those of the first only.</summary>
    public static Stimulus? Common(Stimulus one, Stimulus other) => (one, other) switch
    {
        (Stimulus.Value left, Stimulus.Value right) => Common(left, right),
        (Stimulus.Event left, Stimulus.Event right) when IsSame(left, right) => Merge(left, right),
        (Stimulus.Time left, Stimulus.Time right) => MayMeet(left.Schedule, right.Schedule) ? left : null,
        (Stimulus.Person left, Stimulus.Person right) => left.Id == right.Id && left.Arrives == right.Arrives && left.For == right.For ? left : null,
        (Stimulus.Availability left, Stimulus.Availability right) => left.Device.Name == right.Device.Name && left.Becomes == right.Becomes && left.For == right.For ? left : null,
        (Stimulus.Scene left, Stimulus.Scene right) => left.Id == right.Id ? left : null,
        (Stimulus.Run left, Stimulus.Run right) => left.Id == right.Id && left.Happening == right.Happening ? left : null,
        (Stimulus.Message left, Stimulus.Message right) => left.Filter == right.Filter ? Common(left, right) : null,
        (Stimulus.Webhook left, Stimulus.Webhook right) => left.Hook == right.Hook && left.Method == right.Method ? left : null,
        (Stimulus.Started, Stimulus.Started) => one,
        _ => null,
    };

    /// <summary>True when whatever is <paramref name="narrow"/> sets off <paramref name="wide"/> as well, then or before.</summary>
    public static bool Covers(Stimulus wide, Stimulus narrow) => (wide, narrow) switch
    {
        (Stimulus.Value left, Stimulus.Value right) => left.Reference.Address == right.Reference.Address && left.For <= right.For
            && (left.IsChange ? left.For == right.For : !right.IsChange && right.After.IsWithin(left.After) && (right.Before.IsWithin(left.Before) || !left.After.IsWithin(right.After))),
        (Stimulus.Event left, Stimulus.Event right) => IsSame(left, right)
            && left.Source.Arguments.All(argument => right.Source.Arguments.Any(other => other.Property.Key == argument.Property.Key && RuleWrite.Same(other.Value, argument.Value))),
        (Stimulus.Time { Schedule: TimesSchedule left }, Stimulus.Time { Schedule: TimesSchedule right }) =>
            right.Times.All(left.Times.Contains) && left.ClockChange == right.ClockChange && Covers(left, right),
        (Stimulus.Time { Schedule: SunSchedule left }, Stimulus.Time { Schedule: SunSchedule right }) => left.Happening == right.Happening && left.Offset == right.Offset && Covers(left, right),
        (Stimulus.Message left, Stimulus.Message right) => left.Filter == right.Filter && (left.Payload is null || left.Payload == right.Payload),
        (Stimulus.Time or Stimulus.Other, _) => false,
        _ => Common(wide, narrow) is not null,
    };

    private static Stimulus.Message? Common(Stimulus.Message left, Stimulus.Message right)
    {
        if (left.Payload is not { } payload)
        {
            return right;
        }

        return right.Payload is not { } other || payload == other ? left : null;
    }

    private static Stimulus.Value? Common(Stimulus.Value left, Stimulus.Value right)
    {
        if (left.Reference.Address != right.Reference.Address || left.For != right.For)
        {
            return null;
        }

        // Bounds apart are steps of one staircase, one after the other; that a value leaps over both is not what they are about.
        if (left.After.IsOrdered && !left.IsChange && !right.IsChange && !(left.After.IsWithin(right.After) && right.After.IsWithin(left.After)))
        {
            return null;
        }

        var (before, after) = (left.Before.Intersect(right.Before), left.After.Intersect(right.After));
        return after.IsEmpty || before.IsEmpty ? null : left with { Before = before, After = after, IsChange = left.IsChange && right.IsChange };
    }

    private static bool IsSame(Stimulus.Event left, Stimulus.Event right) =>
        left.Source.Device.Name == right.Source.Device.Name && left.Source.Happening.Key == right.Source.Happening.Key;

    private static Stimulus.Event? Merge(Stimulus.Event left, Stimulus.Event right)
    {
        foreach (var argument in right.Source.Arguments)
        {
            if (left.Source.Arguments.Any(other => other.Property.Key == argument.Property.Key && !RuleWrite.Same(other.Value, argument.Value)))
            {
                return null;
            }
        }

        var added = right.Source.Arguments.Where(argument => left.Source.Arguments.All(other => other.Property.Key != argument.Property.Key));
        return left with { Source = left.Source with { Arguments = left.Source.Arguments.AddRange(added) } };
    }

    private static bool MayMeet(Schedule left, Schedule right) => (left, right) switch
    {
        (TimesSchedule one, TimesSchedule other) => one.Times.Any(time => other.Times.Contains(time)),
        (SunSchedule one, SunSchedule other) => one.Happening == other.Happening && one.Offset == other.Offset,
        (SunSchedule, _) or (_, SunSchedule) => false,
        _ => true,
    };

    private static bool Covers(Schedule wide, Schedule narrow) => wide.Days.Dates.IsEmpty && wide.Days.Kinds.IsEmpty && wide.Days.Except.IsEmpty && wide.Days.Weeks is null
        && (narrow.Days.Weekdays & ~wide.Days.Weekdays) == 0;

    /// <summary>The first moment at which both schedules come and the facts hold; null where none is found.</summary>
    public static DateTimeOffset? Meet(Schedule left, Schedule right, Facts facts, AnalysisHome home)
    {
        var after = home.Now.AddHours(1);
        for (var looked = 0; looked < 800; looked++)
        {
            if (left.Next(after, home.Place) is not { } next || next.Moment > home.Now + AnalysisLimits.Ahead)
            {
                return null;
            }

            if (Moments.AreMet(facts.Times, next.Moment, home.Place) && right.Next(next.Moment.AddTicks(-1), home.Place)?.Moment == next.Moment)
            {
                return next.Moment;
            }

            after = next.Moment;
        }

        return null;
    }
}
