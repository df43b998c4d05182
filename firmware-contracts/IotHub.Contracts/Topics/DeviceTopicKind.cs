namespace IotHub.Contracts.Topics;

/// <summary>What a topic below <c>devices/{did}/</c> carries.</summary>
public enum DeviceTopicKind
{
    /// <summary><c>announce</c>: up, what the device says of itself.</summary>
    Announce,

    /// <summary><c>status</c>: up and as Will, online or offline.</summary>
    Status,

    /// <summary><c>properties</c>: up, part of the state.</summary>
    Properties,

    /// <summary><c>events/{service.event}</c>: up, something happened.</summary>
    Event,

    /// <summary><c>requests</c>: down, what the hub asks.</summary>
    Requests,

    /// <summary><c>responses</c>: up, the answers.</summary>
    Responses,

    /// <summary><c>firmware/offer</c>: down, a firmware that may be installed.</summary>
    FirmwareOffer,

    /// <summary><c>firmware/progress</c>: up, how installing goes.</summary>
    FirmwareProgress,
}
