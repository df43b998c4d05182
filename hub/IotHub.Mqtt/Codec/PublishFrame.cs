using IotHub.Mqtt.Packets;
using IotHub.Mqtt.Topics;

namespace IotHub.Mqtt.Codec;

/// <summary>
/// A checked PUBLISH as slices of the receive buffer: the fast path, which makes no objects and no strings. Valid until the buffer is
/// advanced.
/// </summary>
public readonly record struct PublishFrame
{
    /// <summary>Topic name in UTF-8; empty only in 5.0 with a topic alias.</summary>
    public ReadOnlyMemory<byte> Topic { get; private init; }

    /// <summary>Payload, may be empty.</summary>
    public ReadOnlyMemory<byte> Payload { get; private init; }

    /// <summary>The properties as they came, checked, without their length; empty in 3.1.1.</summary>
    public ReadOnlyMemory<byte> Properties { get; private init; }

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

    /// <summary>Checks and slices what follows the fixed header.</summary>
    /// <param name="firstByte">First byte of the packet.</param>
    /// <param name="body">Exactly the bytes after the fixed header.</param>
    /// <param name="version">Version agreed in CONNECT.</param>
    /// <param name="frame">The slices; default when false.</param>
    /// <param name="fault">What is wrong; null when true.</param>
    public static bool TryParse(byte firstByte, ReadOnlyMemory<byte> body, MqttProtocolVersion version, out PublishFrame frame, out ProtocolFault? fault)
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

        var reader = new FieldReader(body.Span);
        var topicLength = ReadTopic(ref reader);
        var packetId = qos > 0 ? reader.PacketId() : (ushort)0;
        var propertiesLength = 0;
        ushort alias = 0;
        uint? expiry = null;
        var hasIdentifier = false;
        if (version == MqttProtocolVersion.V50)
        {
            var walker = new PropertyWalker(ref reader, PropertyPlace.Publish);
            propertiesLength = walker.Raw.Length;
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

        if (topicLength == 0 && alias == 0)
        {
            reader.Fail(ProtocolFault.Protocol("MQTT-4.7.3-1", "PUBLISH has neither topic name nor topic alias"));
        }

        fault = reader.Fault;
        if (fault is not null)
        {
            return false;
        }

        var payloadStart = body.Length - reader.Remaining;
        frame = new PublishFrame
        {
            Topic = body.Slice(2, topicLength),
            Payload = body[payloadStart..],
            Properties = body.Slice(payloadStart - propertiesLength, propertiesLength),
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

    private static int ReadTopic(ref FieldReader reader)
    {
        var topic = reader.Binary("topic name");
        if (topic.Length > 0 && !TopicName.IsValid(topic))
        {
            reader.Fail(
                topic.Contains((byte)0) ? ProtocolFault.Malformed("MQTT-1.5.4-2", "The topic name contains U+0000")
                : TopicFilter.HasWildcard(topic) ? ProtocolFault.Malformed("MQTT-3.3.2-2", "The topic name contains a wildcard")
                : ProtocolFault.Malformed("MQTT-1.5.4-1", "The topic name is not well-formed UTF-8"));
        }

        return topic.Length;
    }
}
