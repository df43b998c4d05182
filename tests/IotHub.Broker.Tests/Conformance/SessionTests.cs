using IotHub.Broker.Limits;
using IotHub.Mqtt.Packets;

namespace IotHub.Broker.Tests.Conformance;

/// <summary>What outlives a connection, and for how long (3.1.2.4, 4.1, 4.4, 4.5).</summary>
public sealed class SessionTests : IDisposable
{
    private readonly BrokerFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    [Trait("Statement", "MQTT-3.1.2-4")]
    [Trait("Statement", "MQTT-3.1.4-4")]
    [Trait("Statement", "MQTT-3.2.2-2")]
    [Trait("Statement311", "MQTT-3.1.2-6")]
    [Trait("Statement311", "MQTT-3.1.4-3")]
    [Trait("Statement311", "MQTT-3.2.2-1")]
    [Theory]
    [InlineData(MqttProtocolVersion.V311)]
    [InlineData(MqttProtocolVersion.V50)]
    public async Task CleanStart_SessionThere_IsDiscarded(MqttProtocolVersion version)
    {
        var before = await _fixture.StayAsync("a", version);
        await before.SubscribeAsync("a", MqttQos.AtLeastOnce);
        var publisher = await _fixture.JoinAsync("p", version);
        await publisher.PublishAsync("a", "1", MqttQos.AtLeastOnce);
        await before.LoseAsync();
        await publisher.PublishAsync("a", "2", MqttQos.AtLeastOnce);
        var after = await _fixture.JoinAsync("a", version);
        await publisher.PublishAsync("a", "3", MqttQos.AtLeastOnce);
        await after.ExpectNothingAsync();
    }

    /// <summary>Nothing of a session that began clean is there for the next.</summary>
    [Trait("Statement311", "MQTT-3.1.2-6")]
    [Trait("Statement311", "MQTT-3.2.2-3")]
    [Fact]
    public async Task CleanSession_Ended_LeavesNothing()
    {
        var before = await _fixture.SubscriberAsync("a", "a", MqttQos.AtLeastOnce, MqttProtocolVersion.V311);
        await before.LoseAsync();
        Assert.Equal(0, _fixture.Broker.GetStatistics().Sessions);
        var publisher = await _fixture.JoinAsync("p", MqttProtocolVersion.V311);
        await publisher.PublishAsync("a", "1", MqttQos.AtLeastOnce);
        var after = await _fixture.StayAsync("a", MqttProtocolVersion.V311);
        await after.ExpectNothingAsync();
    }

    [Trait("Statement", "MQTT-3.1.2-5")]
    [Trait("Statement", "MQTT-3.1.2-6")]
    [Trait("Statement", "MQTT-3.1.2-23")]
    [Trait("Statement", "MQTT-3.2.2-3")]
    [Trait("Statement311", "MQTT-3.1.2-4")]
    [Trait("Statement311", "MQTT-3.2.2-2")]
    [Trait("Statement311", "MQTT-3.2.2-3")]
    [Trait("Statement311", "MQTT-4.1.0-1")]
    [Theory]
    [InlineData(MqttProtocolVersion.V311)]
    [InlineData(MqttProtocolVersion.V50)]
    public async Task NoCleanStart_SessionThere_IsResumed(MqttProtocolVersion version)
    {
        var client = await _fixture.StayAsync("a", version, present: false);
        await client.SubscribeAsync("a");
        await client.LoseAsync();
        client = await _fixture.StayAsync("a", version, present: true);
        var publisher = await _fixture.JoinAsync("p", version);
        await publisher.PublishAsync("a", "1");
        await client.ReceiveAsync("a", "1");
    }

    [Trait("Statement", "MQTT-4.5.0-1")]
    [Trait("Statement311", "MQTT-3.1.2-5")]
    [Trait("Statement311", "MQTT-4.5.0-1")]
    [Theory]
    [InlineData(MqttProtocolVersion.V311, MqttQos.AtLeastOnce)]
    [InlineData(MqttProtocolVersion.V311, MqttQos.ExactlyOnce)]
    [InlineData(MqttProtocolVersion.V50, MqttQos.AtLeastOnce)]
    [InlineData(MqttProtocolVersion.V50, MqttQos.ExactlyOnce)]
    public async Task Away_Messages_AreKeptInTheSession(MqttProtocolVersion version, MqttQos qos)
    {
        var client = await _fixture.StayAsync("a", version);
        await client.SubscribeAsync("a/+", qos);
        await client.LoseAsync();
        var publisher = await _fixture.JoinAsync("p", version);
        await publisher.PublishAsync("a/1", "1", qos);
        await publisher.PublishAsync("b/1", "2", qos);
        await publisher.PublishAsync("a/2", "3", qos);
        client = await _fixture.StayAsync("a", version, present: true);
        await client.TakeAsync("a/1", "1", qos);
        await client.TakeAsync("a/2", "3", qos);
        await client.ExpectNothingAsync();
    }

    [Trait("Statement", "MQTT-4.1.0-2")]
    [Trait("Statement", "MQTT-3.1.2-23")]
    [Fact]
    public async Task SessionExpiry_Passed_DiscardsTheSession()
    {
        var kept = new MqttProperties { SessionExpiryInterval = 30 };
        await (await _fixture.JoinAsync("a", kept)).LoseAsync();
        _fixture.Time.Advance(TimeSpan.FromSeconds(29));
        await (await _fixture.JoinAsync(Again(kept), present: true)).LoseAsync();
        _fixture.Time.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal(0, _fixture.Broker.GetStatistics().Sessions);
        await _fixture.JoinAsync(Again(kept), present: false);
    }

    [Trait("Statement", "MQTT-4.1.0-2")]
    [Fact]
    public async Task SessionExpiry_OfDisconnect_IsTheOneThatCounts()
    {
        var client = await _fixture.JoinAsync("a", new MqttProperties { SessionExpiryInterval = 30 });
        await client.SendAsync(new DisconnectPacket { Properties = new MqttProperties { SessionExpiryInterval = 0 } });
        await client.ExpectClosedAsync("");
        Assert.Equal(0, _fixture.Broker.GetStatistics().Sessions);
    }

    [Trait("Statement", "MQTT-4.1.0-2")]
    [Trait("Statement", "MQTT-3.1.2-23")]
    [Theory]
    [InlineData(null)]
    [InlineData(0u)]
    public async Task SessionExpiry_Zero_EndsTheSessionWithItsConnection(uint? expiry)
    {
        await (await _fixture.JoinAsync("a", new MqttProperties { SessionExpiryInterval = expiry })).LoseAsync();
        Assert.Equal(0, _fixture.Broker.GetStatistics().Sessions);
        await _fixture.JoinAsync(Again(MqttProperties.Empty), present: false);
    }

    [Trait("Statement", "MQTT-4.1.0-1")]
    [Trait("Statement311", "MQTT-4.1.0-1")]
    [Trait("Statement311", "MQTT-4.1.0-2")]
    [Theory]
    [InlineData(MqttProtocolVersion.V311)]
    [InlineData(MqttProtocolVersion.V50)]
    public async Task Session_Connected_LastsHoweverLongItTakes(MqttProtocolVersion version)
    {
        using var fixture = new BrokerFixture(new BrokerLimits { KeepAliveSecondsMax = 65_535, UntoldKeepAliveSecondsMax = 65_535, SessionExpiryMax = TimeSpan.FromSeconds(5) });
        var client = await fixture.StayAsync("a", version);
        await client.SubscribeAsync("a");
        fixture.Time.Advance(TimeSpan.FromHours(3));
        await client.ExpectNothingAsync();
        var publisher = await fixture.JoinAsync("p", version);
        await publisher.PublishAsync("a", "1");
        await client.ReceiveAsync("a", "1");
    }

    [Trait("Statement311", "MQTT-3.1.2-7")]
    [Fact]
    public async Task Retained_PublisherIsGone_IsStillThere()
    {
        var publisher = await _fixture.JoinAsync("p", MqttProtocolVersion.V311);
        await publisher.PublishAsync("a", "1", retain: true);
        await publisher.LoseAsync();
        Assert.Equal(0, _fixture.Broker.GetStatistics().Sessions);
        var subscriber = await _fixture.SubscriberAsync("s", "a", version: MqttProtocolVersion.V311);
        await subscriber.ReceiveAsync("a", "1", retain: true);
    }

    private static ConnectPacket Again(MqttProperties properties) =>
        new() { Version = MqttProtocolVersion.V50, ClientId = "a", CleanStart = false, Properties = properties };
}
