using IotHub.Automation.Schedules.Cron;
using IotHub.Automation.Schedules.LocalTime;
using IotHub.Automation.Schedules.Missed;

namespace IotHub.Automation.Schedules;

/// <summary>
/// When a cron expression says, by local time. One that has every hour of the day goes by the clock as it is shown: an hour that is skipped passes
/// without it, in an hour that is repeated it comes both times. One that names hours comes exactly once for each of its times, as times of the day do.
/// </summary>
/// <param name="Expression">The expression.</param>
public sealed record CronSchedule(CronExpression Expression) : Schedule
{
    /// <summary>What becomes of times that are skipped or repeated, where the expression names hours.</summary>
    public ClockChangePolicy ClockChange { get; init; }

    /// <summary>None, as everywhere where cron expressions come from.</summary>
    public override MissedPolicy MissedDefault => MissedPolicy.Skip;

    /// <inheritdoc/>
    public override Occurrence? Next(DateTimeOffset after, HomePlace place)
    {
        ClockChangePolicy? policy = Expression.IsEveryHour ? null : ClockChange;
        return NextOfDays(after, place, Expression.HasDate, (day, from) =>
        {
            var moment = day.Next(Expression.NextTime, from, policy);
            return At(policy is null ? DayThatCounts(day, moment, place) : day, moment);
        });
    }

    // Where clocks go back over midnight, a time that comes again comes when the next date has begun already: it is a slot of that one, so that
    // slots stay in the order of their moments.
    private static LocalDay DayThatCounts(LocalDay day, DateTimeOffset? moment, HomePlace place) =>
        day.Stretches.Length > 1 && LocalDay.Of(day.Date.AddDays(1), place.Zone) is { } next && next.Start <= moment ? next : day;
}
