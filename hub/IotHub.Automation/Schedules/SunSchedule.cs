using IotHub.Automation.Schedules.LocalTime;
using IotHub.Automation.Schedules.Missed;
using IotHub.Automation.Schedules.Sun;

namespace IotHub.Automation.Schedules;

/// <summary>
/// When the sun does something, or some time before or after. It belongs to the local date on which the sun is highest between two nights, so that a
/// sunset at ten past midnight is the one of the evening before. A day on which the sun does not do it has no occurrence.
/// </summary>
/// <param name="Happening">What the sun does.</param>
/// <param name="Offset">How long after it; below zero for before. Within <see cref="ScheduleLimits.SunOffsetMax"/>.</param>
public sealed record SunSchedule(SunEvent Happening, TimeSpan Offset = default) : Schedule
{
    /// <summary>Within half an hour: lights of the evening still make sense then.</summary>
    public override MissedPolicy MissedDefault => MissedPolicy.Default;

    /// <inheritdoc/>
    public override Occurrence? Next(DateTimeOffset after, HomePlace place)
    {
        if (place.Position is not { } position || after.Year is < ScheduleLimits.YearMin + 1 or > ScheduleLimits.YearMax - 1)
        {
            return null;
        }

        var from = after - Offset;
        var day = SunDay.Near(from, position).Add(-2);
        for (var (passed, computed) = (0, 0); passed <= ScheduleLimits.DaysAheadMax && computed < ScheduleLimits.SunDaysMax; passed++)
        {
            if (day.MeanNoon.Year >= ScheduleLimits.YearMax)
            {
                break;
            }

            if (Days.Matches(DateOf(day, place), place.Calendar))
            {
                computed++;
                if (day.EndsAfter(from) && day.Find(Happening) is { } moment && moment > from)
                {
                    return Occur(day, moment, place);
                }
            }

            day = day.Add(1);
        }

        return null;
    }

    /// <inheritdoc/>
    public override Occurrence? Latest(DateTimeOffset after, DateTimeOffset upTo, HomePlace place)
    {
        if (place.Position is not { } position || upTo.Year is < ScheduleLimits.YearMin + 2 or > ScheduleLimits.YearMax - 1)
        {
            return null;
        }

        // Backwards by days of the sun; what an event of a day is early or late by, never makes two days.
        var (from, to) = (after - Offset, upTo - Offset);
        for (var day = SunDay.Near(to, position).Add(1); day.MeanNoon > from.AddDays(-1) && day.MeanNoon.Year > ScheduleLimits.YearMin; day = day.Add(-1))
        {
            if (Days.Matches(DateOf(day, place), place.Calendar) && day.Find(Happening) is { } moment && moment <= to)
            {
                return moment > from ? Occur(day, moment, place) : null;
            }
        }

        return null;
    }

    /// <inheritdoc/>
    protected override string? Impossible(HomePlace place) => place.Position is null
        ? $"It never comes: the home's latitude and longitude are not set, so {Happening.Name} is not known."
        : $"It never comes: on no day that counts does the sun reach \"{Happening.Name}\" here.";

    // Where a zone lies half a turn from its sun, a change of clocks can put two noons onto one date.
    private Occurrence Occur(SunDay day, DateTimeOffset moment, HomePlace place)
    {
        var date = DateOf(day, place);
        return new Occurrence(new Slot(date, date == DateOf(day.Add(-1), place) ? 1 : 0), moment + Offset);
    }

    private static DateOnly DateOf(SunDay day, HomePlace place) => ZoneOffsets.DateAt(day.MeanNoon, place.Zone);
}
