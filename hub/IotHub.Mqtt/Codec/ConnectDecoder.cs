using System.Text;
using IotHub.Mqtt.Packets;

namespace IotHub.Mqtt.Codec;

/// <summary>CONNECT and CONNACK.</summary>
internal static class ConnectDecoder
{
    public static ConnectPacket? Connect(ref FieldReader reader)
    {
        var name = reader.Utf8("protocol name");
        var level = reader.Byte("protocol level");
        if (reader.Fault is not null)
        {
            return null;
        }

        var version = VersionOf(name, level & 0x7F);
        var isBridge = (level & 0x80) != 0;
        if (version == MqttProtocolVersion.None || (isBridge && version == MqttProtocolVersion.V50))
        {
            reader.Fail(new ProtocolFault(
                ReasonCode.UnsupportedProtocolVersion,
                name.SequenceEqual("MQTT"u8) ? "MQTT-3.1.2-2" : "MQTT-3.1.2-1",
                $"Protocol name of {name.Length} bytes with level {level} is not MQTT 3.1, 3.1.1 or 5.0"));
            return null;
        }

        var flags = reader.Byte("connect flags");
        CheckFlags(ref reader, flags, version);
        var keepAlive = reader.UInt16("keep alive");
        var properties = Properties(ref reader, version, PropertyPlace.Connect);
        var clientId = reader.Name("client id");
        var will = (flags & 0x04) != 0 ? Will(ref reader, flags, version) : null;
        var userName = (flags & 0x80) != 0 ? reader.Name("user name") : null;
        // A bare null would turn into an empty memory by way of byte[].
        ReadOnlyMemory<byte>? password = (flags & 0x40) != 0 ? new ReadOnlyMemory<byte>(reader.Binary("password").ToArray()) : default(ReadOnlyMemory<byte>?);
        return new ConnectPacket
        {
            Version = version,
            IsBridge = isBridge,
            CleanStart = (flags & 0x02) != 0,
            KeepAlive = keepAlive,
            ClientId = clientId,
            Will = will,
            UserName = userName,
            Password = password,
            Properties = properties,
        };
    }

    public static ConnackPacket? Connack(ref FieldReader reader, MqttProtocolVersion version)
    {
        var flags = reader.Byte("connect acknowledge flags");
        var code = reader.Byte("reason code");
        if ((flags & 0xFE) != 0)
        {
            reader.Fail(ProtocolFault.Malformed("MQTT-3.2.2-1", "CONNACK has reserved flags set"));
        }

        // A server that speaks only 3.1.1 answers a 5.0 CONNECT in 3.1.1: two bytes and a return code (section 3.1.2.2 of 3.1.1).
        var isOld = version != MqttProtocolVersion.V50 || (reader.Remaining == 0 && code is >= 1 and <= 5);
        var reason = isOld ? ReasonCodes.FromReturnCode(code) : ReasonCodes.Parse(code, MqttPacketType.Connack);
        if (reason is null)
        {
            reader.Fail(ProtocolFault.Malformed("MQTT-3.2.2-8", $"CONNACK has reason code 0x{code:X2}"));
        }

        if ((flags & 1) != 0 && code != 0)
        {
            reader.Fail(ProtocolFault.Protocol("MQTT-3.2.2-6", "CONNACK refuses and says that a session is present"));
        }

        return reader.Fault is not null || reason is not { } known
            ? null
            : new ConnackPacket
            {
                SessionPresent = (flags & 1) != 0,
                ReasonCode = known,
                Properties = isOld ? MqttProperties.Empty : PropertyReader.Read(ref reader, PropertyPlace.Connack),
            };
    }

    private static MqttProtocolVersion VersionOf(ReadOnlySpan<byte> name, int level) =>
        name.SequenceEqual("MQTT"u8)
            ? level switch
            {
                4 => MqttProtocolVersion.V311,
                5 => MqttProtocolVersion.V50,
                _ => MqttProtocolVersion.None,
            }
            : name.SequenceEqual("MQIsdp"u8) && level == 3 ? MqttProtocolVersion.V31 : MqttProtocolVersion.None;

    private static void CheckFlags(ref FieldReader reader, byte flags, MqttProtocolVersion version)
    {
        var hasWill = (flags & 0x04) != 0;
        var willQos = (flags >> 3) & 3;
        if ((flags & 0x01) != 0 && version != MqttProtocolVersion.V31)
        {
            reader.Fail(ProtocolFault.Malformed("MQTT-3.1.2-3", "CONNECT has its reserved flag set"));
        }
        else if (willQos == 3)
        {
            reader.Fail(ProtocolFault.Malformed("MQTT-3.1.2-12", "The Will has QoS 3"));
        }
        else if (!hasWill && willQos != 0)
        {
            reader.Fail(ProtocolFault.Malformed("MQTT-3.1.2-11", "There is a Will QoS without a Will"));
        }
        else if (!hasWill && (flags & 0x20) != 0)
        {
            reader.Fail(ProtocolFault.Malformed("MQTT-3.1.2-13", "There is Will Retain without a Will"));
        }
        else if (version != MqttProtocolVersion.V50 && (flags & 0xC0) == 0x40)
        {
            reader.Fail(ProtocolFault.Malformed("MQTT311-3.1.2-22", "There is a password without a user name"));
        }
    }

    private static WillMessage Will(ref FieldReader reader, byte flags, MqttProtocolVersion version)
    {
        var properties = Properties(ref reader, version, PropertyPlace.Will);
        return new WillMessage
        {
            Topic = Encoding.UTF8.GetString(reader.Topic("Will topic")),
            Payload = reader.Binary("Will payload").ToArray(),
            Qos = (MqttQos)((flags >> 3) & 3),
            Retain = (flags & 0x20) != 0,
            Properties = properties,
        };
    }

    private static MqttProperties Properties(ref FieldReader reader, MqttProtocolVersion version, PropertyPlace place) =>
        version == MqttProtocolVersion.V50 && reader.Fault is null ? PropertyReader.Read(ref reader, place) : MqttProperties.Empty;
}
