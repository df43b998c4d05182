using System.Buffers;
using IotHub.Mqtt.Codec;
using IotHub.Mqtt.Packets;

namespace IotHub.Mqtt.Tests.Codec;

public class StreamTests
{
    private static readonly MqttPacket[] Packets =
    [
        new ConnectPacket
        {
            Version = MqttProtocolVersion.V50,
            ClientId = "lamp",
            UserName = "u",
            Password = new byte[] { 1, 2 },
            Will = new WillMessage { Topic = "w", Payload = new byte[] { 3 }, Qos = MqttQos.AtLeastOnce, Properties = new MqttProperties { WillDelayInterval = 5 } },
            Properties = new MqttProperties { SessionExpiryInterval = 7, UserProperties = [new UserProperty("b", "1"), new UserProperty("a", "2"), new UserProperty("b", "")] },
        },
        PublishPacket.Create("a/b", new byte[300], MqttQos.AtLeastOnce, retain: true, packetId: 9) with { Properties = new MqttProperties { MessageExpiryInterval = 3, CorrelationData = new byte[] { 4 } } },
        new PubackPacket { PacketId = 9, ReasonCode = ReasonCode.NoMatchingSubscribers },
        new SubscribePacket { PacketId = 1, Subscriptions = [new SubscriptionRequest("a/#", MqttQos.ExactlyOnce, true, true, RetainHandling.DoNotSend)], Properties = new MqttProperties { SubscriptionIdentifiers = [268_435_455] } },
        new SubackPacket { PacketId = 1, ReasonCodes = [ReasonCode.GrantedQos1, ReasonCode.NotAuthorized] },
        new UnsubscribePacket { PacketId = 2, Filters = ["a/#", "b"] },
        new UnsubackPacket { PacketId = 2, ReasonCodes = [ReasonCode.Success, ReasonCode.NoSubscriptionExisted] },
        PingreqPacket.Instance,
        new DisconnectPacket { ReasonCode = ReasonCode.DisconnectWithWill, Properties = new MqttProperties { ReasonString = "bye" } },
    ];

    [Fact]
    public void TryDecode_EveryBoundaryBetweenTwoSegments_GivesTheSamePackets()
    {
        var bytes = Encode(Packets);
        for (var cut = 0; cut <= bytes.Length; cut++)
        {
            var first = new Segment(bytes.AsMemory(0, cut), null);
            var last = new Segment(bytes.AsMemory(cut), first);
            Assert.Equal(bytes, Encode(DecodeAll(new ReadOnlySequence<byte>(first, 0, last, last.Memory.Length))));
        }
    }

    [Fact]
    public void TryDecode_EveryPrefix_AsksForMore()
    {
        foreach (var packet in Packets)
        {
            var bytes = Encode([packet]);
            for (var length = 0; length < bytes.Length; length++)
            {
                var buffer = new ReadOnlySequence<byte>(bytes, 0, length);
                Assert.Equal(DecodeStatus.NeedMore, MqttDecoder.TryDecode(ref buffer, MqttProtocolVersion.V50, 10_000, out _, out _));
                Assert.Equal(length, buffer.Length);
            }
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void TryDecode_MutatedPackets_NeverThrows(int seed)
    {
        var random = new Random(seed);
        var refused = 0;
        for (var round = 0; round < 20_000; round++)
        {
            var bytes = Encode([Packets[random.Next(Packets.Length)]]);
            for (var change = random.Next(1, 4); change > 0; change--)
            {
                // The remaining length stays, so that most mutants are whole packets and their fields are reached.
                bytes[random.Next(10) == 0 ? 0 : random.Next(Math.Min(2, bytes.Length - 1), bytes.Length)] = (byte)random.Next(256);
            }

            var buffer = new ReadOnlySequence<byte>(bytes);
            var version = random.Next(2) == 0 ? MqttProtocolVersion.V50 : MqttProtocolVersion.V311;
            var status = MqttDecoder.TryDecode(ref buffer, version, 10_000, out var packet, out var fault);
            Assert.Equal(status == DecodeStatus.Packet, packet is not null);
            Assert.Equal(status == DecodeStatus.Fault, fault is not null);
            refused += status == DecodeStatus.Fault ? 1 : 0;
        }

        Assert.InRange(refused, 2_000, 20_000);
    }

    private static List<MqttPacket> DecodeAll(ReadOnlySequence<byte> buffer)
    {
        var packets = new List<MqttPacket>();
        while (MqttDecoder.TryDecode(ref buffer, MqttProtocolVersion.V50, 10_000, out var packet, out _) == DecodeStatus.Packet)
        {
            packets.Add(packet!);
        }

        return packets;
    }

    private static byte[] Encode(IEnumerable<MqttPacket> packets)
    {
        var output = new ArrayBufferWriter<byte>();
        foreach (var packet in packets)
        {
            MqttEncoder.Write(output, packet, MqttProtocolVersion.V50);
        }

        return output.WrittenSpan.ToArray();
    }

    private sealed class Segment : ReadOnlySequenceSegment<byte>
    {
        public Segment(ReadOnlyMemory<byte> memory, Segment? before)
        {
            Memory = memory;
            RunningIndex = before is null ? 0 : before.RunningIndex + before.Memory.Length;
            before?.Next = this;
        }
    }
}
