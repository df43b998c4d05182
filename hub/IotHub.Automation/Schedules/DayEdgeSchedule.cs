using IotHub.Automation.Schedules.LocalTime;
using IotHub.Automation.Schedules.Missed;

namespace IotHub.Automation.Schedules;

/// <summary>
/// The begin or end of days of a kind, or some time before or after. A day begins when its date does and ends when the next one does; each day counts
/// for itself, so that a weekend begins on Saturday and on Sunday.
/// </summary>
/// <param name="AtEnd">True for the end.</param>
/// <param name="Offset">How long after it; below zero for before. Within <see cref="ScheduleLimits.SunOffsetMax"/>.</param>
public sealed record DayEdgeSchedule(bool AtEnd, TimeSpan Offset = default) : Schedule
{
    /// <summary>Within half an hour, as times of the day.</summary>
    public override MissedPolicy MissedDefault => MissedPolicy.Default;

    /// <inheritdoc/>
    public override Occurrence? Next(DateTimeOffset after, HomePlace place)
    {
        if (after.Year is < ScheduleLimits.YearMin or > ScheduleLimits.YearMax)
        {
            return null;
        }

        // Two days back: the end of yesterday and an offset of half a day may still come.
        var first = ZoneOffsets.DateAt(after, place.Zone).DayNumber - 2;
        for (var number = first; number <= first + ScheduleLimits.DaysAheadMax; number++)
        {
            var date = DateOnly.FromDayNumber(number);
            if (date.Year > ScheduleLimits.YearMax)
            {
                break;
            }

            if (Days.Matches(date, place.Calendar) && EdgeOf(date, place.Zone) is { } edge && edge + Offset > after)
            {
                return new Occurrence(new Slot(date, 0), edge + Offset);
            }
        }

        return null;
    }

    private DateTimeOffset? EdgeOf(DateOnly date, TimeZoneInfo zone)
    {
        if (LocalDay.Of(date, zone) is not { } day)
        {
            return null;
        }

        // A date that does not exist, at the date line, ends nothing: the next one that does begins.
        return AtEnd ? LocalDay.Of(date.AddDays(1), zone)?.Start ?? LocalDay.Of(date.AddDays(2), zone)?.Start : day.Start;
    }
}
