using System.Text;
using IotHub.Mqtt.Packets;

namespace IotHub.Broker.Tests.Conformance;

/// <summary>The Will (3.1.2.5, 3.1.3.2).</summary>
public sealed class WillTests : IDisposable
{
    private readonly BrokerFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    [Trait("Statement", "MQTT-3.1.2-7")]
    [Trait("Statement", "MQTT-3.1.2-8")]
    [Trait("Statement311", "MQTT-3.1.2-8")]
    [Theory]
    [InlineData(MqttProtocolVersion.V311, "")]
    [InlineData(MqttProtocolVersion.V311, "9003000100")]
    [InlineData(MqttProtocolVersion.V311, "36")]
    [InlineData(MqttProtocolVersion.V50, "")]
    [InlineData(MqttProtocolVersion.V50, "9003000100")]
    [InlineData(MqttProtocolVersion.V50, "e00104")]
    public async Task Will_ConnectionClosedInAnyWayButOne_IsPublished(MqttProtocolVersion version, string last)
    {
        var subscriber = await _fixture.SubscriberAsync("s", "w", version: version);
        var client = await _fixture.JoinAsync("a", version, Will("x"));
        await subscriber.ExpectNothingAsync();
        await client.SendAsync(last);
        await client.LoseAsync();
        await subscriber.ReceiveAsync("w", "x");
        await subscriber.ExpectNothingAsync();
    }

    [Trait("Statement", "MQTT-3.1.2-8")]
    [Trait("Statement", "MQTT-3.1.2-10")]
    [Trait("Statement", "MQTT-3.14.4-3")]
    [Trait("Statement311", "MQTT-3.1.2-8")]
    [Trait("Statement311", "MQTT-3.1.2-10")]
    [Trait("Statement311", "MQTT-3.14.4-3")]
    [Theory]
    [InlineData(MqttProtocolVersion.V311)]
    [InlineData(MqttProtocolVersion.V50)]
    public async Task Will_NormalDisconnect_IsDiscarded(MqttProtocolVersion version)
    {
        var subscriber = await _fixture.SubscriberAsync("s", "w", version: version);
        var client = await _fixture.JoinAsync("a", version, Will("x"));
        await client.SendAsync("e000");
        await client.ExpectClosedAsync("");
        _fixture.Time.Advance(TimeSpan.FromMinutes(1));
        await subscriber.ExpectNothingAsync();
    }

    [Trait("Statement", "MQTT-3.1.2-10")]
    [Trait("Statement311", "MQTT-3.1.2-10")]
    [Trait("Statement311", "MQTT-3.1.2-12")]
    [Theory]
    [InlineData(MqttProtocolVersion.V311)]
    [InlineData(MqttProtocolVersion.V50)]
    public async Task Will_Published_IsGoneFromTheSession(MqttProtocolVersion version)
    {
        var subscriber = await _fixture.SubscriberAsync("s", "w", version: MqttProtocolVersion.V311);
        var kept = version == MqttProtocolVersion.V50 ? new MqttProperties { SessionExpiryInterval = PeerSteps.Kept } : MqttProperties.Empty;
        var connect = new ConnectPacket { Version = version, ClientId = "a", CleanStart = false, Properties = kept };
        var client = await _fixture.JoinAsync(connect with { Will = Will("x") });
        await client.LoseAsync();
        await subscriber.ReceiveAsync("w", "x");
        client = await _fixture.JoinAsync(connect, present: true);
        await client.LoseAsync();
        await subscriber.ExpectNothingAsync();
    }

    [Trait("Statement", "MQTT-3.1.2-14")]
    [Trait("Statement", "MQTT-3.1.2-15")]
    [Trait("Statement311", "MQTT-3.1.2-16")]
    [Trait("Statement311", "MQTT-3.1.2-17")]
    [Theory]
    [InlineData(MqttProtocolVersion.V311, false)]
    [InlineData(MqttProtocolVersion.V311, true)]
    [InlineData(MqttProtocolVersion.V50, false)]
    [InlineData(MqttProtocolVersion.V50, true)]
    public async Task WillRetain_Decides_WhetherItIsRetained(MqttProtocolVersion version, bool retain)
    {
        var established = await _fixture.SubscriberAsync("s", "w", version: version);
        var client = await _fixture.JoinAsync("a", version, Will("x") with { Retain = retain });
        await client.LoseAsync();
        await established.ReceiveAsync("w", "x");
        var later = await _fixture.SubscriberAsync("t", "w", version: version);
        if (retain)
        {
            await later.ReceiveAsync("w", "x", retain: true);
        }

        await later.ExpectNothingAsync();
    }

    [Trait("Statement", "MQTT-3.1.2-8")]
    [Trait("Statement", "MQTT-3.1.3-9")]
    [Fact]
    public async Task WillDelay_BackBeforeItHasPassed_IsNotSent()
    {
        var subscriber = await _fixture.SubscriberAsync("s", "w", version: MqttProtocolVersion.V311);
        var connect = Delayed(delay: 10, expiry: 60);
        var client = await _fixture.JoinAsync(connect);
        await client.LoseAsync();
        _fixture.Time.Advance(TimeSpan.FromSeconds(9));
        await subscriber.ExpectNothingAsync();
        client = await _fixture.JoinAsync(connect with { Will = null }, present: true);
        for (var seconds = 0; seconds < 120; seconds += 30)
        {
            _fixture.Time.Advance(TimeSpan.FromSeconds(30));
            await client.ExpectNothingAsync();
        }

        await subscriber.ExpectNothingAsync();
    }

    [Trait("Statement", "MQTT-3.1.2-8")]
    [Trait("Statement", "MQTT-4.1.0-2")]
    [Theory]
    [InlineData(10, 60, 10)]
    [InlineData(60, 10, 10)]
    [InlineData(10, 0, 0)]
    public async Task WillDelay_OrTheSession_WhicheverEndsFirst(uint delay, uint expiry, int after)
    {
        var subscriber = await _fixture.SubscriberAsync("s", "w", version: MqttProtocolVersion.V311);
        var client = await _fixture.JoinAsync(Delayed(delay, expiry));
        await client.LoseAsync();
        if (after > 0)
        {
            _fixture.Time.Advance(TimeSpan.FromSeconds(after - 1));
            await subscriber.ExpectNothingAsync();
            _fixture.Time.Advance(TimeSpan.FromSeconds(1));
        }

        await subscriber.ReceiveAsync("w", "x");
        await subscriber.ExpectNothingAsync();
    }

    /// <summary>Never early, whenever the connection was lost between two beats of the broker's clock.</summary>
    [Trait("Statement", "MQTT-3.1.2-8")]
    [Theory]
    [InlineData(1)]
    [InlineData(500)]
    [InlineData(999)]
    public async Task WillDelay_LostBetweenBeats_IsNotEarly(int offsetMs)
    {
        var subscriber = await _fixture.SubscriberAsync("s", "w", version: MqttProtocolVersion.V311);
        var client = await _fixture.JoinAsync(Delayed(delay: 10, expiry: 60));
        _fixture.Time.Advance(TimeSpan.FromMilliseconds(offsetMs));
        await client.LoseAsync();
        _fixture.Time.Advance(TimeSpan.FromMilliseconds(9_999));
        await subscriber.ExpectNothingAsync();
        _fixture.Time.Advance(TimeSpan.FromMilliseconds(1_001));
        await subscriber.ReceiveAsync("w", "x");
    }

    /// <summary>A clean start ends the older session, and with it the waiting.</summary>
    [Trait("Statement", "MQTT-3.1.2-8")]
    [Fact]
    public async Task WillDelay_CleanStartEndsTheSession_IsSentAtOnce()
    {
        var subscriber = await _fixture.SubscriberAsync("s", "w", version: MqttProtocolVersion.V311);
        var connect = Delayed(delay: 30, expiry: 60);
        await (await _fixture.JoinAsync(connect)).LoseAsync();
        await subscriber.ExpectNothingAsync();
        await _fixture.JoinAsync(connect with { CleanStart = true, Will = null });
        await subscriber.ReceiveAsync("w", "x");
    }

    [Trait("Statement", "MQTT-3.1.3-10")]
    [Trait("Statement", "MQTT-3.3.2-18")]
    [Fact]
    public async Task WillProperties_GoWithIt_InTheirOrder()
    {
        var subscriber = await _fixture.SubscriberAsync("s", "w");
        var properties = new MqttProperties
        {
            ContentType = "t",
            ResponseTopic = "r",
            CorrelationData = new byte[] { 1 },
            PayloadFormatIndicator = true,
            UserProperties = [new UserProperty("b", "1"), new UserProperty("a", "2"), new UserProperty("b", "0")],
        };
        var client = await _fixture.JoinAsync("a", MqttProtocolVersion.V50, Will("x") with { Properties = properties });
        await client.LoseAsync();
        await subscriber.ReceiveAsync("w", "x", properties: properties);
    }

    private static WillMessage Will(string payload) => new() { Topic = "w", Payload = Encoding.UTF8.GetBytes(payload) };

    private static ConnectPacket Delayed(uint delay, uint expiry) => new()
    {
        Version = MqttProtocolVersion.V50,
        ClientId = "a",
        CleanStart = false,
        Will = Will("x") with { Properties = new MqttProperties { WillDelayInterval = delay } },
        Properties = new MqttProperties { SessionExpiryInterval = expiry },
    };
}
