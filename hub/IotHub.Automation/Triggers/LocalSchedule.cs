using System.Collections.Immutable;
using IotHub.Automation.Schedules.Days;

namespace IotHub.Automation.Triggers;

/// <summary>
/// Turns times of the day into moments. Each time comes exactly once on each local day: one in the hour that is skipped in spring comes
/// at the jump, one in the hour that is repeated in autumn comes the first time only.
/// </summary>
public static class LocalSchedule
{
    /// <summary>The first moment after <paramref name="after"/> at which one of the times comes; null where there is none within ten days.</summary>
    /// <param name="times">Times of the day; empty means never.</param>
    /// <param name="days">Local days on which they count.</param>
    /// <param name="after">Not included.</param>
    /// <param name="zone">The home's time zone.</param>
    public static DateTimeOffset? Next(ImmutableArray<TimeOnly> times, Weekdays days, DateTimeOffset after, TimeZoneInfo zone)
    {
        var today = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(after, zone).DateTime);
        DateTimeOffset? first = null;

        // From the day before: a jump at midnight puts its last minutes onto today. Eight days on: the same weekday again.
        for (var offset = -1; offset <= 8 && first is null; offset++)
        {
            if ((offset < 0 && today == DateOnly.MinValue) || today.DayNumber + offset > DateOnly.MaxValue.DayNumber - 1)
            {
                continue;
            }

            var date = today.AddDays(offset);
            if ((days & WeekdayNames.Of(date.DayOfWeek)) == 0)
            {
                continue;
            }

            foreach (var time in times)
            {
                var moment = At(date, time, zone);
                if (moment > after && (first is null || moment < first))
                {
                    first = moment;
                }
            }
        }

        return first;
    }

    /// <summary>The moment of a local time: at the jump where it is skipped, the first of two where it is repeated. In UTC.</summary>
    public static DateTimeOffset At(DateOnly date, TimeOnly time, TimeZoneInfo zone)
    {
        var local = date.ToDateTime(time, DateTimeKind.Unspecified);
        if (zone.IsInvalidTime(local))
        {
            local = EndOfGap(local, zone);
        }

        var offset = zone.IsAmbiguousTime(local) ? zone.GetAmbiguousTimeOffsets(local).Max() : zone.GetUtcOffset(local);
        return new DateTimeOffset(local, offset).ToUniversalTime();
    }

    private static DateTime EndOfGap(DateTime local, TimeZoneInfo zone)
    {
        // The widest gap there ever was is a whole day, at the date line. Within it every second is invalid, after it valid.
        long invalid = 0;
        long valid = 26 * 3600;
        local = local.AddTicks(-(local.Ticks % TimeSpan.TicksPerSecond));
        while (valid - invalid > 1)
        {
            var middle = (invalid + valid) / 2;
            if (zone.IsInvalidTime(local.AddSeconds(middle)))
            {
                invalid = middle;
            }
            else
            {
                valid = middle;
            }
        }

        return local.AddSeconds(valid);
    }
}
