namespace IotHub.DeviceSim.Homes;

/// <summary>A clock that stands still until it is told to go on. It has no timers: whoever drives it also drives what lives by it.</summary>
public sealed class VirtualTime : TimeProvider
{
    private readonly TimeZoneInfo _zone;
    private long _utcTicks;

    /// <summary>Stands at a moment.</summary>
    /// <param name="start">The moment.</param>
    /// <param name="zone">Zone of the home.</param>
    public VirtualTime(DateTimeOffset start, TimeZoneInfo zone)
    {
        _zone = zone;
        _utcTicks = start.UtcTicks;
    }

    /// <inheritdoc/>
    public override TimeZoneInfo LocalTimeZone => _zone;

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => new(Interlocked.Read(ref _utcTicks), TimeSpan.Zero);

    /// <summary>Goes on to a moment; never back.</summary>
    public void AdvanceTo(DateTimeOffset to)
    {
        if (to.UtcTicks > Interlocked.Read(ref _utcTicks))
        {
            Interlocked.Exchange(ref _utcTicks, to.UtcTicks);
        }
    }

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        throw new NotSupportedException("Virtual time has no timers; what lives by it is stepped.");
}
