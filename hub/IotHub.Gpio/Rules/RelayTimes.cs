namespace IotHub.Gpio.Rules;

/// <summary>How fast a switched thing may be switched.</summary>
/// <param name="OnMin">Once on, it stays on for at least so long; zero for no bound.</param>
/// <param name="OffMin">Once off, it stays off for at least so long; zero for no bound. A compressor wants minutes.</param>
/// <param name="OnMax">Once on, it goes off by itself after so long; null for no bound.</param>
public readonly record struct RelayTimes(TimeSpan OnMin, TimeSpan OffMin, TimeSpan? OnMax)
{
    /// <summary>No bounds.</summary>
    public static RelayTimes None { get; }

    /// <summary>True when there is nothing to guard.</summary>
    public bool IsNone => OnMin == TimeSpan.Zero && OffMin == TimeSpan.Zero && OnMax is null;
}
