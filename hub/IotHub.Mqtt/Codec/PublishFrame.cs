using IotHub.Mqtt.Packets;
using IotHub.Mqtt.Topics;

namespace IotHub.Mqtt.Codec;

/// <summary>
/// A checked PUBLISH as slices of the receive buffer: the fast path, which makes no objects and no strings.
/// </summary>
public readonly ref struct PublishFrame
{
    /// <summary>Topic name in UTF-8; empty only in 5.0 with a topic alias.</summary>
    public ReadOnlySpan<byte> Topic { get; private init; }

    /// <summary>Payload, may be empty.</summary>
    public ReadOnlySpan<byte> Payload { get; private init; }

    /// <summary>The properties as they came, checked, without their length; empty in 3.1.1.</summary>
    public ReadOnlySpan<byte> Properties { get; private init; }

    /// <summary>QoS of this delivery.</summary>
    public MqttQos Qos { get; private init; }

    /// <summary>True when this may be a repeat.</summary>
    public bool Dup { get; private init; }

    /// <summary>Retain flag.</summary>
    public bool Retain { get; private init; }

    /// <summary>Packet id; 0 for QoS 0.</summary>
    public ushort PacketId { get; private init; }

    /// <summary>Topic alias; 0 for none.</summary>
    public ushort TopicAlias { get; private init; }

    /// <summary>Life in seconds; null for ever.</summary>
    public uint? MessageExpiryInterval { get; private init; }

    /// <summary>Whether subscription identifiers are there, which only a server may send [MQTT-3.3.4-6].</summary>
    public bool HasSubscriptionIdentifier { get; private init; }

    /// <summary>Whether some of the properties belong to this hop only, so that <see cref="CopyForwardedProperties"/> leaves them out.</summary>
    public bool HasHopProperties => TopicAlias != 0 || MessageExpiryInterval is not null || HasSubscriptionIdentifier;

    /// <summary>
    /// Copies the properties a server passes on: all in their order, without topic alias, expiry and subscription identifiers, which belong
    /// to one hop [MQTT-3.3.2-4] [MQTT-3.3.2-15] to [MQTT-3.3.2-20].
    /// </summary>
    /// <param name="target">At least as long as <see cref="Properties"/>.</param>
    /// <returns>Bytes copied.</returns>
    public int CopyForwardedProperties(Span<byte> target)
    {
        var walker = new PropertyWalker(Properties, PropertyPlace.Publish);
        var start = 0;
        var copied = 0;
        while (walker.MoveNext())
        {
            if (walker.Id is not (PropertyId.TopicAlias or PropertyId.MessageExpiryInterval or PropertyId.SubscriptionIdentifier))
            {
                Properties[start..walker.Position].CopyTo(target[copied..]);
                copied += walker.Position - start;
            }

            start = walker.Position;
        }

        return copied;
    }

    /// <summary>Checks and slices what follows the fixed header.</summary>
    /// <param name="firstByte">First byte of the packet.</param>
    /// <param name="body">Exactly the bytes after the fixed header.</param>
    /// <param name="version">Version agreed in CONNECT.</param>
    /// <param name="limits">What the packet may hold.</param>
    /// <param name="knownTopic">A topic name that was checked before and need not be checked again; empty for none.</param>
    /// <param name="frame">The slices; default when false.</param>
    /// <param name="fault">What is wrong; null when true.</param>
    public static bool TryParse(byte firstByte, ReadOnlySpan<byte> body, MqttProtocolVersion version, DecodeLimits limits, scoped ReadOnlySpan<byte> knownTopic, out PublishFrame frame, out ProtocolFault? fault)
    {
        frame = default;
        var qos = (firstByte >> 1) & 3;
        var dup = (firstByte & 8) != 0;
        if (qos == 3)
        {
            fault = ProtocolFault.Malformed("MQTT-3.3.1-4", "PUBLISH has both QoS bits set");
            return false;
        }

        if (dup && qos == 0)
        {
            fault = ProtocolFault.Malformed("MQTT-3.3.1-2", "PUBLISH has the DUP flag with QoS 0");
            return false;
        }

        var reader = new FieldReader(body, limits);
        var topic = ReadTopic(ref reader, knownTopic);
        var packetId = qos > 0 ? reader.PacketId() : (ushort)0;
        ReadOnlySpan<byte> properties = default;
        ushort alias = 0;
        uint? expiry = null;
        var hasIdentifier = false;
        if (version == MqttProtocolVersion.V50)
        {
            var walker = new PropertyWalker(ref reader, PropertyPlace.Publish);
            properties = walker.Raw;
            while (walker.MoveNext())
            {
                switch (walker.Id)
                {
                    case PropertyId.TopicAlias:
                        alias = (ushort)walker.Number;
                        break;
                    case PropertyId.MessageExpiryInterval:
                        expiry = walker.Number;
                        break;
                    case PropertyId.SubscriptionIdentifier:
                        hasIdentifier = true;
                        break;
                    default:
                        break;
                }
            }

            if (walker.Fault is { } propertyFault)
            {
                reader.Fail(propertyFault);
            }
        }

        if (topic.IsEmpty && alias == 0)
        {
            reader.Fail(ProtocolFault.Protocol("MQTT-4.7.3-1", "PUBLISH has neither topic name nor topic alias"));
        }

        fault = reader.Fault;
        if (fault is not null)
        {
            return false;
        }

        frame = new PublishFrame
        {
            Topic = topic,
            Payload = reader.Rest,
            Properties = properties,
            Qos = (MqttQos)qos,
            Dup = dup,
            Retain = (firstByte & 1) != 0,
            PacketId = packetId,
            TopicAlias = alias,
            MessageExpiryInterval = expiry,
            HasSubscriptionIdentifier = hasIdentifier,
        };
        return true;
    }

    private static ReadOnlySpan<byte> ReadTopic(scoped ref FieldReader reader, scoped ReadOnlySpan<byte> known)
    {
        var topic = reader.Binary("topic name");
        if (topic.Length > 0 && !topic.SequenceEqual(known) && !TopicName.IsValid(topic))
        {
            reader.Fail(
                topic.Contains((byte)0) ? ProtocolFault.Malformed("MQTT-1.5.4-2", "The topic name contains U+0000")
                : TopicFilter.HasWildcard(topic) ? ProtocolFault.Malformed("MQTT-3.3.2-2", "The topic name contains a wildcard")
                : !System.Text.Unicode.Utf8.IsValid(topic) ? ProtocolFault.Malformed("MQTT-1.5.4-1", "The topic name is not well-formed UTF-8")
                : ProtocolFault.Malformed("1.5.4", "The topic name contains a control character"));
        }

        return topic;
    }
}
