using System.Buffers;
using System.Buffers.Binary;
using IotHub.Mqtt.Packets;
using IotHub.Mqtt.Topics;

namespace IotHub.Mqtt.Codec;

/// <summary>
/// Encodes control packets. What it writes is always valid: a packet that cannot be written (packet id 0, a property out of place, a text
/// too long) is a mistake of the caller and throws <see cref="ArgumentException"/> before anything is written.
/// </summary>
public static class MqttEncoder
{
    /// <summary>Writes one packet.</summary>
    /// <param name="output">Where to; it must be flushed by the caller.</param>
    /// <param name="packet">What to write.</param>
    /// <param name="version">Version agreed in CONNECT; CONNECT itself is written in its own version.</param>
    /// <returns>Bytes written.</returns>
    /// <exception cref="ArgumentException">The packet cannot be written in this version.</exception>
    public static int Write(IBufferWriter<byte> output, MqttPacket packet, MqttProtocolVersion version)
    {
        if (packet is PublishPacket publish)
        {
            return Publish(output, publish, version);
        }

        var body = new ArrayBufferWriter<byte>(64);
        PacketBodyWriter.Write(new FieldWriter(body), packet, version);
        var flags = packet.Type is MqttPacketType.Pubrel or MqttPacketType.Subscribe or MqttPacketType.Unsubscribe ? 2 : 0;
        var header = new FieldWriter(output);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(body.WrittenCount, VariableByteInteger.Max, nameof(packet));
        header.Byte(((int)packet.Type << 4) | flags);
        header.VariableInteger(body.WrittenCount);
        header.Raw(body.WrittenSpan);
        return 1 + VariableByteInteger.LengthOf(body.WrittenCount) + body.WrittenCount;
    }

    /// <summary>Bytes a PUBLISH takes, header included.</summary>
    public static int GetPublishLength(int topicLength, MqttQos qos, int propertiesLength, int payloadLength, MqttProtocolVersion version)
    {
        var remaining = PublishRemainingLength(topicLength, qos, propertiesLength, payloadLength, version);
        return 1 + VariableByteInteger.LengthOf(remaining) + remaining;
    }

    /// <summary>Writes a PUBLISH from its parts without making a packet: the fast path. The parts are taken as valid.</summary>
    /// <param name="target">At least <see cref="GetPublishLength"/> bytes.</param>
    /// <param name="topic">Topic name in UTF-8.</param>
    /// <param name="payload">Payload.</param>
    /// <param name="qos">QoS.</param>
    /// <param name="dup">DUP flag.</param>
    /// <param name="retain">Retain flag.</param>
    /// <param name="packetId">Packet id; not written for QoS 0.</param>
    /// <param name="properties">Encoded properties without their length; not written before 5.0.</param>
    /// <param name="version">Version of the receiver.</param>
    /// <param name="packetIdOffset">Where the packet id stands, so that a copy can be patched; 0 for QoS 0.</param>
    /// <returns>Bytes written.</returns>
    public static int WritePublish(
        Span<byte> target,
        ReadOnlySpan<byte> topic,
        ReadOnlySpan<byte> payload,
        MqttQos qos,
        bool dup,
        bool retain,
        ushort packetId,
        ReadOnlySpan<byte> properties,
        MqttProtocolVersion version,
        out int packetIdOffset)
    {
        var remaining = PublishRemainingLength(topic.Length, qos, properties.Length, payload.Length, version);
        target[0] = (byte)(0x30 | (dup ? 8 : 0) | ((int)qos << 1) | (retain ? 1 : 0));
        var at = 1 + VariableByteInteger.Write(target[1..], remaining);
        BinaryPrimitives.WriteUInt16BigEndian(target[at..], (ushort)topic.Length);
        topic.CopyTo(target[(at + 2)..]);
        at += 2 + topic.Length;
        packetIdOffset = 0;
        if (qos != MqttQos.AtMostOnce)
        {
            packetIdOffset = at;
            BinaryPrimitives.WriteUInt16BigEndian(target[at..], packetId);
            at += 2;
        }

        if (version == MqttProtocolVersion.V50)
        {
            at += VariableByteInteger.Write(target[at..], properties.Length);
            properties.CopyTo(target[at..]);
            at += properties.Length;
        }

        payload.CopyTo(target[at..]);
        return at + payload.Length;
    }

    /// <summary>Encodes the properties of a PUBLISH without their length, for <see cref="WritePublish"/>.</summary>
    /// <exception cref="ArgumentException">A property may not stand in PUBLISH.</exception>
    public static ReadOnlyMemory<byte> EncodePublishProperties(MqttProperties properties) =>
        ReferenceEquals(properties, MqttProperties.Empty) ? ReadOnlyMemory<byte>.Empty : PropertyWriter.ToBytes(properties, PropertyPlace.Publish);

    /// <summary>Most bytes that <see cref="WriteReceiverProperties"/> adds for so many subscription identifiers.</summary>
    public static int GetReceiverPropertiesMax(int identifiers) => 5 + 3 + (identifiers * 5);

    /// <summary>Writes what belongs to one receiver beside the properties that are passed on: life, alias, identifiers; without the length of all.</summary>
    /// <param name="target">Room for the properties and <see cref="GetReceiverPropertiesMax"/>.</param>
    /// <param name="forwarded">Properties that are passed on, encoded, without their length.</param>
    /// <param name="expirySeconds">Seconds of life left; null for ever.</param>
    /// <param name="alias">Topic alias; 0 for none.</param>
    /// <param name="identifiers">Identifiers of the receiver's subscriptions, each 1 to 268,435,455.</param>
    /// <returns>Bytes written.</returns>
    public static int WriteReceiverProperties(Span<byte> target, ReadOnlySpan<byte> forwarded, uint? expirySeconds, ushort alias, ReadOnlySpan<int> identifiers)
    {
        var at = 0;
        if (expirySeconds is { } seconds)
        {
            target[at] = (byte)PropertyId.MessageExpiryInterval;
            BinaryPrimitives.WriteUInt32BigEndian(target[(at + 1)..], seconds);
            at += 5;
        }

        if (alias != 0)
        {
            target[at] = (byte)PropertyId.TopicAlias;
            BinaryPrimitives.WriteUInt16BigEndian(target[(at + 1)..], alias);
            at += 3;
        }

        forwarded.CopyTo(target[at..]);
        at += forwarded.Length;
        foreach (var identifier in identifiers)
        {
            target[at++] = (byte)PropertyId.SubscriptionIdentifier;
            at += VariableByteInteger.Write(target[at..], identifier);
        }

        return at;
    }

    private static int PublishRemainingLength(int topicLength, MqttQos qos, int propertiesLength, int payloadLength, MqttProtocolVersion version)
    {
        var length = 2 + topicLength + (qos == MqttQos.AtMostOnce ? 0 : 2) + payloadLength;
        return version == MqttProtocolVersion.V50 ? length + VariableByteInteger.LengthOf(propertiesLength) + propertiesLength : length;
    }

    private static int Publish(IBufferWriter<byte> output, PublishPacket packet, MqttProtocolVersion version)
    {
        var isV5 = version == MqttProtocolVersion.V50;
        var properties = isV5 ? EncodePublishProperties(packet.Properties) : ReadOnlyMemory<byte>.Empty;
        var aliasOnly = packet.Topic.IsEmpty && isV5 && packet.Properties.TopicAlias is not null;
        if (!aliasOnly && !TopicName.IsValid(packet.Topic.Span))
        {
            throw new ArgumentException("The topic is not a topic name.", nameof(packet));
        }

        if ((packet.PacketId == 0) != (packet.Qos == MqttQos.AtMostOnce))
        {
            throw new ArgumentException($"Packet id {packet.PacketId} does not go with QoS {(int)packet.Qos}.", nameof(packet));
        }

        if (packet.Dup && packet.Qos == MqttQos.AtMostOnce)
        {
            throw new ArgumentException("DUP does not go with QoS 0.", nameof(packet));
        }

        var length = GetPublishLength(packet.Topic.Length, packet.Qos, properties.Length, packet.Payload.Length, version);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, VariableByteInteger.Max + 5, nameof(packet));
        WritePublish(
            output.GetSpan(length), packet.Topic.Span, packet.Payload.Span, packet.Qos, packet.Dup, packet.Retain, packet.PacketId, properties.Span, version, out _);
        output.Advance(length);
        return length;
    }
}
