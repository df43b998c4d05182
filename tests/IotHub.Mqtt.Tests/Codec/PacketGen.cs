using System.Text;
using FsCheck;
using FsCheck.Fluent;
using IotHub.Mqtt.Packets;

namespace IotHub.Mqtt.Tests.Codec;

/// <summary>Arbitrary packets of every type that may be written in a version. What 3.1.1 does not carry has its default there.</summary>
internal static class PacketGen
{
    private static readonly Gen<MqttQos> Qos = Gen.Elements(MqttQos.AtMostOnce, MqttQos.AtLeastOnce, MqttQos.ExactlyOnce);

    private static readonly Gen<string> PlainFilter = Gen.NonEmptyListOf(Gen.Elements("a", "é", "", "$x", "+"))
        .SelectMany(levels => Gen.Elements("", "/#").Select(end => string.Join('/', levels) + end))
        .Where(filter => filter.Length > 0);

    private static readonly Gen<string> Filter = Gen.OneOf(PlainFilter, Gen.Constant("#"), PlainFilter.Select(filter => $"$share/group/{filter}"));

    /// <summary>Packets of every type, CONNECT and AUTH as far as the version has them.</summary>
    public static Gen<MqttPacket> Any(MqttProtocolVersion version)
    {
        var isV5 = version == MqttProtocolVersion.V50;
        var types = new List<Gen<MqttPacket>>
        {
            Connect(version),
            Connack(isV5),
            Publish(isV5),
            Answers(isV5),
            Subscribe(isV5),
            Suback(isV5),
            Unsubscribe(isV5),
            Unsuback(isV5),
            Gen.Elements<MqttPacket>(PingreqPacket.Instance, PingrespPacket.Instance),
            Disconnect(isV5),
        };
        if (isV5)
        {
            types.Add(
                from code in Gen.Elements(ReasonCode.Success, ReasonCode.ContinueAuthentication, ReasonCode.ReAuthenticate)
                from properties in PropertyGen.Auth
                select (MqttPacket)new AuthPacket { ReasonCode = code, Properties = properties });
        }

        return Gen.OneOf(types);
    }

    private static Gen<MqttPacket> Connect(MqttProtocolVersion version)
    {
        var isV5 = version == MqttProtocolVersion.V50;
        return
            from bridge in PropertyGen.Flag
            from clean in PropertyGen.Flag
            from keepAlive in PropertyGen.Number16
            from id in PropertyGen.Text
            from will in Gen.OneOf(Gen.Constant<WillMessage>(null!), Will(isV5))
            from user in Gen.OneOf(Gen.Constant<string>(null!), PropertyGen.Text)
            from hasPassword in PropertyGen.Flag
            from password in PropertyGen.Bytes
            from properties in Only(isV5, PropertyGen.Connect)
            select (MqttPacket)new ConnectPacket
            {
                Version = version,
                IsBridge = bridge && !isV5,
                CleanStart = clean,
                KeepAlive = keepAlive,
                ClientId = id.Length == 0 && !isV5 && !(version == MqttProtocolVersion.V311 && clean) ? "lamp" : id,
                Will = will,
                UserName = user,
                Password = hasPassword && (isV5 || user is not null) ? password : default(ReadOnlyMemory<byte>?),
                Properties = properties,
            };
    }

    private static Gen<WillMessage> Will(bool isV5) =>
        from topic in PropertyGen.TopicName
        from payload in PropertyGen.Bytes
        from qos in Qos
        from retain in PropertyGen.Flag
        from properties in Only(isV5, PropertyGen.Will)
        select new WillMessage { Topic = topic, Payload = payload, Qos = qos, Retain = retain, Properties = properties };

    private static Gen<MqttPacket> Connack(bool isV5) =>
        from code in isV5
            ? Codes(0x00, 0x80, 0x81, 0x82, 0x83, 0x84, 0x85, 0x86, 0x87, 0x88, 0x89, 0x8A, 0x8C, 0x90, 0x95, 0x97, 0x99, 0x9A, 0x9B, 0x9C, 0x9D, 0x9F)
            : Codes(0x00, 0x84, 0x85, 0x86, 0x87, 0x88)
        from present in PropertyGen.Flag
        from properties in Only(isV5, PropertyGen.Connack)
        select (MqttPacket)new ConnackPacket { SessionPresent = present && code == ReasonCode.Success, ReasonCode = code, Properties = properties };

    private static Gen<MqttPacket> Publish(bool isV5) =>
        from topic in PropertyGen.TopicName
        from payload in PropertyGen.Bytes
        from qos in Qos
        from dup in PropertyGen.Flag
        from retain in PropertyGen.Flag
        from id in PropertyGen.Number16
        from aliasOnly in PropertyGen.Flag
        from properties in Only(isV5, PropertyGen.Publish)
        select (MqttPacket)new PublishPacket
        {
            Topic = aliasOnly && properties.TopicAlias is not null ? ReadOnlyMemory<byte>.Empty : Encoding.UTF8.GetBytes(topic),
            Payload = payload,
            Qos = qos,
            Dup = dup && qos != MqttQos.AtMostOnce,
            Retain = retain,
            PacketId = qos == MqttQos.AtMostOnce ? (ushort)0 : id,
            Properties = properties,
        };

    private static Gen<MqttPacket> Answers(bool isV5) =>
        from id in PropertyGen.Number16
        from type in Gen.Choose(0, 3)
        from code in isV5 ? type < 2 ? Codes(0x00, 0x10, 0x80, 0x83, 0x87, 0x90, 0x91, 0x97, 0x99) : Codes(0x00, 0x92) : Codes(0x00)
        from properties in Only(isV5, PropertyGen.Answer)
        select (MqttPacket)(type switch
        {
            0 => new PubackPacket { PacketId = id, ReasonCode = code, Properties = properties },
            1 => new PubrecPacket { PacketId = id, ReasonCode = code, Properties = properties },
            2 => new PubrelPacket { PacketId = id, ReasonCode = code, Properties = properties },
            _ => new PubcompPacket { PacketId = id, ReasonCode = code, Properties = properties },
        });

    private static Gen<MqttPacket> Subscribe(bool isV5)
    {
        var request =
            from filter in Filter
            from qos in Qos
            from noLocal in PropertyGen.Flag
            from asPublished in PropertyGen.Flag
            from handling in Gen.Elements(RetainHandling.Send, RetainHandling.SendIfNew, RetainHandling.DoNotSend)
            select isV5
                ? new SubscriptionRequest(filter, qos, noLocal && !filter.StartsWith("$share/", StringComparison.Ordinal), asPublished, handling)
                : new SubscriptionRequest(filter, qos);
        return
            from id in PropertyGen.Number16
            from requests in Gen.NonEmptyListOf(request)
            from properties in Only(isV5, PropertyGen.Subscribe)
            select (MqttPacket)new SubscribePacket { PacketId = id, Subscriptions = [.. requests], Properties = properties };
    }

    private static Gen<MqttPacket> Suback(bool isV5) =>
        from id in PropertyGen.Number16
        from codes in Gen.NonEmptyListOf(isV5 ? Codes(0x00, 0x01, 0x02, 0x80, 0x83, 0x87, 0x8F, 0x91, 0x97, 0x9E, 0xA1, 0xA2) : Codes(0x00, 0x01, 0x02, 0x80))
        from properties in Only(isV5, PropertyGen.Answer)
        select (MqttPacket)new SubackPacket { PacketId = id, ReasonCodes = [.. codes], Properties = properties };

    private static Gen<MqttPacket> Unsubscribe(bool isV5) =>
        from id in PropertyGen.Number16
        from filters in Gen.NonEmptyListOf(Filter)
        from properties in Only(isV5, PropertyGen.Unsubscribe)
        select (MqttPacket)new UnsubscribePacket { PacketId = id, Filters = [.. filters], Properties = properties };

    private static Gen<MqttPacket> Unsuback(bool isV5) =>
        from id in PropertyGen.Number16
        from codes in Gen.NonEmptyListOf(Codes(0x00, 0x11, 0x80, 0x83, 0x87, 0x8F, 0x91))
        from properties in Only(isV5, PropertyGen.Answer)
        select (MqttPacket)new UnsubackPacket { PacketId = id, ReasonCodes = isV5 ? [.. codes] : [], Properties = properties };

    private static Gen<MqttPacket> Disconnect(bool isV5) =>
        from code in isV5
            ? Codes(0x00, 0x04, 0x80, 0x81, 0x82, 0x83, 0x87, 0x89, 0x8B, 0x8D, 0x8E, 0x8F, 0x90, 0x93, 0x94, 0x95, 0x96, 0x97, 0x98, 0x99, 0x9A, 0x9B, 0x9C, 0x9D, 0x9E, 0x9F, 0xA0, 0xA1, 0xA2)
            : Codes(0x00)
        from properties in Only(isV5, PropertyGen.Disconnect)
        select (MqttPacket)new DisconnectPacket { ReasonCode = code, Properties = properties };

    private static Gen<MqttProperties> Only(bool isV5, Gen<MqttProperties> properties) => isV5 ? properties : Gen.Constant(MqttProperties.Empty);

    private static Gen<ReasonCode> Codes(params int[] codes) => Gen.Elements(codes.Select(code => (ReasonCode)code));
}
