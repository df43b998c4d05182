using IotHub.Mqtt.Packets;

namespace IotHub.Broker.Tests.Conformance;

/// <summary>How values are written (1.5) and what begins every packet (2).</summary>
public sealed class DataFormatTests : IDisposable
{
    private readonly BrokerFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    [Trait("Statement", "MQTT-1.5.4-1")]
    [Trait("Statement311", "MQTT-1.5.3-1")]
    [Theory]
    [InlineData(MqttProtocolVersion.V311, "eda080")]
    [InlineData(MqttProtocolVersion.V311, "edbfbf")]
    [InlineData(MqttProtocolVersion.V311, "c0af61")]
    [InlineData(MqttProtocolVersion.V311, "6161c3")]
    [InlineData(MqttProtocolVersion.V50, "eda080")]
    [InlineData(MqttProtocolVersion.V50, "edbfbf")]
    [InlineData(MqttProtocolVersion.V50, "c0af61")]
    [InlineData(MqttProtocolVersion.V50, "6161c3")]
    public async Task Text_NotWellFormed_Closes(MqttProtocolVersion version, string text)
    {
        var publisher = await _fixture.JoinAsync("p", version);
        await publisher.SendAsync(version == MqttProtocolVersion.V50 ? $"3006 0003 {text} 00" : $"3005 0003 {text}");
        await publisher.ExpectClosedAsync(ReasonCode.MalformedPacket);
        var subscriber = await _fixture.JoinAsync("s", version);
        await subscriber.SendAsync(version == MqttProtocolVersion.V50 ? $"8209 0001 00 0003 {text} 00" : $"8208 0001 0003 {text} 00");
        await subscriber.ExpectClosedAsync(ReasonCode.MalformedPacket);
    }

    [Trait("Statement", "MQTT-1.5.4-2")]
    [Trait("Statement", "MQTT-4.7.3-2")]
    [Trait("Statement311", "MQTT-1.5.3-2")]
    [Trait("Statement311", "MQTT-4.7.3-2")]
    [Theory]
    [InlineData(MqttProtocolVersion.V311)]
    [InlineData(MqttProtocolVersion.V50)]
    public async Task Text_WithNull_Closes(MqttProtocolVersion version)
    {
        var publisher = await _fixture.JoinAsync("p", version);
        await publisher.SendAsync(version == MqttProtocolVersion.V50 ? "3005 0002 6100 00" : "3004 0002 6100");
        await publisher.ExpectClosedAsync(ReasonCode.MalformedPacket);
        var subscriber = await _fixture.JoinAsync("s", version);
        await subscriber.SendAsync(version == MqttProtocolVersion.V50 ? "8208 0001 00 0002 6100 00" : "8207 0001 0002 6100 00");
        await subscriber.ExpectClosedAsync(ReasonCode.MalformedPacket);
    }

    [Trait("Statement", "MQTT-1.5.4-3")]
    [Trait("Statement", "MQTT-4.7.3-4")]
    [Trait("Statement311", "MQTT-1.5.3-3")]
    [Trait("Statement311", "MQTT-4.7.3-4")]
    [Theory]
    [InlineData(MqttProtocolVersion.V311)]
    [InlineData(MqttProtocolVersion.V50)]
    public async Task Text_WithByteOrderMark_IsTakenAsItIs(MqttProtocolVersion version)
    {
        var marked = await _fixture.SubscriberAsync("s", "\uFEFFa", version: version);
        var plain = await _fixture.SubscriberAsync("t", "a", version: version);
        var publisher = await _fixture.JoinAsync("p", version);
        await publisher.PublishAsync("\uFEFFa", "1");
        await marked.ExpectAsync(version == MqttProtocolVersion.V50 ? "3008 0004 efbbbf61 00 31" : "3007 0004 efbbbf61 31");
        await plain.ExpectNothingAsync();
    }

    [Trait("Statement", "MQTT-1.5.5-1")]
    [Theory]
    [InlineData("c08000")]
    [InlineData("3005 0001 61 8000")]
    [InlineData("8208 0001 8000 0001 61 00")]
    public async Task VariableByteInteger_LongerThanItNeedsToBe_Closes(string hex)
    {
        var client = await _fixture.JoinAsync("a");
        await client.SendAsync(hex);
        await client.ExpectClosedAsync(ReasonCode.MalformedPacket);
    }

    [Trait("Statement", "MQTT-1.5.5-1")]
    [Theory]
    [InlineData(122, "307e")]
    [InlineData(123, "307f")]
    [InlineData(124, "308001")]
    [InlineData(16_379, "30ff7f")]
    [InlineData(16_380, "30808001")]
    public async Task VariableByteInteger_Sent_IsAsShortAsItCanBe(int payload, string header)
    {
        var subscriber = await _fixture.SubscriberAsync("s", "a");
        await subscriber.SendAsync(Peer.Message("a", new string('x', payload)));
        Assert.StartsWith(header + "000161", Convert.ToHexStringLower(await subscriber.ReadAsync()), StringComparison.Ordinal);
    }

    [Trait("Statement", "MQTT-1.5.7-1")]
    [Theory]
    [InlineData("300a 0001 61 06 26 0001 ff 0000")]
    [InlineData("300a 0001 61 06 26 0000 0001 ff")]
    [InlineData("300a 0001 61 06 26 0001 00 0000")]
    public async Task UserProperty_NameOrValueIsNoText_Closes(string hex)
    {
        var client = await _fixture.JoinAsync("a");
        await client.SendAsync(hex);
        await client.ExpectClosedAsync(ReasonCode.MalformedPacket);
    }

    [Trait("Statement", "MQTT-2.1.3-1")]
    [Trait("Statement", "MQTT-3.14.1-1")]
    [Trait("Statement311", "MQTT-2.2.2-1")]
    [Trait("Statement311", "MQTT-2.2.2-2")]
    [Trait("Statement311", "MQTT-3.14.1-1")]
    [Theory]
    [InlineData("4102 0001")]
    [InlineData("5802 0001")]
    [InlineData("7202 0001")]
    [InlineData("c100")]
    [InlineData("e100")]
    [InlineData("e200")]
    [InlineData("e400")]
    [InlineData("e800")]
    public async Task ReservedFlags_NotAsListed_Closes(string hex)
    {
        foreach (var version in new[] { MqttProtocolVersion.V311, MqttProtocolVersion.V50 })
        {
            var client = await _fixture.JoinAsync("a", version);
            await client.SendAsync(hex);
            await client.ExpectClosedAsync(ReasonCode.MalformedPacket);
        }
    }

    [Trait("Statement", "MQTT-3.6.1-1")]
    [Trait("Statement", "MQTT-3.8.1-1")]
    [Trait("Statement", "MQTT-3.10.1-1")]
    [Trait("Statement311", "MQTT-3.6.1-1")]
    [Trait("Statement311", "MQTT-3.8.1-1")]
    [Trait("Statement311", "MQTT-3.10.1-1")]
    [Theory]
    [InlineData("6002 0001", "6002 0001")]
    [InlineData("6302 0001", "6302 0001")]
    [InlineData("6a02 0001", "6a02 0001")]
    [InlineData("8006 0001 0001 61 00", "8007 0001 00 0001 61 00")]
    [InlineData("8306 0001 0001 61 00", "8307 0001 00 0001 61 00")]
    [InlineData("8606 0001 0001 61 00", "8607 0001 00 0001 61 00")]
    [InlineData("a005 0001 0001 61", "a006 0001 00 0001 61")]
    [InlineData("a305 0001 0001 61", "a306 0001 00 0001 61")]
    [InlineData("aa05 0001 0001 61", "aa06 0001 00 0001 61")]
    public async Task ReservedFlags_NotTwoWhereTheyMustBe_Closes(string hex311, string hex5)
    {
        var older = await _fixture.JoinAsync("a", MqttProtocolVersion.V311);
        await older.SendAsync(hex311);
        await older.ExpectClosedAsync();
        var client = await _fixture.JoinAsync("a", MqttProtocolVersion.V50);
        await client.SendAsync(hex5);
        await client.ExpectClosedAsync(ReasonCode.MalformedPacket);
    }

    [Trait("Statement", "MQTT-3.15.1-1")]
    [Theory]
    [InlineData("f100")]
    [InlineData("f200")]
    [InlineData("f402 1800")]
    [InlineData("f802 1900")]
    public async Task ReservedFlags_OfAuthSet_Closes(string hex)
    {
        var client = await _fixture.JoinAsync("a");
        await client.SendAsync(hex);
        await client.ExpectClosedAsync(ReasonCode.MalformedPacket);
    }

    [Trait("Statement", "MQTT-2.2.1-2")]
    [Trait("Statement", "MQTT-4.3.1-1")]
    [Trait("Statement311", "MQTT-2.3.1-5")]
    [Trait("Statement311", "MQTT-4.3.1-1")]
    [Theory]
    [InlineData(MqttProtocolVersion.V311)]
    [InlineData(MqttProtocolVersion.V50)]
    public async Task Qos0_Sent_HasNoPacketIdAndNoDup(MqttProtocolVersion version)
    {
        var subscriber = await _fixture.SubscriberAsync("s", "a", version: version);
        var publisher = await _fixture.JoinAsync("p", version);
        await publisher.PublishAsync("a", "1", MqttQos.AtLeastOnce);
        await subscriber.ExpectAsync(version == MqttProtocolVersion.V50 ? "3005 0001 61 00 31" : "3004 0001 61 31");
    }

    [Trait("Statement", "MQTT-2.2.1-3")]
    [Trait("Statement311", "MQTT-2.3.1-1")]
    [Theory]
    [InlineData("3205 0001 61 0000", "3206 0001 61 0000 00")]
    [InlineData("3405 0001 61 0000", "3406 0001 61 0000 00")]
    [InlineData("8206 0000 0001 61 00", "8207 0000 00 0001 61 00")]
    [InlineData("a205 0000 0001 61", "a206 0000 00 0001 61")]
    public async Task PacketId_Zero_Closes(string hex311, string hex5)
    {
        var older = await _fixture.JoinAsync("a", MqttProtocolVersion.V311);
        await older.SendAsync(hex311);
        await older.ExpectClosedAsync();
        var client = await _fixture.JoinAsync("a", MqttProtocolVersion.V50);
        await client.SendAsync(hex5);
        await client.ExpectClosedAsync(ReasonCode.MalformedPacket);
    }

    /// <summary>More messages than there are ids, of which one stays in use.</summary>
    [Trait("Statement", "MQTT-2.2.1-4")]
    [Trait("Statement", "MQTT-4.3.2-1")]
    [Trait("Statement311", "MQTT-2.3.1-4")]
    [Fact]
    public async Task PacketId_OfTheBroker_IsNeitherZeroNorInUse()
    {
        var subscriber = await _fixture.SubscriberAsync("s", "a", MqttQos.AtLeastOnce, MqttProtocolVersion.V311);
        var publisher = await _fixture.JoinAsync("p", MqttProtocolVersion.V311);
        await publisher.PublishAsync("a", "1", MqttQos.AtLeastOnce);
        var unacknowledged = await subscriber.ReceiveAsync("a", "1", MqttQos.AtLeastOnce);
        for (var batch = 0; batch < 66_000 / 200; batch++)
        {
            await publisher.SendAsync(string.Concat(Enumerable.Repeat("3205 0001 61 0001", 200)));
            await publisher.ExpectAsync(string.Concat(Enumerable.Repeat("4002 0001", 200)));
            for (var message = 0; message < 200; message++)
            {
                var id = Convert.ToHexStringLower(await subscriber.ReadAsync())[10..];
                Assert.NotEqual("0000", id);
                Assert.NotEqual($"{unacknowledged:x4}", id);
                await subscriber.SendAsync($"4002 {id}");
            }
        }
    }

    [Trait("Statement", "MQTT-2.2.1-5")]
    [Trait("Statement", "MQTT-2.2.1-6")]
    [Trait("Statement", "MQTT-3.3.4-1")]
    [Trait("Statement", "MQTT-3.8.4-1")]
    [Trait("Statement", "MQTT-3.8.4-2")]
    [Trait("Statement", "MQTT-3.10.4-4")]
    [Trait("Statement", "MQTT-3.10.4-5")]
    [Trait("Statement", "MQTT-3.12.4-1")]
    [Trait("Statement", "MQTT-4.3.2-4")]
    [Trait("Statement", "MQTT-4.3.3-8")]
    [Trait("Statement", "MQTT-4.3.3-11")]
    [Trait("Statement311", "MQTT-2.3.1-6")]
    [Trait("Statement311", "MQTT-2.3.1-7")]
    [Trait("Statement311", "MQTT-3.3.4-1")]
    [Trait("Statement311", "MQTT-3.8.4-1")]
    [Trait("Statement311", "MQTT-3.8.4-2")]
    [Trait("Statement311", "MQTT-3.10.4-4")]
    [Trait("Statement311", "MQTT-3.10.4-5")]
    [Trait("Statement311", "MQTT-3.12.4-1")]
    [Theory]
    [InlineData(MqttProtocolVersion.V311)]
    [InlineData(MqttProtocolVersion.V50)]
    public async Task Requests_Answered_CarryTheirPacketId(MqttProtocolVersion version)
    {
        var client = await _fixture.JoinAsync("a", version);
        await client.SendAsync(Peer.Message("b", "1"));
        await client.ExpectNothingAsync();
        await client.SendAsync(Peer.Message("b", "1", MqttQos.AtLeastOnce, packetId: 0x1234));
        Assert.Equal(0x1234, (await client.ReadAsync<PubackPacket>()).PacketId);
        await client.SendAsync(Peer.Message("b", "1", MqttQos.ExactlyOnce, packetId: 0x2345));
        Assert.Equal(0x2345, (await client.ReadAsync<PubrecPacket>()).PacketId);
        await client.SendAsync(new PubrelPacket { PacketId = 0x2345 });
        await client.ExpectAsync(new PubcompPacket { PacketId = 0x2345 });
        await client.SendAsync(new SubscribePacket { PacketId = 0x3456, Subscriptions = [new SubscriptionRequest("a")] });
        await client.ExpectAsync(new SubackPacket { PacketId = 0x3456, ReasonCodes = [ReasonCode.Success] });
        await client.SendAsync(new UnsubscribePacket { PacketId = 0x4567, Filters = ["a"] });
        await client.ExpectAsync(new UnsubackPacket { PacketId = 0x4567, ReasonCodes = [ReasonCode.Success] });
        await client.SendAsync(new UnsubscribePacket { PacketId = 0x5678, Filters = ["a"] });
        await client.ExpectAsync(new UnsubackPacket { PacketId = 0x5678, ReasonCodes = [ReasonCode.NoSubscriptionExisted] });
        await client.ExpectNothingAsync();
    }

    [Trait("Statement", "MQTT-2.2.2-1")]
    [Fact]
    public async Task Properties_None_AreALengthOfZero()
    {
        var client = await _fixture.JoinAsync("a");
        await client.SendAsync("8207 0001 00 0001 61 00");
        await client.ExpectAsync("9004 0001 00 00");
        await client.SendAsync("3005 0001 61 00 31");
        await client.ExpectAsync("3005 0001 61 00 31");
        await client.SendAsync("a206 0002 00 0001 61");
        await client.ExpectAsync("b004 0002 00 00");
        await client.SendAsync("3003 0001 61");
        await client.ExpectClosedAsync(ReasonCode.MalformedPacket);
    }
}
