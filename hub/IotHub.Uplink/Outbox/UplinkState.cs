namespace IotHub.Uplink.Outbox;

/// <summary>How an uplink stands.</summary>
public enum UplinkState
{
    /// <summary>Everything that may be sent is sent.</summary>
    Idle,

    /// <summary>A batch is on its way.</summary>
    Sending,

    /// <summary>It tries again later.</summary>
    Waiting,

    /// <summary>Somebody has to mend something first.</summary>
    Stopped,
}
