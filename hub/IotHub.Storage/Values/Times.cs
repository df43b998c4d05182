namespace IotHub.Storage.Values;

/// <summary>Times in the databases are UTC ticks of 100 ns: exact, sortable, eight bytes.</summary>
internal static class Times
{
    /// <summary>The moment; one that cannot be, from a file that was tampered with, becomes the nearest that can.</summary>
    public static DateTimeOffset FromTicks(long ticks) => new(Math.Clamp(ticks, DateTimeOffset.MinValue.Ticks, DateTimeOffset.MaxValue.Ticks), TimeSpan.Zero);
}
