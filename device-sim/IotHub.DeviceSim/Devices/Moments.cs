namespace IotHub.DeviceSim.Devices;

/// <summary>Arithmetic of when something is due.</summary>
internal static class Moments
{
    /// <summary>The earlier of two; null is never.</summary>
    public static DateTimeOffset? Earlier(DateTimeOffset? one, DateTimeOffset? other) => one is null || other < one ? other : one;

    /// <summary>
    /// A wait for a timer. Rounded up: a delay is cut to whole milliseconds, and would spin for the rest of one. No timer reaches to the end of
    /// time, where what rests is due.
    /// </summary>
    public static TimeSpan WholeMilliseconds(TimeSpan wait) =>
        wait <= TimeSpan.Zero ? TimeSpan.Zero : wait > TimeSpan.FromDays(1) ? TimeSpan.FromDays(1) : TimeSpan.FromMilliseconds(Math.Ceiling(wait.TotalMilliseconds));
}
