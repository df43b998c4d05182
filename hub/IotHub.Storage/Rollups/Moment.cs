namespace IotHub.Storage.Rollups;

/// <summary>Times of roll-ups are whole milliseconds since 1970-01-01 UTC, so that times that passed can be added up without loss.</summary>
internal static class Moment
{
    public const long PerMinute = 60_000;
    public const long PerHour = 60 * PerMinute;
    public const long PerDay = 24 * PerHour;

    public static long Of(DateTimeOffset at) => FromTicks(at.UtcTicks);

    public static long FromTicks(long ticks) => FloorDivide(ticks - DateTimeOffset.UnixEpoch.Ticks, TimeSpan.TicksPerMillisecond);

    /// <summary>The first tick of the millisecond.</summary>
    public static long ToTicks(long moment) => DateTimeOffset.UnixEpoch.Ticks + (moment * TimeSpan.TicksPerMillisecond);

    public static DateTimeOffset ToTime(long moment) => Values.Times.FromTicks(ToTicks(moment));

    /// <summary>Rounded down, also below zero.</summary>
    public static long FloorDivide(long number, long by) => (number / by) - (number % by < 0 ? 1 : 0);
}
