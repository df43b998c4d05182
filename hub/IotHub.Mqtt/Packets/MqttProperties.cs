using System.Collections.Immutable;

namespace IotHub.Mqtt.Packets;

/// <summary>
/// The properties of a 5.0 packet. A null or empty member means "not present"; which member may stand in which packet is checked when
/// encoding and decoding. 3.1.1 has no properties: they are not written then.
/// </summary>
public sealed record MqttProperties
{
    /// <summary>No properties.</summary>
    public static MqttProperties Empty { get; } = new();

    /// <summary>True when the payload is UTF-8 text (0x01).</summary>
    public bool? PayloadFormatIndicator { get; init; }

    /// <summary>Life of the message in seconds (0x02).</summary>
    public uint? MessageExpiryInterval { get; init; }

    /// <summary>What the payload is (0x03).</summary>
    public string? ContentType { get; init; }

    /// <summary>Topic for the answer, without wildcards (0x08).</summary>
    public string? ResponseTopic { get; init; }

    /// <summary>Bytes that tell the asker which question is answered (0x09).</summary>
    public ReadOnlyMemory<byte>? CorrelationData { get; init; }

    /// <summary>Identifiers of the subscriptions that matched, each 1 to 268,435,455 (0x0B); at most one in SUBSCRIBE.</summary>
    public ImmutableArray<int> SubscriptionIdentifiers { get; init; } = [];

    /// <summary>Seconds the session outlives the connection; 0xFFFFFFFF for ever (0x11).</summary>
    public uint? SessionExpiryInterval { get; init; }

    /// <summary>Client id that the server chose (0x12).</summary>
    public string? AssignedClientIdentifier { get; init; }

    /// <summary>Keep alive in seconds that the server demands (0x13).</summary>
    public ushort? ServerKeepAlive { get; init; }

    /// <summary>Name of the extended authentication method (0x15).</summary>
    public string? AuthenticationMethod { get; init; }

    /// <summary>Bytes for the authentication method (0x16).</summary>
    public ReadOnlyMemory<byte>? AuthenticationData { get; init; }

    /// <summary>False asks for no reason strings outside CONNACK and DISCONNECT (0x17).</summary>
    public bool? RequestProblemInformation { get; init; }

    /// <summary>Seconds to wait before the Will is published (0x18).</summary>
    public uint? WillDelayInterval { get; init; }

    /// <summary>True asks for Response Information (0x19).</summary>
    public bool? RequestResponseInformation { get; init; }

    /// <summary>Base of response topics (0x1A).</summary>
    public string? ResponseInformation { get; init; }

    /// <summary>Another server to use (0x1C).</summary>
    public string? ServerReference { get; init; }

    /// <summary>Why, for a person reading a log (0x1F).</summary>
    public string? ReasonString { get; init; }

    /// <summary>Most unacknowledged messages the sender takes, 1 to 65,535 (0x21).</summary>
    public ushort? ReceiveMaximum { get; init; }

    /// <summary>Highest topic alias the sender takes (0x22).</summary>
    public ushort? TopicAliasMaximum { get; init; }

    /// <summary>Number that stands for the topic, 1 or more (0x23).</summary>
    public ushort? TopicAlias { get; init; }

    /// <summary>Highest QoS the server takes: 0 or 1 (0x24).</summary>
    public MqttQos? MaximumQos { get; init; }

    /// <summary>Whether the server keeps retained messages (0x25).</summary>
    public bool? RetainAvailable { get; init; }

    /// <summary>User properties in order (0x26).</summary>
    public ImmutableArray<UserProperty> UserProperties { get; init; } = [];

    /// <summary>Largest packet in bytes the sender takes, 1 or more (0x27).</summary>
    public uint? MaximumPacketSize { get; init; }

    /// <summary>Whether wildcards may be subscribed to (0x28).</summary>
    public bool? WildcardSubscriptionAvailable { get; init; }

    /// <summary>Whether subscription identifiers are understood (0x29).</summary>
    public bool? SubscriptionIdentifierAvailable { get; init; }

    /// <summary>Whether shared subscriptions are understood (0x2A).</summary>
    public bool? SharedSubscriptionAvailable { get; init; }
}
