using IotHub.Broker.Limits;
using IotHub.Mqtt.Packets;

namespace IotHub.Broker.Tests.Conformance;

/// <summary>SUBSCRIBE and SUBACK (3.8, 3.9).</summary>
public sealed class SubscribeTests : IDisposable
{
    private readonly BrokerFixture _fixture = new(policy: new RefusingPolicy());

    public void Dispose() => _fixture.Dispose();

    [Trait("Statement", "MQTT-3.8.3-1")]
    [Trait("Statement311", "MQTT-3.8.3-1")]
    [Theory]
    [InlineData("8206 0001 0001 ff 00", "8207 0001 00 0001 ff 00")]
    [InlineData("8206 0001 0001 00 00", "8207 0001 00 0001 00 00")]
    [InlineData("8206 0001 0002 61 00", "8207 0001 00 0003 61 00")]
    public Task Filter_NoText_Closes(string hex311, string hex5) => ClosesAsync(hex311, hex5, ReasonCode.MalformedPacket);

    [Trait("Statement", "MQTT-3.8.3-2")]
    [Trait("Statement", "MQTT-4.13.1-1")]
    [Trait("Statement311", "MQTT-3.8.3-3")]
    [Trait("Statement311", "MQTT-4.8.0-1")]
    [Fact]
    public Task Filters_None_Closes() => ClosesAsync("8202 0001", "8203 0001 00", ReasonCode.ProtocolError);

    [Trait("Statement", "MQTT-3.8.3-5")]
    [Trait("Statement311", "MQTT-3.8.3-4")]
    [Theory]
    [InlineData("03", true)]
    [InlineData("04", false)]
    [InlineData("08", false)]
    [InlineData("10", false)]
    [InlineData("40", true)]
    [InlineData("80", true)]
    [InlineData("c1", true)]
    [InlineData("30", true)]
    public async Task Options_ReservedBitsOrQosThree_Closes(string options, bool alsoIn5)
    {
        var older = await _fixture.JoinAsync("a", MqttProtocolVersion.V311);
        await older.SendAsync($"8206 0001 0001 61 {options}");
        await older.ExpectClosedAsync();
        if (alsoIn5)
        {
            var client = await _fixture.JoinAsync("a");
            await client.SendAsync($"8207 0001 00 0001 61 {options}");
            var reason = (await client.ReadAsync<DisconnectPacket>()).ReasonCode;
            Assert.Equal(options is "30" or "03" ? ReasonCode.ProtocolError : ReasonCode.MalformedPacket, reason);
            await client.ExpectClosedAsync("");
        }
    }

    [Trait("Statement", "MQTT-3.8.3-3")]
    [Theory]
    [InlineData(MqttQos.AtMostOnce)]
    [InlineData(MqttQos.AtLeastOnce)]
    [InlineData(MqttQos.ExactlyOnce)]
    public async Task NoLocal_OwnMessages_AreNotSent(MqttQos qos)
    {
        var client = await _fixture.JoinAsync("a");
        await client.SubscribeAsync(new SubscriptionRequest("a", qos, NoLocal: true));
        var other = await _fixture.JoinAsync("b");
        await client.PublishAsync("a", "own", qos);
        await other.PublishAsync("a", "other", qos);
        await client.TakeAsync("a", "other", qos);
        await client.ExpectNothingAsync();
    }

    /// <summary>It is the client id that counts, not the connection.</summary>
    [Trait("Statement", "MQTT-3.8.3-3")]
    [Fact]
    public async Task NoLocal_RetainedByTheSameIdBefore_IsNotSent()
    {
        var before = await _fixture.JoinAsync("a");
        await before.PublishAsync("a", "own", retain: true);
        await before.LoseAsync();
        var client = await _fixture.JoinAsync("a");
        await client.SubscribeAsync(new SubscriptionRequest("a", NoLocal: true));
        await client.ExpectNothingAsync();
    }

    [Trait("Statement", "MQTT-3.8.3-4")]
    [Trait("Statement", "MQTT-4.13.1-1")]
    [Fact]
    public async Task NoLocal_OnAShare_IsAProtocolError()
    {
        var client = await _fixture.JoinAsync("a");
        await client.SendAsync("8210 0001 00 000a 2473686172652f672f61 04");
        await client.ExpectClosedAsync(ReasonCode.ProtocolError);
    }

    [Trait("Statement", "MQTT-3.8.4-5")]
    [Trait("Statement", "MQTT-3.8.4-6")]
    [Trait("Statement", "MQTT-3.8.4-7")]
    [Trait("Statement", "MQTT-3.9.3-1")]
    [Trait("Statement", "MQTT-3.9.3-2")]
    [Trait("Statement311", "MQTT-3.8.4-4")]
    [Trait("Statement311", "MQTT-3.8.4-5")]
    [Trait("Statement311", "MQTT-3.9.3-1")]
    [Trait("Statement311", "MQTT-3.9.3-2")]
    [Theory]
    [InlineData(MqttProtocolVersion.V311, "8219 0102 0001 61 02 0002 6e6f 01 0001 62 00 0003 632f23 01 0001 62 02", "9007 0102 02 80 00 01 02")]
    [InlineData(MqttProtocolVersion.V50, "821a 0102 00 0001 61 02 0002 6e6f 01 0001 62 00 0003 632f23 01 0001 62 02", "9008 0102 00 02 87 00 01 02")]
    public async Task Filters_Several_AreAnsweredTogetherInTheirOrder(MqttProtocolVersion version, string subscribe, string suback)
    {
        var client = await _fixture.JoinAsync("a", version);
        await client.SendAsync(subscribe);
        await client.ExpectAsync(suback);
        var publisher = await _fixture.JoinAsync("p", version);
        foreach (var topic in new[] { "x", "c/1", "b", "a" })
        {
            await publisher.PublishAsync(topic, "1", MqttQos.ExactlyOnce);
        }

        await client.TakeAsync("c/1", "1", MqttQos.AtLeastOnce);
        await client.TakeAsync("b", "1", MqttQos.ExactlyOnce);
        await client.TakeAsync("a", "1", MqttQos.ExactlyOnce);
        await client.ExpectNothingAsync();
    }

    [Trait("Statement", "MQTT-3.8.4-3")]
    [Trait("Statement311", "MQTT-3.8.4-3")]
    [Theory]
    [InlineData(MqttProtocolVersion.V311)]
    [InlineData(MqttProtocolVersion.V50)]
    public async Task Filter_SubscribedAgain_ReplacesTheSubscription(MqttProtocolVersion version)
    {
        var client = await _fixture.JoinAsync("a", version);
        await client.SubscribeAsync("a", MqttQos.AtLeastOnce);
        await client.SubscribeAsync("a", MqttQos.AtMostOnce);
        Assert.Equal(1, _fixture.Broker.GetStatistics().Subscriptions);
        var publisher = await _fixture.JoinAsync("p", version);
        await publisher.PublishAsync("a", "1", MqttQos.AtLeastOnce);
        await client.ReceiveAsync("a", "1");
        await client.ExpectNothingAsync();
    }

    [Trait("Statement", "MQTT-3.8.4-3")]
    [Fact]
    public async Task Filter_SubscribedAgain_ReplacesOptionsAndIdentifier()
    {
        var client = await _fixture.JoinAsync("a");
        await client.SubscribeAsync(new SubscriptionRequest("a", NoLocal: true, RetainAsPublished: true), 5);
        await client.SubscribeAsync(new SubscriptionRequest("a"), 6);
        await client.SendAsync("3105 0001 61 00 31");
        await client.ReceiveAsync("a", "1", properties: new MqttProperties { SubscriptionIdentifiers = [6] });
        await client.SubscribeAsync(new SubscriptionRequest("a", RetainHandling: RetainHandling.DoNotSend));
        await client.SendAsync("3005 0001 61 00 32");
        await client.ReceiveAsync("a", "2");
        await client.ExpectNothingAsync();
    }

    [Trait("Statement", "MQTT-3.8.4-4")]
    [Trait("Statement311", "MQTT-3.8.4-3")]
    [Theory]
    [InlineData(MqttProtocolVersion.V311)]
    [InlineData(MqttProtocolVersion.V50)]
    public async Task Filter_SubscribedAgain_SendsRetainedAgainAndLosesNothing(MqttProtocolVersion version)
    {
        using var fixture = new BrokerFixture(new BrokerLimits { InflightMax = 1 });
        var publisher = await fixture.JoinAsync("p", version);
        var client = await fixture.JoinAsync("a", version);
        await client.SubscribeAsync("a", MqttQos.AtLeastOnce);
        await publisher.PublishAsync("a", "1", MqttQos.AtLeastOnce, retain: true);
        await publisher.PublishAsync("a", "2", MqttQos.AtLeastOnce);
        var first = await client.ReceiveAsync("a", "1", MqttQos.AtLeastOnce);
        await client.SubscribeAsync("a", MqttQos.AtLeastOnce);
        await client.SendAsync(new PubackPacket { PacketId = first });
        await client.TakeAsync("a", "2", MqttQos.AtLeastOnce);
        await client.ReceiveAsync("a", "1", MqttQos.AtLeastOnce, retain: true);
    }

    [Trait("Statement", "MQTT-3.9.2-1")]
    [Trait("Statement", "MQTT-3.9.2-2")]
    [Fact]
    public async Task Suback_ClientTakesLittle_HasNoMoreThanItsCodes()
    {
        var client = await _fixture.JoinAsync("a", new MqttProperties { MaximumPacketSize = 30 });
        await client.SendAsync($"821c 0001 00 {string.Concat(Enumerable.Repeat("0002 6e6f 00", 5))}");
        await client.ExpectAsync("9008 0001 00 87 87 87 87 87");
    }

    private async Task ClosesAsync(string hex311, string hex5, ReasonCode reason)
    {
        var older = await _fixture.JoinAsync("a", MqttProtocolVersion.V311);
        await older.SendAsync(hex311);
        await older.ExpectClosedAsync();
        var client = await _fixture.JoinAsync("a");
        await client.SendAsync(hex5);
        await client.ExpectClosedAsync(reason);
    }
}
