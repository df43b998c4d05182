namespace IotHub.Host.Running;

/// <summary>How often the hub's health is sent, changeable while the hub runs.</summary>
/// <param name="value">The interval to begin with.</param>
internal sealed class HealthInterval(TimeSpan value)
{
    private long _ticks = value.Ticks;

    /// <summary>Is raised after each change, on the thread that made it.</summary>
    public event Action? Changed;

    /// <summary>What is in force.</summary>
    public TimeSpan Value => TimeSpan.FromTicks(Interlocked.Read(ref _ticks));

    /// <summary>Changes it. The caller keeps to the bounds of <see cref="Uplink.Health.HealthExportOptions.Interval"/>.</summary>
    public void Set(TimeSpan interval)
    {
        Interlocked.Exchange(ref _ticks, interval.Ticks);
        Changed?.Invoke();
    }
}
