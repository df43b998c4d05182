using IotHub.Mqtt.Packets;

namespace IotHub.Broker.Tests.Conformance;

/// <summary>At least once, both ways (4.3.2, 4.4).</summary>
public sealed class Qos1Tests : IDisposable
{
    private readonly BrokerFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    [Trait("Statement", "MQTT-4.3.2-2")]
    [Trait("Statement", "MQTT-4.3.2-4")]
    [Trait("Statement311", "MQTT-4.3.2-1")]
    [Trait("Statement311", "MQTT-4.3.2-2")]
    [Fact]
    public async Task Message_OfQos1_GoesAsQos1AndIsAcknowledged()
    {
        var subscriber = await _fixture.SubscriberAsync("s", "a", MqttQos.AtLeastOnce, MqttProtocolVersion.V311);
        var publisher = await _fixture.JoinAsync("p", MqttProtocolVersion.V311);
        await publisher.SendAsync("3206 0001 61 0102 31");
        await publisher.ExpectAsync("4002 0102");
        var got = Convert.ToHexStringLower(await subscriber.ReadAsync());
        Assert.StartsWith("3206000161", got, StringComparison.Ordinal);
        Assert.EndsWith("31", got, StringComparison.Ordinal);
        Assert.NotEqual("0000", got[10..14]);
    }

    [Trait("Statement", "MQTT-3.3.1-1")]
    [Trait("Statement", "MQTT-4.3.2-3")]
    [Trait("Statement", "MQTT-4.4.0-1")]
    [Trait("Statement311", "MQTT-2.3.1-4")]
    [Trait("Statement311", "MQTT-3.3.1-1")]
    [Trait("Statement311", "MQTT-4.3.2-1")]
    [Trait("Statement311", "MQTT-4.4.0-1")]
    [Theory]
    [InlineData(MqttProtocolVersion.V311)]
    [InlineData(MqttProtocolVersion.V50)]
    public async Task Message_NotAcknowledged_IsSentAgainOnlyOnTheNextConnection(MqttProtocolVersion version)
    {
        var subscriber = await _fixture.StayAsync("s", version);
        await subscriber.SubscribeAsync("a", MqttQos.AtLeastOnce);
        var publisher = await _fixture.JoinAsync("p", version);
        await publisher.PublishAsync("a", "1", MqttQos.AtLeastOnce);
        await publisher.PublishAsync("a", "2", MqttQos.AtLeastOnce);
        var first = await subscriber.ReceiveAsync("a", "1", MqttQos.AtLeastOnce);
        var second = await subscriber.ReceiveAsync("a", "2", MqttQos.AtLeastOnce);
        await subscriber.SendAsync(new PubackPacket { PacketId = first });
        for (var seconds = 0; seconds < 3600; seconds += 30)
        {
            _fixture.Time.Advance(TimeSpan.FromSeconds(30));
            await subscriber.ExpectNothingAsync();
        }

        await subscriber.LoseAsync();
        subscriber = await _fixture.StayAsync("s", version, present: true);
        Assert.Equal(second, await subscriber.ReceiveAsync("a", "2", MqttQos.AtLeastOnce, dup: true));
        await subscriber.SendAsync(new PubackPacket { PacketId = second });
        await subscriber.ExpectNothingAsync();
        await subscriber.LoseAsync();
        subscriber = await _fixture.StayAsync("s", version, present: true);
        await subscriber.ExpectNothingAsync();
    }

    [Trait("Statement", "MQTT-4.3.2-5")]
    [Trait("Statement311", "MQTT-4.3.2-2")]
    [Theory]
    [InlineData(MqttProtocolVersion.V311)]
    [InlineData(MqttProtocolVersion.V50)]
    public async Task PacketId_UsedAgainAfterPuback_IsANewMessage(MqttProtocolVersion version)
    {
        var subscriber = await _fixture.SubscriberAsync("s", "a", MqttQos.AtMostOnce, version);
        var publisher = await _fixture.JoinAsync("p", version);
        foreach (var dup in new[] { false, true, false })
        {
            await publisher.SendAsync(Peer.Message("a", dup ? "again" : "new", MqttQos.AtLeastOnce, packetId: 5) with { Dup = dup });
            await publisher.ExpectAsync(new PubackPacket { PacketId = 5 });
            await subscriber.ReceiveAsync("a", dup ? "again" : "new");
        }
    }

    [Trait("Statement", "MQTT-4.4.0-2")]
    [Theory]
    [InlineData("80")]
    [InlineData("83")]
    [InlineData("97")]
    [InlineData("99")]
    public async Task Puback_WithAFailure_IsAnAcknowledgement(string code)
    {
        var subscriber = await _fixture.StayAsync("s", MqttProtocolVersion.V50, properties: new MqttProperties { ReceiveMaximum = 1 });
        await subscriber.SubscribeAsync("a", MqttQos.AtLeastOnce);
        var publisher = await _fixture.JoinAsync("p");
        await publisher.PublishAsync("a", "1", MqttQos.AtLeastOnce);
        await publisher.PublishAsync("a", "2", MqttQos.AtLeastOnce);
        var id = await subscriber.ReceiveAsync("a", "1", MqttQos.AtLeastOnce);
        await subscriber.SendAsync($"4003 {id:x4} {code}");
        await subscriber.TakeAsync("a", "2", MqttQos.AtLeastOnce);
        await subscriber.ExpectNothingAsync();
        await subscriber.LoseAsync();
        subscriber = await _fixture.StayAsync("s", MqttProtocolVersion.V50, present: true);
        await subscriber.ExpectNothingAsync();
    }

    [Trait("Statement", "MQTT-3.4.2-1")]
    [Theory]
    [InlineData("01")]
    [InlineData("18")]
    [InlineData("92")]
    [InlineData("ff")]
    public async Task Puback_WithAReasonThatIsNone_Closes(string code)
    {
        var subscriber = await _fixture.SubscriberAsync("s", "a", MqttQos.AtLeastOnce);
        var publisher = await _fixture.JoinAsync("p");
        await publisher.PublishAsync("a", "1", MqttQos.AtLeastOnce);
        var id = await subscriber.ReceiveAsync("a", "1", MqttQos.AtLeastOnce);
        await subscriber.SendAsync($"4003 {id:x4} {code}");
        await subscriber.ExpectClosedAsync(ReasonCode.MalformedPacket);
    }
}
