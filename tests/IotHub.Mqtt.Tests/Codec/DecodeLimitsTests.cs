using System.Buffers;
using IotHub.Mqtt.Codec;
using IotHub.Mqtt.Packets;

namespace IotHub.Mqtt.Tests.Codec;

public class DecodeLimitsTests
{
    private static readonly DecodeLimits Limits = new() { UserPropertiesMax = 3, UserPropertyBytesMax = 12, FiltersMax = 2 };

    [Theory]
    [InlineData(2, true)]
    [InlineData(3, true)]
    [InlineData(4, false)]
    public void UserProperties_AboveTheNumber_AreRefused(int count, bool accepted)
    {
        MqttProperties properties = new() { UserProperties = [.. Enumerable.Repeat(new UserProperty("a", ""), count)] };
        AssertDecoded(accepted, new ConnectPacket { Version = MqttProtocolVersion.V50, ClientId = "c", Properties = properties });
        AssertDecoded(accepted, new ConnectPacket { Version = MqttProtocolVersion.V50, ClientId = "c", Will = new WillMessage { Topic = "w", Properties = properties } });
        AssertDecoded(accepted, new PubackPacket { PacketId = 1, Properties = properties });
        AssertDecoded(accepted, new SubscribePacket { PacketId = 1, Subscriptions = [new SubscriptionRequest("a")], Properties = properties });
        AssertDecoded(accepted, new UnsubscribePacket { PacketId = 1, Filters = ["a"], Properties = properties });
        AssertDecoded(accepted, new DisconnectPacket { Properties = properties });
        AssertDecoded(accepted, new AuthPacket { Properties = properties with { AuthenticationMethod = "m" } });
    }

    [Theory]
    [InlineData("aaaaa", true)]
    [InlineData("aaaaaa", true)]
    [InlineData("aaaaaaa", false)]
    public void UserPropertyBytes_AboveTheNumber_AreRefused(string name, bool accepted) =>
        AssertDecoded(accepted, new DisconnectPacket { Properties = new MqttProperties { UserProperties = [new UserProperty(name, "bbb"), new UserProperty("c", "dd")] } });

    [Theory]
    [InlineData(1, true)]
    [InlineData(2, true)]
    [InlineData(3, false)]
    public void Filters_AboveTheNumber_AreRefused(int count, bool accepted)
    {
        AssertDecoded(accepted, new SubscribePacket { PacketId = 1, Subscriptions = [.. Enumerable.Repeat(new SubscriptionRequest("a"), count)] });
        AssertDecoded(accepted, new UnsubscribePacket { PacketId = 1, Filters = [.. Enumerable.Repeat("a", count)] });
    }

    /// <summary>M6: what is made for a packet of 60,000 pairs is a few objects, not 60,000.</summary>
    [Fact]
    public void UserProperties_FarAboveTheNumber_CostNothing()
    {
        var bytes = Encode(new DisconnectPacket { Properties = new MqttProperties { UserProperties = [.. Enumerable.Repeat(new UserProperty("", ""), 60_000)] } });
        Assert.Equal(ReasonCode.QuotaExceeded, Decode(bytes)!.ReasonCode);

        // What the runtime makes beside it while code is compiled differs from run to run; what decoding itself takes is in each.
        var least = Enumerable.Range(0, 8).Min(_ =>
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            Decode(bytes);
            return GC.GetAllocatedBytesForCurrentThread() - before;
        });
        Assert.InRange(least, 0, 4096);
    }

    private static void AssertDecoded(bool accepted, MqttPacket packet)
    {
        var fault = Decode(Encode(packet));
        Assert.Equal(accepted ? null : ReasonCode.QuotaExceeded, fault?.ReasonCode);
    }

    private static ProtocolFault? Decode(byte[] bytes)
    {
        Assert.Equal(DecodeStatus.Packet, MqttDecoder.TryReadHeader(bytes, int.MaxValue, out var header, out _));
        var decoded = MqttDecoder.TryDecodeControl(bytes[0], bytes.AsSpan(header.HeaderLength), MqttProtocolVersion.V50, Limits, out var packet, out var fault);
        Assert.Equal(decoded, packet is not null);
        return fault;
    }

    private static byte[] Encode(MqttPacket packet)
    {
        var output = new ArrayBufferWriter<byte>();
        MqttEncoder.Write(output, packet, MqttProtocolVersion.V50);
        return output.WrittenSpan.ToArray();
    }
}
