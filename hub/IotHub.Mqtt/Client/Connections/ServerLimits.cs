using System.Buffers;
using IotHub.Mqtt.Codec;
using IotHub.Mqtt.Packets;
using IotHub.Mqtt.Topics;

namespace IotHub.Mqtt.Client.Connections;

/// <summary>
/// What the server of a connection takes, by its CONNACK. What it does not take is refused here with the reason the server would have
/// closed the connection for.
/// </summary>
internal sealed record ServerLimits
{
    /// <summary>A server that said nothing.</summary>
    public static ServerLimits None { get; } = new();

    public MqttProtocolVersion Version { get; private init; } = MqttProtocolVersion.V50;

    /// <summary>Unacknowledged messages.</summary>
    public int ReceiveMaximum { get; private init; } = ushort.MaxValue;

    public MqttQos QosMax { get; private init; } = MqttQos.ExactlyOnce;

    public bool HasRetain { get; private init; } = true;

    public long PacketBytesMax { get; private init; } = long.MaxValue;

    public int TopicAliasMax { get; private init; }

    public bool HasWildcards { get; private init; } = true;

    public bool HasIdentifiers { get; private init; } = true;

    public bool HasShared { get; private init; } = true;

    public static ServerLimits Of(ConnackPacket connack, MqttProtocolVersion version) =>
        version != MqttProtocolVersion.V50
            ? new ServerLimits { Version = version, HasIdentifiers = false }
            : new ServerLimits
            {
                ReceiveMaximum = connack.Properties.ReceiveMaximum ?? ushort.MaxValue,
                QosMax = connack.Properties.MaximumQos ?? MqttQos.ExactlyOnce,
                HasRetain = connack.Properties.RetainAvailable ?? true,
                PacketBytesMax = connack.Properties.MaximumPacketSize ?? long.MaxValue,
                TopicAliasMax = connack.Properties.TopicAliasMaximum ?? 0,
                HasWildcards = connack.Properties.WildcardSubscriptionAvailable ?? true,
                HasIdentifiers = connack.Properties.SubscriptionIdentifierAvailable ?? true,
                HasShared = connack.Properties.SharedSubscriptionAvailable ?? true,
            };

    /// <summary>Why a message may not be sent [MQTT-3.2.2-11] [MQTT-3.2.2-14] [MQTT-3.2.2-15]; null when it may.</summary>
    public MqttRefusedException? Check(PublishPacket packet)
    {
        if (packet.Qos > QosMax)
        {
            return Refused(packet, ReasonCode.QosNotSupported, $"the server takes QoS {(int)QosMax} at most");
        }

        if (packet.Retain && !HasRetain)
        {
            return Refused(packet, ReasonCode.RetainNotSupported, "the server keeps no retained messages");
        }

        return PacketBytesMax < long.MaxValue && LengthOf(packet, Version) is var length && length > PacketBytesMax
            ? Refused(packet, ReasonCode.PacketTooLarge, $"it takes {length} bytes, the server takes {PacketBytesMax} at most")
            : null;
    }

    /// <summary>Why a subscription may not be asked for; null when it may.</summary>
    public MqttRefusedException? Check(MqttSubscription subscription)
    {
        var filter = System.Text.Encoding.UTF8.GetBytes(subscription.Filter);
        if (subscription.IsShared && !HasShared)
        {
            return Refused(subscription, ReasonCode.SharedSubscriptionsNotSupported, "shared subscriptions");
        }

        if (TopicFilter.HasWildcard(filter) && !HasWildcards)
        {
            return Refused(subscription, ReasonCode.WildcardSubscriptionsNotSupported, "wildcards");
        }

        return subscription.Identifier is not null && !HasIdentifiers && Version == MqttProtocolVersion.V50
            ? Refused(subscription, ReasonCode.SubscriptionIdentifiersNotSupported, "subscription identifiers")
            : null;
    }

    /// <summary>Why any other packet may not be sent; null when it may.</summary>
    public MqttRefusedException? Check(MqttPacket packet)
    {
        if (PacketBytesMax == long.MaxValue)
        {
            return null;
        }

        var length = MqttEncoder.Write(new ArrayBufferWriter<byte>(), packet, Version);
        return length > PacketBytesMax
            ? new MqttRefusedException($"{packet.Type} was not sent: it takes {length} bytes, the server takes {PacketBytesMax} at most.", ReasonCode.PacketTooLarge)
            : null;
    }

    /// <summary>Bytes that a PUBLISH takes.</summary>
    public static int LengthOf(PublishPacket packet, MqttProtocolVersion version) =>
        MqttEncoder.GetPublishLength(
            packet.Topic.Length,
            packet.Qos,
            version == MqttProtocolVersion.V50 ? MqttEncoder.EncodePublishProperties(packet.Properties).Length : 0,
            packet.Payload.Length,
            version);

    private static MqttRefusedException Refused(PublishPacket packet, ReasonCode reason, string why) =>
        new($"A message on {packet.GetTopicText()} was not sent: {why}.", reason);

    private static MqttRefusedException Refused(MqttSubscription subscription, ReasonCode reason, string what) =>
        new($"The subscription {subscription.Filter} was not asked for: the server has no {what}.", reason);
}
