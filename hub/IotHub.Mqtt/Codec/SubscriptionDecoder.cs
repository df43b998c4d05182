using System.Collections.Immutable;
using System.Text;
using IotHub.Mqtt.Packets;
using IotHub.Mqtt.Topics;

namespace IotHub.Mqtt.Codec;

/// <summary>SUBSCRIBE, SUBACK, UNSUBSCRIBE and UNSUBACK.</summary>
internal static class SubscriptionDecoder
{
    public static SubscribePacket Subscribe(ref FieldReader reader, MqttProtocolVersion version)
    {
        var packetId = reader.PacketId();
        var properties = Properties(ref reader, version, PropertyPlace.Subscribe);
        var requests = ImmutableArray.CreateBuilder<SubscriptionRequest>();
        while (reader.HasMore)
        {
            CheckCount(ref reader, requests.Count);
            var filter = reader.Filter();
            var options = reader.Byte("subscription options");
            if (reader.Fault is null)
            {
                CheckOptions(ref reader, filter, options, version);
                requests.Add(new SubscriptionRequest(
                    filter, (MqttQos)(options & 3), (options & 4) != 0, (options & 8) != 0, (RetainHandling)((options >> 4) & 3)));
            }
        }

        if (reader.Fault is null && requests.Count == 0)
        {
            reader.Fail(ProtocolFault.Protocol("MQTT-3.8.3-2", "SUBSCRIBE has no topic filter"));
        }

        return new SubscribePacket { PacketId = packetId, Subscriptions = requests.DrainToImmutable(), Properties = properties };
    }

    public static SubackPacket Suback(ref FieldReader reader, MqttProtocolVersion version)
    {
        var packetId = reader.PacketId();
        var properties = Properties(ref reader, version, PropertyPlace.Suback);
        return new SubackPacket { PacketId = packetId, ReasonCodes = Codes(ref reader, MqttPacketType.Suback, version), Properties = properties };
    }

    public static UnsubscribePacket Unsubscribe(ref FieldReader reader, MqttProtocolVersion version)
    {
        var packetId = reader.PacketId();
        var properties = Properties(ref reader, version, PropertyPlace.Unsubscribe);
        var filters = ImmutableArray.CreateBuilder<string>();
        while (reader.HasMore)
        {
            CheckCount(ref reader, filters.Count);
            filters.Add(reader.Filter());
        }

        if (reader.Fault is null && filters.Count == 0)
        {
            reader.Fail(ProtocolFault.Protocol("MQTT-3.10.3-2", "UNSUBSCRIBE has no topic filter"));
        }

        return new UnsubscribePacket { PacketId = packetId, Filters = filters.DrainToImmutable(), Properties = properties };
    }

    public static UnsubackPacket Unsuback(ref FieldReader reader, MqttProtocolVersion version)
    {
        var packetId = reader.PacketId();
        if (version != MqttProtocolVersion.V50)
        {
            return new UnsubackPacket { PacketId = packetId };
        }

        var properties = Properties(ref reader, version, PropertyPlace.Unsuback);
        return new UnsubackPacket { PacketId = packetId, ReasonCodes = Codes(ref reader, MqttPacketType.Unsuback, version), Properties = properties };
    }

    private static ImmutableArray<ReasonCode> Codes(ref FieldReader reader, MqttPacketType type, MqttProtocolVersion version)
    {
        var codes = ImmutableArray.CreateBuilder<ReasonCode>(Math.Max(reader.Remaining, 1));
        while (reader.HasMore)
        {
            var code = reader.Byte("reason code");
            var reason = ReasonCodes.Parse(code, type);

            // 3.1.1 knows 0, 1, 2 and 0x80 [MQTT-3.9.3-2 of 3.1.1].
            if (reason is null || (version != MqttProtocolVersion.V50 && code > 2 && code != 0x80))
            {
                reader.Fail(ProtocolFault.Malformed(type == MqttPacketType.Suback ? "MQTT-3.9.3-2" : "MQTT-3.11.3-2", $"{type} has reason code 0x{code:X2}"));
                return [];
            }

            codes.Add(reason.Value);
        }

        if (reader.Fault is null && codes.Count == 0)
        {
            reader.Fail(ProtocolFault.Malformed(type == MqttPacketType.Suback ? "MQTT-3.8.4-6" : "MQTT-3.11.3-1", $"{type} has no reason code"));
        }

        return codes.DrainToImmutable();
    }

    private static void CheckCount(ref FieldReader reader, int count)
    {
        if (count >= reader.Limits.FiltersMax)
        {
            reader.Fail(new ProtocolFault(ReasonCode.QuotaExceeded, "4.13.2", $"The packet has more than {reader.Limits.FiltersMax} topic filters"));
        }
    }

    private static void CheckOptions(ref FieldReader reader, string filter, byte options, MqttProtocolVersion version)
    {
        var isV5 = version == MqttProtocolVersion.V50;
        if ((options & 3) == 3)
        {
            reader.Fail(ProtocolFault.Protocol("3.8.3.1", "A subscription asks for QoS 3"));
        }
        else if ((options & (isV5 ? 0xC0 : 0xFC)) != 0)
        {
            reader.Fail(ProtocolFault.Malformed("MQTT-3.8.3-5", "A subscription has reserved option bits set"));
        }
        else if ((options & 0x30) == 0x30)
        {
            reader.Fail(ProtocolFault.Protocol("3.8.3.1", "A subscription has Retain Handling 3"));
        }
        else if ((options & 4) != 0 && TopicFilter.IsShared(Encoding.UTF8.GetBytes(filter)))
        {
            reader.Fail(ProtocolFault.Protocol("MQTT-3.8.3-4", "A shared subscription has No Local set"));
        }
    }

    private static MqttProperties Properties(ref FieldReader reader, MqttProtocolVersion version, PropertyPlace place) =>
        version == MqttProtocolVersion.V50 && reader.Fault is null ? PropertyReader.Read(ref reader, place) : MqttProperties.Empty;
}
