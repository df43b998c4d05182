using IotHub.Mqtt.Packets;

namespace IotHub.Mqtt.Codec;

/// <summary>Packets that are a reason code and little else: PUBACK to PUBCOMP, DISCONNECT, AUTH.</summary>
internal static class ResponseDecoder
{
    public static PublishResponsePacket? PublishResponse(ref FieldReader reader, MqttPacketType type, MqttProtocolVersion version)
    {
        var packetId = reader.PacketId();
        var reason = ReasonCode.Success;
        var properties = MqttProperties.Empty;
        if (version == MqttProtocolVersion.V50 && reader.HasMore)
        {
            (reason, properties) = ReasonAndProperties(ref reader, type, PropertyPlace.Response);
        }

        return reader.Fault is not null
            ? null
            : type switch
            {
                MqttPacketType.Puback => new PubackPacket { PacketId = packetId, ReasonCode = reason, Properties = properties },
                MqttPacketType.Pubrec => new PubrecPacket { PacketId = packetId, ReasonCode = reason, Properties = properties },
                MqttPacketType.Pubrel => new PubrelPacket { PacketId = packetId, ReasonCode = reason, Properties = properties },
                _ => new PubcompPacket { PacketId = packetId, ReasonCode = reason, Properties = properties },
            };
    }

    public static DisconnectPacket Disconnect(ref FieldReader reader, MqttProtocolVersion version)
    {
        if (version != MqttProtocolVersion.V50 || !reader.HasMore)
        {
            return new DisconnectPacket();
        }

        var (reason, properties) = ReasonAndProperties(ref reader, MqttPacketType.Disconnect, PropertyPlace.Disconnect);
        return new DisconnectPacket { ReasonCode = reason, Properties = properties };
    }

    public static AuthPacket? Auth(ref FieldReader reader, MqttProtocolVersion version)
    {
        if (version != MqttProtocolVersion.V50)
        {
            reader.Fail(ProtocolFault.Malformed("2.1.2", "AUTH is forbidden before 5.0"));
            return null;
        }

        if (!reader.HasMore)
        {
            return new AuthPacket();
        }

        var (reason, properties) = ReasonAndProperties(ref reader, MqttPacketType.Auth, PropertyPlace.Auth);
        return new AuthPacket { ReasonCode = reason, Properties = properties };
    }

    /// <summary>A reason code, and properties unless the packet ends after it (3.4.2.2.1, 3.14.2.2.1).</summary>
    private static (ReasonCode Reason, MqttProperties Properties) ReasonAndProperties(ref FieldReader reader, MqttPacketType type, PropertyPlace place)
    {
        var code = reader.Byte("reason code");
        if (ReasonCodes.Parse(code, type) is not { } reason)
        {
            reader.Fail(ProtocolFault.Malformed("2.4", $"{type} has reason code 0x{code:X2}"));
            return default;
        }

        return (reason, reader.HasMore ? PropertyReader.Read(ref reader, place) : MqttProperties.Empty);
    }
}
