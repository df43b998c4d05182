using IotHub.Mqtt.Packets;

namespace IotHub.Broker.Tests.Conformance;

/// <summary>Retained messages (3.3.1.3).</summary>
public sealed class RetainTests : IDisposable
{
    private readonly BrokerFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    [Trait("Statement", "MQTT-3.3.1-5")]
    [Trait("Statement", "MQTT-3.3.1-9")]
    [Trait("Statement311", "MQTT-3.3.1-5")]
    [Trait("Statement311", "MQTT-3.3.1-6")]
    [Trait("Statement311", "MQTT-3.3.1-8")]
    [Theory]
    [InlineData(MqttProtocolVersion.V311, MqttQos.AtMostOnce)]
    [InlineData(MqttProtocolVersion.V311, MqttQos.AtLeastOnce)]
    [InlineData(MqttProtocolVersion.V311, MqttQos.ExactlyOnce)]
    [InlineData(MqttProtocolVersion.V50, MqttQos.AtMostOnce)]
    [InlineData(MqttProtocolVersion.V50, MqttQos.AtLeastOnce)]
    [InlineData(MqttProtocolVersion.V50, MqttQos.ExactlyOnce)]
    public async Task Retained_NewSubscription_GetsTheLastOfEachTopic(MqttProtocolVersion version, MqttQos qos)
    {
        var publisher = await _fixture.JoinAsync("p", version);
        await publisher.PublishAsync("a/1", "old", MqttQos.ExactlyOnce, retain: true);
        await publisher.PublishAsync("a/1", "new", qos, retain: true);
        await publisher.PublishAsync("a/2", "2", qos, retain: true);
        await publisher.PublishAsync("b", "3", qos, retain: true);
        var subscriber = await _fixture.SubscriberAsync("s", "a/1", MqttQos.ExactlyOnce, version);
        await subscriber.ReceiveAsync("a/1", "new", qos, retain: true);
        await subscriber.ExpectNothingAsync();
        await subscriber.SubscribeAsync("+/2", MqttQos.ExactlyOnce);
        await subscriber.ReceiveAsync("a/2", "2", qos, retain: true);
        await subscriber.ExpectNothingAsync();
    }

    [Trait("Statement", "MQTT-3.3.1-5")]
    [Trait("Statement311", "MQTT-3.3.1-7")]
    [Theory]
    [InlineData(MqttProtocolVersion.V311)]
    [InlineData(MqttProtocolVersion.V50)]
    public async Task Retained_Qos0_ReplacesWhatWasThere(MqttProtocolVersion version)
    {
        var publisher = await _fixture.JoinAsync("p", version);
        await publisher.PublishAsync("a", "1", MqttQos.AtLeastOnce, retain: true);
        await publisher.PublishAsync("a", "2", MqttQos.AtMostOnce, retain: true);
        var subscriber = await _fixture.SubscriberAsync("s", "a", MqttQos.AtLeastOnce, version);
        await subscriber.ReceiveAsync("a", "2", MqttQos.AtMostOnce, retain: true);
        await subscriber.ExpectNothingAsync();
    }

    [Trait("Statement", "MQTT-3.3.1-6")]
    [Trait("Statement", "MQTT-3.3.1-7")]
    [Trait("Statement311", "MQTT-3.3.1-10")]
    [Trait("Statement311", "MQTT-3.3.1-11")]
    [Theory]
    [InlineData(MqttProtocolVersion.V311)]
    [InlineData(MqttProtocolVersion.V50)]
    public async Task Retained_EmptyPayload_IsDeliveredAndClearsTheTopic(MqttProtocolVersion version)
    {
        var publisher = await _fixture.JoinAsync("p", version);
        await publisher.PublishAsync("a", "1", retain: true);
        await publisher.PublishAsync("b", "", retain: true);
        Assert.Equal(1, _fixture.Broker.GetStatistics().RetainedMessages);
        var before = await _fixture.SubscriberAsync("s", "+", version: version);
        await before.ReceiveAsync("a", "1", retain: true);
        await before.ExpectNothingAsync();
        await publisher.PublishAsync("a", "", retain: true);
        await before.ReceiveAsync("a", "");
        Assert.Equal(0, _fixture.Broker.GetStatistics().RetainedMessages);
        var after = await _fixture.SubscriberAsync("t", "+", version: version);
        await after.ExpectNothingAsync();
    }

    [Trait("Statement", "MQTT-3.3.1-8")]
    [Trait("Statement311", "MQTT-3.3.1-12")]
    [Theory]
    [InlineData(MqttProtocolVersion.V311)]
    [InlineData(MqttProtocolVersion.V50)]
    public async Task NotRetained_Message_NeitherStoresNorRemoves(MqttProtocolVersion version)
    {
        var publisher = await _fixture.JoinAsync("p", version);
        await publisher.PublishAsync("a", "1", retain: true);
        await publisher.PublishAsync("a", "2");
        await publisher.PublishAsync("a", "");
        await publisher.PublishAsync("b", "3");
        var subscriber = await _fixture.SubscriberAsync("s", "#", version: version);
        await subscriber.ReceiveAsync("a", "1", retain: true);
        await subscriber.ExpectNothingAsync();
    }

    [Trait("Statement", "MQTT-3.3.1-9")]
    [Trait("Statement", "MQTT-3.3.1-10")]
    [Trait("Statement", "MQTT-3.3.1-11")]
    [Theory]
    [InlineData(RetainHandling.Send, true, true)]
    [InlineData(RetainHandling.SendIfNew, true, false)]
    [InlineData(RetainHandling.DoNotSend, false, false)]
    public async Task RetainHandling_OfNewAndOfExisting_Decides(RetainHandling handling, bool first, bool again)
    {
        var publisher = await _fixture.JoinAsync("p");
        await publisher.PublishAsync("a", "1", retain: true);
        await publisher.PublishAsync("b", "2", retain: true);
        var subscriber = await _fixture.JoinAsync("s");
        foreach (var comes in new[] { first, again })
        {
            await subscriber.SubscribeAsync(new SubscriptionRequest("a", RetainHandling: handling));
            if (comes)
            {
                await subscriber.ReceiveAsync("a", "1", retain: true);
            }

            await subscriber.ExpectNothingAsync();
        }

        await subscriber.UnsubscribeAsync("a");
        await subscriber.SubscribeAsync(new SubscriptionRequest("a", RetainHandling: handling));
        if (first)
        {
            await subscriber.ReceiveAsync("a", "1", retain: true);
        }

        await subscriber.ExpectNothingAsync();
    }

    [Trait("Statement", "MQTT-3.3.1-12")]
    [Trait("Statement", "MQTT-3.3.1-13")]
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task RetainAsPublished_OfTheSubscription_DecidesTheFlag(bool asPublished)
    {
        var subscriber = await _fixture.JoinAsync("s");
        await subscriber.SubscribeAsync(new SubscriptionRequest("a", MqttQos.AtLeastOnce, RetainAsPublished: asPublished));
        var publisher = await _fixture.JoinAsync("p");
        foreach (var qos in new[] { MqttQos.AtMostOnce, MqttQos.AtLeastOnce })
        {
            await publisher.PublishAsync("a", "1", qos, retain: true);
            await subscriber.ReceiveAsync("a", "1", qos, asPublished);
            await publisher.PublishAsync("a", "2", qos, retain: false);
            await subscriber.ReceiveAsync("a", "2", qos, retain: false);
        }
    }

    [Trait("Statement311", "MQTT-3.3.1-9")]
    [Fact]
    public async Task Established_SubscriptionOf311_GetsNoFlag()
    {
        var subscriber = await _fixture.SubscriberAsync("s", "a", version: MqttProtocolVersion.V311);
        var publisher = await _fixture.JoinAsync("p", MqttProtocolVersion.V311);
        await publisher.SendAsync("3104 0001 61 31");
        await subscriber.ExpectAsync("3004 0001 61 31");
    }
}
