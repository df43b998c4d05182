namespace IotHub.Automation.Schedules.Cron;

/// <summary>The days of a cron expression: month, day of the month and day of the week, with what only a calendar can tell.</summary>
internal readonly record struct CronDays
{
    public ulong Months { get; init; }

    /// <summary>True when the field begins with a star: then both day fields must hold, otherwise either is enough, as in Vixie's cron.</summary>
    public bool IsAnyDayOfMonth { get; init; }

    /// <summary>The same for the other field.</summary>
    public bool IsAnyDayOfWeek { get; init; }

    public ulong DaysOfMonth { get; init; }

    /// <summary>Bit n: n days before the last day of the month (<c>L</c>, <c>L-n</c>).</summary>
    public ulong BeforeLast { get; init; }

    /// <summary>Bit n: the day from Monday to Friday nearest to day n, within the month (<c>nW</c>); bit 0 for the last day (<c>LW</c>).</summary>
    public ulong NearestWorking { get; init; }

    /// <summary>Bits 0 to 6 from Sunday.</summary>
    public ulong DaysOfWeek { get; init; }

    /// <summary>Bit 7 × (n - 1) + day: the n-th such day of the month (<c>fri#2</c>), n from 1 to 5.</summary>
    public ulong Nth { get; init; }

    /// <summary>Bits 0 to 6 from Sunday: the last such day of the month (<c>friL</c>).</summary>
    public ulong LastOfWeek { get; init; }

    public bool Contains(DateOnly date)
    {
        if ((Months & (1UL << date.Month)) == 0)
        {
            return false;
        }

        return IsAnyDayOfMonth || IsAnyDayOfWeek ? HasDayOfMonth(date) && HasDayOfWeek(date) : HasDayOfMonth(date) || HasDayOfWeek(date);
    }

    // Day n, or the working day nearest to it that is still in its month.
    private static int Nearest(DateOnly date, int day, int last) => new DateOnly(date.Year, date.Month, day).DayOfWeek switch
    {
        System.DayOfWeek.Saturday => day > 1 ? day - 1 : 3,
        System.DayOfWeek.Sunday => day < last ? day + 1 : day - 2,
        _ => day,
    };

    private bool HasDayOfMonth(DateOnly date)
    {
        var last = DateTime.DaysInMonth(date.Year, date.Month);
        if ((DaysOfMonth & (1UL << date.Day)) != 0 || (BeforeLast & (1UL << (last - date.Day))) != 0)
        {
            return true;
        }

        // Only days up to two away can be moved onto this one.
        for (var day = Math.Max(1, date.Day - 2); NearestWorking != 0 && day <= Math.Min(last, date.Day + 2); day++)
        {
            var isMeant = (NearestWorking & (1UL << day)) != 0 || (day == last && (NearestWorking & 1) != 0);
            if (isMeant && Nearest(date, day, last) == date.Day)
            {
                return true;
            }
        }

        return false;
    }

    private bool HasDayOfWeek(DateOnly date)
    {
        var day = (int)date.DayOfWeek;
        return (DaysOfWeek & (1UL << day)) != 0
            || (Nth & (1UL << ((7 * ((date.Day - 1) / 7)) + day))) != 0
            || ((LastOfWeek & (1UL << day)) != 0 && date.Day + 7 > DateTime.DaysInMonth(date.Year, date.Month));
    }
}
