using IotHub.Automation.Schedules.Days;
using IotHub.Automation.Schedules.LocalTime;
using IotHub.Automation.Schedules.Sun;

namespace IotHub.Automation.Schedules;

/// <summary>Questions about a moment that are answered by clock, calendar and sun alone.</summary>
public static class TimeConditions
{
    // Longer than half a year of polar night, in which the last sunset still makes it evening.
    private static readonly TimeSpan LookBack = TimeSpan.FromDays(370);

    /// <summary>True on a local day that counts.</summary>
    public static bool IsOn(DayRule days, DateTimeOffset now, HomePlace place) => days.Matches(ZoneOffsets.DateAt(now, place.Zone), place.Calendar);

    /// <summary>
    /// True within a window of the day by what clocks show: start included, end not. One that ends before it begins goes across midnight and belongs to
    /// the day on which it begins; one whose ends are equal is the whole day from then on.
    /// </summary>
    /// <param name="after">Null for the start of the day.</param>
    /// <param name="before">Null for the end of the day.</param>
    /// <param name="days">Days on which the window begins.</param>
    /// <param name="now">The moment.</param>
    /// <param name="place">Whose clocks and days.</param>
    public static bool IsWithin(TimeOnly? after, TimeOnly? before, DayRule days, DateTimeOffset now, HomePlace place)
    {
        var local = TimeZoneInfo.ConvertTime(now, place.Zone).DateTime;
        var (time, date) = (TimeOnly.FromDateTime(local), DateOnly.FromDateTime(local));
        bool within;
        if (after is { } from && before is { } to && from >= to)
        {
            within = time >= from || time < to;
            date = time < from ? date.AddDays(-1) : date;
        }
        else
        {
            within = (after is not { } start || time >= start) && (before is not { } end || time < end);
        }

        return within && days.Matches(date, place.Calendar);
    }

    /// <summary>True while the sun's centre is at or above an elevation, in degrees, without refraction; null where the home's position is not set.</summary>
    public static bool? IsSunAbove(double elevation, DateTimeOffset now, HomePlace place) =>
        place.Position is { } position ? SunPosition.Elevation(now, position) >= elevation : null;

    /// <summary>
    /// True between one thing that comes and another, in any order and across midnight: the last of the two that came was the first-named. After sunset
    /// and before sunrise holds through the polar night and not on days of midnight sun. Where both come at once, it has ended.
    /// </summary>
    /// <param name="opens">From here, included.</param>
    /// <param name="closes">To here, not included.</param>
    /// <param name="now">The moment.</param>
    /// <param name="place">Whose clocks, days and sun.</param>
    public static bool IsBetween(Schedule opens, Schedule closes, DateTimeOffset now, HomePlace place) =>
        opens.Latest(now - LookBack, now, place) is { } opened
        && (closes.Latest(opened.Moment.AddTicks(-1), now, place) is not { } closed || closed.Moment < opened.Moment);

    /// <summary>
    /// True from an event of the sun to the end of the local day. Where it does not come on this date, the height of the sun decides: it is after sunset
    /// all day while the sun stays down, and never while it stays up. Null where the home's position is not set.
    /// </summary>
    public static bool? IsAfter(SunEvent happening, TimeSpan offset, DateTimeOffset now, HomePlace place) =>
        place.Position is not { } position ? null
        : OfToday(happening, offset, now, place) is { } today ? now >= today
        : SunPosition.Elevation(now, position) >= happening.Elevation == happening.IsRising;

    /// <summary>
    /// True from the start of the local day to an event of the sun, itself not included. Where it does not come on this date, the height of the sun decides:
    /// it is before sunrise all day while the sun stays down, and never while it stays up. Null where the home's position is not set.
    /// </summary>
    public static bool? IsBefore(SunEvent happening, TimeSpan offset, DateTimeOffset now, HomePlace place) =>
        place.Position is not { } position ? null
        : OfToday(happening, offset, now, place) is { } today ? now < today
        : SunPosition.Elevation(now, position) >= happening.Elevation != happening.IsRising;

    // The occurrence whose slot is today's, whichever date clocks show when it comes.
    private static DateTimeOffset? OfToday(SunEvent happening, TimeSpan offset, DateTimeOffset now, HomePlace place)
    {
        var today = ZoneOffsets.DateAt(now, place.Zone);
        var schedule = new SunSchedule(happening, offset);
        var next = schedule.Next(now.AddDays(-3), place);
        for (var step = 0; step < 8 && next is { } occurrence && occurrence.Slot.Date <= today; step++)
        {
            if (occurrence.Slot.Date == today)
            {
                return occurrence.Moment;
            }

            next = schedule.Next(occurrence.Moment, place);
        }

        return null;
    }
}
