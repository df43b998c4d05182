namespace IotHub.Uplink;

/// <summary>Bounds that all uplinks share.</summary>
public static class UplinkLimits
{
    /// <summary>Bytes of a batch's bodies. CloudEvents 1.0 asks every intermediary to carry 64 KiB; the rest is for what is put around them.</summary>
    public const int BatchBytesMax = 60 * 1024;

    /// <summary>Bytes of one event's body, which travels alone where it is larger than a batch. The same number, for the same reason.</summary>
    public const int EventBytesMax = BatchBytesMax;

    /// <summary>The name of what a batch over MQTT is; this hub's own, since CloudEvents has no batch there.</summary>
    public const string Profile = "mihub.events/1";

    /// <summary>The shortest wait that a receiver can ask for; less is no relief to it.</summary>
    public static readonly TimeSpan RetryAfterMin = TimeSpan.FromSeconds(1);

    /// <summary>The longest wait that a receiver can ask for. A receiver must not be able to silence a hub for a year by one header.</summary>
    public static readonly TimeSpan RetryAfterMax = TimeSpan.FromHours(1);

    /// <summary>Brings what a receiver asked for within the bounds.</summary>
    public static TimeSpan Bound(TimeSpan asked) => asked < RetryAfterMin ? RetryAfterMin : asked > RetryAfterMax ? RetryAfterMax : asked;
}
