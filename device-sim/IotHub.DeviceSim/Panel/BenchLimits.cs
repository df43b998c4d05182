namespace IotHub.DeviceSim.Panel;

/// <summary>Bounds of a bench, each with the reason for its number.</summary>
public static class BenchLimits
{
    /// <summary>Devices on it. The largest home shipped has 120; beyond these the hub itself would be what is tested, and <c>device-sim load</c> does that.</summary>
    public const int DevicesMax = 200;

    /// <summary>Devices that are put on it at once.</summary>
    public const int AddedAtOnce = 50;

    /// <summary>Messages remembered of each device, either way: some minutes of a lively one.</summary>
    public const int MessagesKept = 20;

    /// <summary>Bytes of a payload that are kept; the rest is only counted.</summary>
    public const int ShownBytes = 1_024;

    /// <summary>Devices that were taken away and can be put back.</summary>
    public const int RemovedKept = 32;

    /// <summary>How long a hand may take: a device without a link holds what it says until it has one again.</summary>
    public static TimeSpan HandTime { get; } = TimeSpan.FromSeconds(5);
}
