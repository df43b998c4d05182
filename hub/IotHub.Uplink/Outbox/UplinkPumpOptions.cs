namespace IotHub.Uplink.Outbox;

/// <summary>How an uplink is tried again.</summary>
public sealed record UplinkPumpOptions
{
    /// <summary>Events of one batch, 1 to 10,000; their bytes are bounded by the uplink.</summary>
    public int BatchCountMax { get; init; } = 500;

    /// <summary>The most that the first wait after trouble takes; it doubles with each attempt.</summary>
    public TimeSpan BackoffFirst { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The most that any wait takes, unless the receiver asks for more.</summary>
    public TimeSpan BackoffMax { get; init; } = TimeSpan.FromMinutes(10);
}
