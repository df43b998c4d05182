namespace IotHub.Runtime;

/// <summary>
/// The hub's clock where something outside drives it: a replay of recorded days. Time stands still until <c>HubInput.AdvanceClock</c>.
/// Only the core lives by it; connections, writers and upkeep stay on the system's clock.
/// </summary>
/// <param name="start">The time at first.</param>
public sealed class DrivenTime(DateTimeOffset start) : TimeProvider
{
    private long _ticks = start.UtcTicks;

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => new(Interlocked.Read(ref _ticks), TimeSpan.Zero);

    /// <summary>Sets the time; one in the past is passed over.</summary>
    internal void MoveTo(DateTimeOffset time)
    {
        if (time.UtcTicks > _ticks)
        {
            Interlocked.Exchange(ref _ticks, time.UtcTicks);
        }
    }
}
