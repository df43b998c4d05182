namespace IotHub.Broker.Delivery;

/// <summary>Why a message did not reach a receiver.</summary>
public enum DropReason
{
    /// <summary>QoS 0, and the receiver does not take what was sent before.</summary>
    OutboundFull,

    /// <summary>The session's queue was full: its oldest message went.</summary>
    QueueFull,

    /// <summary>The message expired while it waited.</summary>
    Expired,

    /// <summary>Larger than the receiver takes.</summary>
    TooLargeForReceiver,

    /// <summary>The publisher was not allowed to.</summary>
    NotAuthorized,

    /// <summary>There was no room to retain it; it was delivered all the same.</summary>
    RetainedFull,

    /// <summary>A subscriber inside the process failed on it.</summary>
    SubscriberFailed,
}
