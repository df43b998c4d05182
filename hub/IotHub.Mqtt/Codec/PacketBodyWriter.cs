using IotHub.Mqtt.Packets;
using IotHub.Mqtt.Topics;

namespace IotHub.Mqtt.Codec;

/// <summary>Writes what follows the fixed header, for all packets but PUBLISH.</summary>
internal static class PacketBodyWriter
{
    public static void Write(FieldWriter writer, MqttPacket packet, MqttProtocolVersion version)
    {
        var isV5 = version == MqttProtocolVersion.V50;
        switch (packet)
        {
            case ConnectPacket connect:
                Connect(writer, connect);
                break;
            case ConnackPacket connack:
                Connack(writer, connack, isV5);
                break;
            case PublishResponsePacket response:
                writer.PacketId(response.PacketId);
                if (isV5)
                {
                    ReasonAndProperties(writer, response.Type, response.ReasonCode, response.Properties, PropertyPlace.Response);
                }

                break;
            case SubscribePacket subscribe:
                Subscribe(writer, subscribe, isV5);
                break;
            case SubackPacket suback:
                writer.PacketId(suback.PacketId);
                Codes(writer, suback.ReasonCodes, suback.Properties, PropertyPlace.Suback, MqttPacketType.Suback, isV5);
                break;
            case UnsubscribePacket unsubscribe:
                Unsubscribe(writer, unsubscribe, isV5);
                break;
            case UnsubackPacket unsuback:
                writer.PacketId(unsuback.PacketId);
                if (isV5)
                {
                    Codes(writer, unsuback.ReasonCodes, unsuback.Properties, PropertyPlace.Unsuback, MqttPacketType.Unsuback, isV5);
                }

                break;
            case DisconnectPacket disconnect when isV5:
                ReasonAndProperties(writer, MqttPacketType.Disconnect, disconnect.ReasonCode, disconnect.Properties, PropertyPlace.Disconnect);
                break;
            case AuthPacket auth:
                Require(isV5, "AUTH is 5.0 only.");
                ReasonAndProperties(writer, MqttPacketType.Auth, auth.ReasonCode, auth.Properties, PropertyPlace.Auth);
                break;
            default:
                break;
        }
    }

    private static void Connect(FieldWriter writer, ConnectPacket packet)
    {
        var isV5 = packet.Version == MqttProtocolVersion.V50;
        var will = packet.Will;
        Require(packet.Version is MqttProtocolVersion.V31 or MqttProtocolVersion.V311 or MqttProtocolVersion.V50, "The version cannot be written.");
        Require(!packet.IsBridge || !isV5, "The sign of a bridge is for 3.1 and 3.1.1.");
        Require(isV5 || packet.Password is null || packet.UserName is not null, "A password needs a user name before 5.0 [MQTT311-3.1.2-22].");
        Require(packet.ClientId.Length > 0 || isV5 || (packet.Version == MqttProtocolVersion.V311 && packet.CleanStart), "The client id may be empty only in 5.0, or in 3.1.1 with a clean session [MQTT311-3.1.3-7].");
        Require(will is null || (TopicName.IsValid(will.Topic) && IsQos(will.Qos)), "The Will has no valid topic and QoS.");
        writer.Text(packet.Version == MqttProtocolVersion.V31 ? "MQIsdp" : "MQTT");
        writer.Byte((int)packet.Version | (packet.IsBridge ? 0x80 : 0));
        writer.Byte((packet.CleanStart ? 0x02 : 0)
            | (will is null ? 0 : 0x04 | ((int)will.Qos << 3) | (will.Retain ? 0x20 : 0))
            | (packet.Password is null ? 0 : 0x40)
            | (packet.UserName is null ? 0 : 0x80));
        writer.UInt16(packet.KeepAlive);
        Properties(writer, packet.Properties, PropertyPlace.Connect, isV5);
        writer.Text(packet.ClientId);
        if (will is not null)
        {
            Properties(writer, will.Properties, PropertyPlace.Will, isV5);
            writer.Text(will.Topic);
            writer.Binary(will.Payload.Span);
        }

        if (packet.UserName is not null)
        {
            writer.Text(packet.UserName);
        }

        if (packet.Password is { } password)
        {
            writer.Binary(password.Span);
        }
    }

    private static void Connack(FieldWriter writer, ConnackPacket packet, bool isV5)
    {
        Require(!packet.SessionPresent || packet.ReasonCode == ReasonCode.Success, "A refusal has no session [MQTT-3.2.2-6].");
        writer.Byte(packet.SessionPresent ? 1 : 0);
        if (!isV5)
        {
            writer.Byte(ReasonCodes.ToReturnCode(packet.ReasonCode));
            return;
        }

        Require(ReasonCodes.IsAllowed((int)packet.ReasonCode, MqttPacketType.Connack), $"CONNACK cannot carry {packet.ReasonCode}.");
        writer.Byte((int)packet.ReasonCode);
        PropertyWriter.Write(writer, packet.Properties, PropertyPlace.Connack);
    }

    private static void Subscribe(FieldWriter writer, SubscribePacket packet, bool isV5)
    {
        Require(!packet.Subscriptions.IsDefaultOrEmpty, "SUBSCRIBE needs a topic filter [MQTT-3.8.3-2].");
        writer.PacketId(packet.PacketId);
        Properties(writer, packet.Properties, PropertyPlace.Subscribe, isV5);
        foreach (var request in packet.Subscriptions)
        {
            Require(TopicFilter.IsValid(request.Filter) && IsQos(request.Qos), "A subscription has no valid filter and QoS.");
            writer.Text(request.Filter);
            writer.Byte(isV5
                ? (int)request.Qos | (request.NoLocal ? 4 : 0) | (request.RetainAsPublished ? 8 : 0) | ((int)request.RetainHandling << 4)
                : (int)request.Qos);
        }
    }

    private static void Unsubscribe(FieldWriter writer, UnsubscribePacket packet, bool isV5)
    {
        Require(!packet.Filters.IsDefaultOrEmpty, "UNSUBSCRIBE needs a topic filter [MQTT-3.10.3-2].");
        writer.PacketId(packet.PacketId);
        Properties(writer, packet.Properties, PropertyPlace.Unsubscribe, isV5);
        foreach (var filter in packet.Filters)
        {
            Require(TopicFilter.IsValid(filter), "A topic filter is not valid.");
            writer.Text(filter);
        }
    }

    private static void Codes(
        FieldWriter writer,
        System.Collections.Immutable.ImmutableArray<ReasonCode> codes,
        MqttProperties properties,
        PropertyPlace place,
        MqttPacketType type,
        bool isV5)
    {
        Require(!codes.IsDefaultOrEmpty, $"{type} needs a reason code.");
        Properties(writer, properties, place, isV5);
        foreach (var code in codes)
        {
            Require(ReasonCodes.IsAllowed((int)code, type), $"{type} cannot carry {code}.");
            writer.Byte(!isV5 && code >= ReasonCode.UnspecifiedError ? (int)ReasonCode.UnspecifiedError : (int)code);
        }
    }

    /// <summary>Leaves the reason out when it is success without properties, as the short forms allow (3.4.2.1, 3.14.2.1).</summary>
    private static void ReasonAndProperties(FieldWriter writer, MqttPacketType type, ReasonCode reason, MqttProperties properties, PropertyPlace place)
    {
        Require(ReasonCodes.IsAllowed((int)reason, type), $"{type} cannot carry {reason}.");
        if (ReferenceEquals(properties, MqttProperties.Empty) && reason == ReasonCode.Success)
        {
            return;
        }

        writer.Byte((int)reason);
        PropertyWriter.Write(writer, properties, place);
    }

    private static void Properties(FieldWriter writer, MqttProperties properties, PropertyPlace place, bool isV5)
    {
        if (isV5)
        {
            PropertyWriter.Write(writer, properties, place);
        }
    }

    private static bool IsQos(MqttQos qos) => qos is >= MqttQos.AtMostOnce and <= MqttQos.ExactlyOnce;

    private static void Require(bool condition, string message)
    {
        if (!condition)
        {
            throw new ArgumentException(message);
        }
    }
}
