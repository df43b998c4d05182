using IotHub.Mqtt.Packets;

namespace IotHub.Broker.Tests;

/// <summary>What the broker tells of itself.</summary>
public sealed class SystemTopicTests : IDisposable
{
    private readonly BrokerFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public async Task SystemTopics_Subscribed_TellOnceAndWhenTheyChange()
    {
        // Told after the first second, and every ten seconds from then on.
        _fixture.Time.Advance(TimeSpan.FromSeconds(10));
        var client = await _fixture.ConnectV5Async("s");
        await client.SubscribeAsync(new SubscriptionRequest("$SYS/broker/uptime", MqttQos.AtMostOnce));
        await client.ExpectAsync("3116 0012 245359532f62726f6b65722f757074696d65 00 31");
        _fixture.Time.Advance(TimeSpan.FromSeconds(10));
        await client.ExpectAsync("3017 0012 245359532f62726f6b65722f757074696d65 00 3131");
    }

    [Fact]
    public async Task SystemTopics_WildcardsOfTheFirstLevel_DoNotSeeThem()
    {
        var client = await _fixture.SubscribedV5Async("s", new SubscriptionRequest("#", MqttQos.AtMostOnce));
        _fixture.Time.Advance(TimeSpan.FromSeconds(10));
        await client.ExpectNothingAsync();
        Assert.Equal(0, _fixture.Broker.GetStatistics().RetainedMessages);
    }

    [Fact]
    public async Task SystemTopics_PublishedByAClient_AreRefused()
    {
        var publisher = await _fixture.ConnectV5Async("p");
        await publisher.SendAsync("3218 0012 245359532f62726f6b65722f757074696d65 0007 00 39");
        await publisher.ExpectAsync("4003 0007 87");
    }
}
