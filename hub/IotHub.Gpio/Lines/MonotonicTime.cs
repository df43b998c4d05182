namespace IotHub.Gpio.Lines;

/// <summary>
/// The clock that never is set. On Linux the system's timestamps and those of the kernel's edges are both CLOCK_MONOTONIC, so one can be taken from the other.
/// </summary>
public static class MonotonicTime
{
    /// <summary>What it shows now.</summary>
    public static TimeSpan Now(TimeProvider time) => time.GetElapsedTime(0);
}
