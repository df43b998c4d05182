using IotHub.Mqtt.Packets;

namespace IotHub.Broker.Tests.Conformance;

/// <summary>UNSUBSCRIBE and UNSUBACK (3.10, 3.11).</summary>
public sealed class UnsubscribeTests : IDisposable
{
    private readonly BrokerFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    [Trait("Statement", "MQTT-3.10.3-1")]
    [Trait("Statement311", "MQTT-3.10.3-1")]
    [Fact]
    public async Task Filter_NoText_Closes()
    {
        var older = await _fixture.JoinAsync("a", MqttProtocolVersion.V311);
        await older.SendAsync("a205 0001 0001 ff");
        await older.ExpectClosedAsync();
        var client = await _fixture.JoinAsync("a");
        await client.SendAsync("a206 0001 00 0001 ff");
        await client.ExpectClosedAsync(ReasonCode.MalformedPacket);
    }

    [Trait("Statement", "MQTT-3.10.3-2")]
    [Trait("Statement311", "MQTT-3.10.3-2")]
    [Trait("Statement311", "MQTT-4.8.0-1")]
    [Fact]
    public async Task Filters_None_Closes()
    {
        var older = await _fixture.JoinAsync("a", MqttProtocolVersion.V311);
        await older.SendAsync("a202 0001");
        await older.ExpectClosedAsync();
        var client = await _fixture.JoinAsync("a");
        await client.SendAsync("a203 0001 00");
        await client.ExpectClosedAsync(ReasonCode.ProtocolError);
    }

    [Trait("Statement", "MQTT-3.10.4-1")]
    [Trait("Statement", "MQTT-3.10.4-2")]
    [Trait("Statement311", "MQTT-3.10.4-1")]
    [Trait("Statement311", "MQTT-3.10.4-2")]
    [Theory]
    [InlineData(MqttProtocolVersion.V311)]
    [InlineData(MqttProtocolVersion.V50)]
    public async Task Filter_Exactly_EndsItsSubscriptionAndNoOther(MqttProtocolVersion version)
    {
        var client = await _fixture.JoinAsync("s", version);
        foreach (var filter in new[] { "a/+", "a/b", "A/b" })
        {
            await client.SubscribeAsync(filter);
        }

        await client.SendAsync(new UnsubscribePacket { PacketId = 5, Filters = ["a/#", "a/+"] });
        await client.ExpectAsync(new UnsubackPacket { PacketId = 5, ReasonCodes = [ReasonCode.NoSubscriptionExisted, ReasonCode.Success] });
        var publisher = await _fixture.JoinAsync("p", version);
        foreach (var topic in new[] { "a/c", "a/b", "A/b" })
        {
            await publisher.PublishAsync(topic, "1", MqttQos.AtLeastOnce);
        }

        await client.ReceiveAsync("a/b", "1");
        await client.ReceiveAsync("A/b", "1");
        await client.ExpectNothingAsync();
    }

    [Trait("Statement", "MQTT-3.10.4-2")]
    [Trait("Statement", "MQTT-3.10.4-3")]
    [Trait("Statement311", "MQTT-3.10.4-2")]
    [Trait("Statement311", "MQTT-3.10.4-3")]
    [Theory]
    [InlineData(MqttProtocolVersion.V311, MqttQos.AtLeastOnce)]
    [InlineData(MqttProtocolVersion.V311, MqttQos.ExactlyOnce)]
    [InlineData(MqttProtocolVersion.V50, MqttQos.AtLeastOnce)]
    [InlineData(MqttProtocolVersion.V50, MqttQos.ExactlyOnce)]
    public async Task Unsubscribed_WhatWasBegun_IsCompleted(MqttProtocolVersion version, MqttQos qos)
    {
        var client = await _fixture.StayAsync("s", version);
        await client.SubscribeAsync("a", qos);
        var publisher = await _fixture.JoinAsync("p", version);
        await publisher.PublishAsync("a", "1", qos);
        var id = await client.ReceiveAsync("a", "1", qos);
        await client.UnsubscribeAsync("a");
        await publisher.PublishAsync("a", "2", qos);
        await client.LoseAsync();
        client = await _fixture.StayAsync("s", version, present: true);
        Assert.Equal(id, await client.ReceiveAsync("a", "1", qos, dup: true));
        if (qos == MqttQos.AtLeastOnce)
        {
            await client.SendAsync(new PubackPacket { PacketId = id });
        }
        else
        {
            await client.SendAsync(new PubrecPacket { PacketId = id });
            await client.ExpectAsync(new PubrelPacket { PacketId = id });
            await client.SendAsync(new PubcompPacket { PacketId = id });
        }

        await client.ExpectNothingAsync();
    }

    [Trait("Statement", "MQTT-3.10.4-5")]
    [Trait("Statement", "MQTT-3.10.4-6")]
    [Trait("Statement", "MQTT-3.11.3-1")]
    [Trait("Statement", "MQTT-3.11.3-2")]
    [Trait("Statement311", "MQTT-3.10.4-4")]
    [Trait("Statement311", "MQTT-3.10.4-5")]
    [Trait("Statement311", "MQTT-3.10.4-6")]
    [Theory]
    [InlineData(MqttProtocolVersion.V311, "a20c 0102 0001 61 0002 7878 0001 62", "b002 0102")]
    [InlineData(MqttProtocolVersion.V50, "a20d 0102 00 0001 61 0002 7878 0001 62", "b006 0102 00 00 11 00")]
    public async Task Filters_Several_AreAnsweredTogetherInTheirOrder(MqttProtocolVersion version, string unsubscribe, string unsuback)
    {
        var client = await _fixture.JoinAsync("a", version);
        await client.SubscribeAsync("a");
        await client.SubscribeAsync("b");
        await client.SubscribeAsync("c");
        await client.SendAsync(unsubscribe);
        await client.ExpectAsync(unsuback);
        await client.PublishAsync("a", "1");
        await client.PublishAsync("b", "1");
        Assert.Equal(1, _fixture.Broker.GetStatistics().Subscriptions);
    }

    [Trait("Statement", "MQTT-3.11.2-1")]
    [Trait("Statement", "MQTT-3.11.2-2")]
    [Fact]
    public async Task Unsuback_ClientTakesLittle_HasNoMoreThanItsCodes()
    {
        var client = await _fixture.JoinAsync("a", new MqttProperties { MaximumPacketSize = 30 });
        await client.SendAsync($"a217 0001 00 {string.Concat(Enumerable.Repeat("0002 7878", 5))}");
        await client.ExpectAsync("b008 0001 00 11 11 11 11 11");
    }
}
