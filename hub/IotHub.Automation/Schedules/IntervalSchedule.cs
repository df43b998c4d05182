using IotHub.Automation.Schedules.LocalTime;
using IotHub.Automation.Schedules.Missed;

namespace IotHub.Automation.Schedules;

/// <summary>
/// Again and again after the same time. Without a start, it begins anew each local day at a time of the day, so that one of 7 h comes at 00:00, 07:00,
/// 14:00 and 21:00 and the last step of each day is shorter. Steps are real time: on a day of 23 or 25 h they stay as long, and clocks show other times
/// after the change. With a start, it goes on for ever from there and heeds neither midnight nor changes of clocks.
/// </summary>
public sealed record IntervalSchedule : Schedule
{
    private IntervalSchedule(TimeSpan every) => Every = every;

    /// <summary>Whole seconds, from <see cref="ScheduleLimits.IntervalMin"/>.</summary>
    public TimeSpan Every { get; }

    /// <summary>The time at which each day begins anew; of no account with a <see cref="Start"/>.</summary>
    public TimeOnly Align { get; private init; }

    /// <summary>Where it begins, in local time; null for each day anew. Before it nothing comes.</summary>
    public DateTime? Start { get; private init; }

    /// <summary>None: the next one is not far.</summary>
    public override MissedPolicy MissedDefault => MissedPolicy.Skip;

    /// <summary>Each local day anew from a time of the day; null where the interval is out of bounds, and then a sentence says why.</summary>
    /// <param name="every">Whole seconds, at most a day.</param>
    /// <param name="align">The time of the day; midnight is usual.</param>
    /// <param name="fault">What is wrong; null where nothing is.</param>
    public static IntervalSchedule? Daily(TimeSpan every, TimeOnly align, out TextFault? fault)
    {
        fault = Check(every) ?? (every > TimeSpan.FromDays(1)
            ? new TextFault(0, $"An interval of {Compilation.Duration.Format(every)} is longer than a day, so it needs a start.", "Say from which date and time it counts.")
            : null);
        return fault is null ? new IntervalSchedule(every) { Align = align } : null;
    }

    /// <summary>From one moment on; null where the interval is out of bounds, and then a sentence says why.</summary>
    /// <param name="every">Whole seconds.</param>
    /// <param name="start">The first occurrence, in local time; a part of a second is dropped.</param>
    /// <param name="fault">What is wrong; null where nothing is.</param>
    public static IntervalSchedule? From(TimeSpan every, DateTime start, out TextFault? fault)
    {
        fault = Check(every) ?? (start.Year is < ScheduleLimits.YearMin or > ScheduleLimits.YearMax
            ? new TextFault(0, $"A start lies between the years {ScheduleLimits.YearMin} and {ScheduleLimits.YearMax}.")
            : null);
        var second = new DateTime(start.Ticks - (start.Ticks % TimeSpan.TicksPerSecond), DateTimeKind.Unspecified);
        return fault is null ? new IntervalSchedule(every) { Start = second } : null;
    }

    /// <inheritdoc/>
    public override Occurrence? Next(DateTimeOffset after, HomePlace place) => Start is { } start
        ? NextFrom(start, after, place)
        : NextOfDays(after, place, null, (day, from) => NextOfDay(day, from, place));

    private static TextFault? Check(TimeSpan every) => every < ScheduleLimits.IntervalMin || every > ScheduleLimits.IntervalMax
        ? new TextFault(0, $"An interval is from {Compilation.Duration.Format(ScheduleLimits.IntervalMin)} to {Compilation.Duration.Format(ScheduleLimits.IntervalMax)}.")
        : every.Ticks % TimeSpan.TicksPerSecond != 0
            ? new TextFault(0, "An interval is a whole number of seconds.")
            : null;

    private static LocalDay? DayAfter(DateOnly date, TimeZoneInfo zone) => LocalDay.Of(date.AddDays(1), zone) ?? LocalDay.Of(date.AddDays(2), zone);

    private Occurrence? NextOfDay(LocalDay day, DateTimeOffset after, HomePlace place)
    {
        var start = day.At(Align, ClockChangePolicy.Default);
        if (after < start)
        {
            return At(day, start);
        }

        var next = start + ((((after - start).Ticks / Every.Ticks) + 1) * Every);
        var end = DayAfter(day.Date, place.Zone)?.At(Align, ClockChangePolicy.Default);
        return next < end ? At(day, next) : null;
    }

    private Occurrence? NextFrom(DateTime start, DateTimeOffset after, HomePlace place)
    {
        var date = DateOnly.FromDateTime(start);
        if (after.Year is < ScheduleLimits.YearMin or > ScheduleLimits.YearMax
            || (LocalDay.Of(date, place.Zone)?.At(TimeOnly.FromDateTime(start), ClockChangePolicy.Default) ?? DayAfter(date, place.Zone)?.Start) is not { } first)
        {
            return null;
        }

        var step = after < first ? 0 : ((after - first).Ticks / Every.Ticks) + 1;
        var last = ZoneOffsets.DateAt(after > first ? after : first, place.Zone).AddDays(ScheduleLimits.DaysAheadMax);
        while (true)
        {
            var moment = first + (step * Every);
            if (moment.Year > ScheduleLimits.YearMax || DayOf(moment, place.Zone) is not { } day || day.Date > last)
            {
                return null;
            }

            if (Days.Matches(day.Date, place.Calendar))
            {
                return At(day, moment);
            }

            // None of this date counts: on to the first one of the next that does, or of the one after it where a zone left that out.
            if (Days.First(day.Date.AddDays(1), last, place.Calendar) is not { } following
                || (LocalDay.Of(following, place.Zone) ?? DayAfter(following, place.Zone)) is not { } next)
            {
                return null;
            }

            step = Math.Max(step + 1, ((next.Start - first).Ticks + Every.Ticks - 1) / Every.Ticks);
        }
    }

    // The date whose first moment came last: where clocks go back over midnight, the new date counts from when it is first shown.
    private static LocalDay? DayOf(DateTimeOffset moment, TimeZoneInfo zone)
    {
        var date = ZoneOffsets.DateAt(moment, zone);
        var next = DayAfter(date, zone);
        return next?.Start <= moment ? next : LocalDay.Of(date, zone);
    }
}
