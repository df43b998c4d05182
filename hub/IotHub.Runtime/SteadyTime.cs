using IotHub.Automation.Schedules.Clock;

namespace IotHub.Runtime;

/// <summary>
/// The hub's clock where nobody drives it: the machine's, except that it never jumps by itself. It goes on evenly, and where the machine's clock was set
/// it follows with the next <see cref="HubInput.ClockRead"/>, in the very step that moves all that the loop has noted. So nothing is ever done by a
/// clock that jumped between two inputs.
/// </summary>
public sealed class SteadyTime : TimeProvider
{
    private readonly TimeProvider _machine;
    private long _startTicks;

    /// <summary>Begins with what the machine's clock says.</summary>
    /// <param name="machine">The machine's clock.</param>
    public SteadyTime(TimeProvider machine)
    {
        ArgumentNullException.ThrowIfNull(machine);
        _machine = machine;
        Follow(Read(null));
    }

    /// <inheritdoc/>
    public override long TimestampFrequency => _machine.TimestampFrequency;

    /// <inheritdoc/>
    public override TimeZoneInfo LocalTimeZone => _machine.LocalTimeZone;

    private TimeSpan Elapsed => _machine.GetElapsedTime(0);

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => new(Math.Clamp(Interlocked.Read(ref _startTicks) + Elapsed.Ticks, 0, DateTime.MaxValue.Ticks), TimeSpan.Zero);

    /// <inheritdoc/>
    public override long GetTimestamp() => _machine.GetTimestamp();

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => _machine.CreateTimer(callback, state, dueTime, period);

    /// <summary>What the machine's clock says now.</summary>
    /// <param name="isSynchronised">Whether the system says that its clock is kept right from outside; null where it cannot say.</param>
    public ClockReading Read(bool? isSynchronised) => new(_machine.GetUtcNow(), Elapsed, isSynchronised);

    /// <summary>Goes by a reading from now on.</summary>
    internal void Follow(ClockReading reading) => Interlocked.Exchange(ref _startTicks, reading.Now.UtcTicks - reading.Elapsed.Ticks);
}
