using System.Buffers;
using IotHub.Mqtt.Packets;

namespace IotHub.Mqtt.Codec;

/// <summary>
/// Decodes control packets of MQTT 3.1, 3.1.1 and 5.0. Never throws for what a peer sent: a fault is a value. Which packets may come
/// from which side, and when, is for the caller to judge.
/// </summary>
public static class MqttDecoder
{
    /// <summary>Decodes the first packet of a buffer.</summary>
    /// <param name="buffer">What was received; moved past the packet when one was decoded, else left alone.</param>
    /// <param name="version">Version agreed in CONNECT; of no effect on CONNECT itself.</param>
    /// <param name="packetBytesMax">Largest packet taken, header included.</param>
    /// <param name="packet">The packet; null otherwise. A PUBLISH may point into the buffer: see <see cref="PublishPacket"/>.</param>
    /// <param name="fault">What is wrong; null otherwise.</param>
    public static DecodeStatus TryDecode(
        ref ReadOnlySequence<byte> buffer,
        MqttProtocolVersion version,
        int packetBytesMax,
        out MqttPacket? packet,
        out ProtocolFault? fault)
    {
        packet = null;
        var status = TryReadHeader(buffer, packetBytesMax, out var header, out fault);
        if (status != DecodeStatus.Packet)
        {
            return status;
        }

        if (buffer.Length < header.PacketLength)
        {
            return DecodeStatus.NeedMore;
        }

        var slice = buffer.Slice(header.HeaderLength, header.RemainingLength);
        var body = slice.IsSingleSegment ? slice.First : slice.ToArray();
        if (!TryDecodeBody(header.FirstByte, body, version, out packet, out fault))
        {
            return DecodeStatus.Fault;
        }

        buffer = buffer.Slice(header.PacketLength);
        return DecodeStatus.Packet;
    }

    /// <summary>Reads the fixed header from the start of some bytes.</summary>
    /// <returns><see cref="DecodeStatus.Packet"/> when the header is whole; the rest of the packet may still be missing.</returns>
    public static DecodeStatus TryReadHeader(ReadOnlySpan<byte> data, int packetBytesMax, out FixedHeader header, out ProtocolFault? fault)
    {
        header = default;
        fault = null;
        if (data.IsEmpty)
        {
            return DecodeStatus.NeedMore;
        }

        fault = CheckFirstByte(data[0]);
        if (fault is not null)
        {
            return DecodeStatus.Fault;
        }

        var length = VariableByteInteger.Read(data[1..], out var remaining);
        if (length <= 0)
        {
            fault = length switch
            {
                0 => null,
                -1 => ProtocolFault.Malformed("1.5.5", "The remaining length has more than four bytes"),
                _ => ProtocolFault.Malformed("MQTT-1.5.5-1", "The remaining length is not encoded in the fewest bytes"),
            };
            return fault is null ? DecodeStatus.NeedMore : DecodeStatus.Fault;
        }

        header = new FixedHeader(data[0], 1 + length, remaining);
        if (header.PacketLength > packetBytesMax)
        {
            fault = new ProtocolFault(ReasonCode.PacketTooLarge, "MQTT-3.2.2-15", $"The packet has {header.PacketLength} bytes, the limit is {packetBytesMax}");
            return DecodeStatus.Fault;
        }

        return DecodeStatus.Packet;
    }

    /// <summary>Decodes what follows the fixed header.</summary>
    /// <param name="firstByte">First byte of the packet, as checked by <see cref="TryReadHeader(ReadOnlySpan{byte}, int, out FixedHeader, out ProtocolFault?)"/>.</param>
    /// <param name="body">Exactly the bytes after the fixed header.</param>
    /// <param name="version">Version agreed in CONNECT.</param>
    /// <param name="packet">The packet; null when false.</param>
    /// <param name="fault">What is wrong; null when true.</param>
    public static bool TryDecodeBody(byte firstByte, ReadOnlyMemory<byte> body, MqttProtocolVersion version, out MqttPacket? packet, out ProtocolFault? fault) =>
        TryDecodeBody(firstByte, body, version, DecodeLimits.None, out packet, out fault);

    /// <summary>Decodes what follows the fixed header, within limits.</summary>
    /// <param name="firstByte">First byte of the packet, checked.</param>
    /// <param name="body">Exactly the bytes after the fixed header.</param>
    /// <param name="version">Version agreed in CONNECT.</param>
    /// <param name="limits">What the packet may hold.</param>
    /// <param name="packet">The packet; null when false.</param>
    /// <param name="fault">What is wrong; null when true.</param>
    public static bool TryDecodeBody(
        byte firstByte, ReadOnlyMemory<byte> body, MqttProtocolVersion version, DecodeLimits limits, out MqttPacket? packet, out ProtocolFault? fault)
    {
        packet = null;
        fault = CheckFirstByte(firstByte);
        if (fault is not null)
        {
            return false;
        }

        var type = (MqttPacketType)(firstByte >> 4);
        if (type == MqttPacketType.Publish)
        {
            return TryDecodePublish(firstByte, body, version, limits, out packet, out fault);
        }

        return TryDecodeControl(firstByte, body.Span, version, limits, out packet, out fault);
    }

    /// <summary>Decodes what follows the fixed header of any packet but PUBLISH; nothing of the result points into the bytes.</summary>
    /// <param name="firstByte">First byte of the packet, as checked by <see cref="TryReadHeader(ReadOnlySpan{byte}, int, out FixedHeader, out ProtocolFault?)"/>.</param>
    /// <param name="body">Exactly the bytes after the fixed header.</param>
    /// <param name="version">Version agreed in CONNECT.</param>
    /// <param name="limits">What the packet may hold.</param>
    /// <param name="packet">The packet; null when false.</param>
    /// <param name="fault">What is wrong; null when true.</param>
    public static bool TryDecodeControl(
        byte firstByte, ReadOnlySpan<byte> body, MqttProtocolVersion version, DecodeLimits limits, out MqttPacket? packet, out ProtocolFault? fault)
    {
        var type = (MqttPacketType)(firstByte >> 4);
        var reader = new FieldReader(body, limits);
        packet = type switch
        {
            MqttPacketType.Connect => ConnectDecoder.Connect(ref reader),
            MqttPacketType.Connack => ConnectDecoder.Connack(ref reader, version),
            MqttPacketType.Puback or MqttPacketType.Pubrec or MqttPacketType.Pubrel or MqttPacketType.Pubcomp =>
                ResponseDecoder.PublishResponse(ref reader, type, version),
            MqttPacketType.Subscribe => SubscriptionDecoder.Subscribe(ref reader, version),
            MqttPacketType.Suback => SubscriptionDecoder.Suback(ref reader, version),
            MqttPacketType.Unsubscribe => SubscriptionDecoder.Unsubscribe(ref reader, version),
            MqttPacketType.Unsuback => SubscriptionDecoder.Unsuback(ref reader, version),
            MqttPacketType.Pingreq => PingreqPacket.Instance,
            MqttPacketType.Pingresp => PingrespPacket.Instance,
            MqttPacketType.Disconnect => ResponseDecoder.Disconnect(ref reader, version),
            _ => ResponseDecoder.Auth(ref reader, version),
        };
        reader.End();
        fault = reader.Fault;
        if (fault is not null)
        {
            packet = null;
        }

        return fault is null;
    }

    private static DecodeStatus TryReadHeader(in ReadOnlySequence<byte> buffer, int packetBytesMax, out FixedHeader header, out ProtocolFault? fault)
    {
        if (buffer.FirstSpan.Length >= 5 || buffer.IsSingleSegment)
        {
            return TryReadHeader(buffer.FirstSpan, packetBytesMax, out header, out fault);
        }

        Span<byte> start = stackalloc byte[5];
        var length = (int)Math.Min(start.Length, buffer.Length);
        buffer.Slice(0, length).CopyTo(start);
        return TryReadHeader(start[..length], packetBytesMax, out header, out fault);
    }

    private static bool TryDecodePublish(
        byte firstByte, ReadOnlyMemory<byte> body, MqttProtocolVersion version, DecodeLimits limits, out MqttPacket? packet, out ProtocolFault? fault)
    {
        packet = null;
        if (!PublishFrame.TryParse(firstByte, body.Span, version, limits, default, out var frame, out fault))
        {
            return false;
        }

        var properties = MqttProperties.Empty;
        if (!frame.Properties.IsEmpty)
        {
            // The length stands before the properties: step back over it.
            var lengthBytes = VariableByteInteger.LengthOf(frame.Properties.Length);
            var start = body.Length - frame.Payload.Length - frame.Properties.Length - lengthBytes;
            var reader = new FieldReader(body.Span[start..]);
            properties = PropertyReader.Read(ref reader, PropertyPlace.Publish);
        }

        packet = new PublishPacket
        {
            Topic = body.Slice(2, frame.Topic.Length),
            Payload = body[(body.Length - frame.Payload.Length)..],
            Qos = frame.Qos,
            Dup = frame.Dup,
            Retain = frame.Retain,
            PacketId = frame.PacketId,
            Properties = properties,
        };
        return true;
    }

    /// <summary>Type and reserved flags (2.1.2, 2.1.3); the flags of PUBLISH are judged with its body.</summary>
    private static ProtocolFault? CheckFirstByte(byte firstByte)
    {
        var type = (MqttPacketType)(firstByte >> 4);
        if (type == MqttPacketType.Publish)
        {
            return null;
        }

        if (type == MqttPacketType.None)
        {
            return ProtocolFault.Malformed("2.1.2", "Packet type 0 is forbidden");
        }

        var wanted = type is MqttPacketType.Pubrel or MqttPacketType.Subscribe or MqttPacketType.Unsubscribe ? 2 : 0;
        return (firstByte & 0x0F) == wanted ? null : ProtocolFault.Malformed("MQTT-2.1.3-1", $"{type} has flags {firstByte & 0x0F}, must be {wanted}");
    }
}
