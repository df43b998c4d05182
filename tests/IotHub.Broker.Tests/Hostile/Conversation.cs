using System.Buffers;
using IotHub.Broker.Access;
using IotHub.Mqtt.Codec;
using IotHub.Mqtt.Packets;

namespace IotHub.Broker.Tests.Hostile;

/// <summary>Everything a client may send, said in one breath: what it acknowledges it will have been sent by then.</summary>
internal static class Conversation
{
    /// <summary>A method that lets everybody in, so that AUTH has its place.</summary>
    public static IAuthenticationMethod Method { get; } = new Open();

    public static byte[] Of(MqttProtocolVersion version)
    {
        var isV5 = version == MqttProtocolVersion.V50;
        var output = new ArrayBufferWriter<byte>();
        foreach (var packet in Packets(isV5))
        {
            MqttEncoder.Write(output, packet, version);
        }

        return output.WrittenSpan.ToArray();
    }

    private static IEnumerable<MqttPacket> Packets(bool isV5)
    {
        var method = new MqttProperties { AuthenticationMethod = "open" };
        yield return new ConnectPacket
        {
            Version = isV5 ? MqttProtocolVersion.V50 : MqttProtocolVersion.V311,
            ClientId = "talker",
            KeepAlive = 60,
            UserName = "user",
            Password = new byte[] { 1, 2 },
            Will = new WillMessage { Topic = "will", Payload = new byte[] { 3 }, Qos = MqttQos.AtLeastOnce },
            Properties = isV5 ? method with { TopicAliasMaximum = 2, UserProperties = [new UserProperty("a", "b")] } : MqttProperties.Empty,
        };
        yield return new SubscribePacket
        {
            PacketId = 1,
            Subscriptions = [new SubscriptionRequest("a/+", MqttQos.ExactlyOnce), new SubscriptionRequest("b/#", MqttQos.AtLeastOnce)],
            Properties = isV5 ? new MqttProperties { SubscriptionIdentifiers = [300] } : MqttProperties.Empty,
        };
        var alias = isV5 ? new MqttProperties { TopicAlias = 1, MessageExpiryInterval = 9, UserProperties = [new UserProperty("k", "v")] } : MqttProperties.Empty;
        yield return PublishPacket.Create("a/0", new byte[] { 1 }) with { Properties = alias };
        yield return (isV5 ? PublishPacket.Create("x", new byte[200]) with { Topic = ReadOnlyMemory<byte>.Empty } : PublishPacket.Create("a/0", new byte[200])) with
        {
            Properties = isV5 ? new MqttProperties { TopicAlias = 1 } : MqttProperties.Empty,
        };
        yield return PublishPacket.Create("b/1", "one"u8.ToArray(), MqttQos.AtLeastOnce, packetId: 2);
        yield return new PubackPacket { PacketId = 1 };
        yield return PublishPacket.Create("a/2", "two"u8.ToArray(), MqttQos.ExactlyOnce, packetId: 3);
        yield return new PubrelPacket { PacketId = 3 };
        yield return new PubrecPacket { PacketId = 2 };
        yield return new PubcompPacket { PacketId = 2 };
        yield return PingreqPacket.Instance;
        if (isV5)
        {
            yield return new AuthPacket { ReasonCode = ReasonCode.ReAuthenticate, Properties = method };
        }

        yield return new UnsubscribePacket { PacketId = 4, Filters = ["a/+", "none"] };
        yield return PublishPacket.Create("a/0", new byte[] { 4 });
        yield return PublishPacket.Create("b", default);
        yield return new DisconnectPacket();
    }

    private sealed class Open : IAuthenticationMethod, IAuthenticationExchange
    {
        public string Name => "open";

        public IAuthenticationExchange Begin() => this;

        public AuthenticationStep Receive(ReadOnlySpan<byte> data) => new(AuthenticationStatus.Complete, default, "user", null);
    }
}
