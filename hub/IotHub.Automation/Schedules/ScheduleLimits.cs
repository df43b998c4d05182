namespace IotHub.Automation.Schedules;

/// <summary>Bounds of schedules and of what they read. Beyond one of them a text is refused with a sentence that names the bound.</summary>
public static class ScheduleLimits
{
    /// <summary>The first year with schedules: before it clocks went by local mean time, to the second.</summary>
    public const int YearMin = 1900;

    /// <summary>The last year with schedules: longer than any house keeps its hub, and far from the end of what a date can hold.</summary>
    public const int YearMax = 2199;

    /// <summary>
    /// Days that a schedule looks ahead before it says that nothing comes: dates and days of the week repeat after 28 years, or 40 where a century
    /// without a leap day lies between.
    /// </summary>
    public const int DaysAheadMax = (40 * 366) + 1;

    /// <summary>Sun days that a sun schedule computes before it says that nothing comes: eight years, beyond the longest polar night by far.</summary>
    public const int SunDaysMax = 8 * 366;

    /// <summary>Characters of a cron expression: fields with every value in them written out are shorter.</summary>
    public const int CronLengthMax = 512;

    /// <summary>Bytes of a day file: a public calendar of fifty years is a tenth of it.</summary>
    public const int DayFileBytesMax = 1024 * 1024;

    /// <summary>Days, ranges and events that a day file may list, all together: ten a year for four centuries.</summary>
    public const int DayFileEntriesMax = 4096;

    /// <summary>Named sets of a day file: one or two for each person of a large family.</summary>
    public const int DaySetsMax = 32;

    /// <summary>Ranges, not single days, of one set of a day file: each may be looked at for each day, and ten years of school holidays are sixty.</summary>
    public const int DayRangesMax = 256;

    /// <summary>Characters of the name of a day or set: one line on a phone, twice over.</summary>
    public const int DayNameLengthMax = 100;

    /// <summary>Diagnostics of a day file that are kept: nobody reads further.</summary>
    public const int DayFileFaultsMax = 100;

    /// <summary>Weeks of a cycle: a year of them.</summary>
    public const int WeekCycleMax = 52;

    /// <summary>Missed occurrences that are counted one by one; beyond it a sentence says "more than".</summary>
    public const int MissedCountMax = 1000;

    /// <summary>Stretches of taken slots that are remembered for a trigger. Each jump of the clock begins one; the oldest is forgotten first.</summary>
    public const int TakenRangesMax = 32;

    /// <summary>The shortest interval: what must happen more often than once in a second is no matter of schedules.</summary>
    public static TimeSpan IntervalMin { get; } = TimeSpan.FromSeconds(1);

    /// <summary>The longest interval: a year.</summary>
    public static TimeSpan IntervalMax { get; } = TimeSpan.FromDays(366);

    /// <summary>How far a sun schedule may lie from its event: half a day, beyond which it would be nearer to that of another day.</summary>
    public static TimeSpan SunOffsetMax { get; } = TimeSpan.FromHours(12);
}
