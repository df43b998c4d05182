using System.Text;
using IotHub.Broker.Delivery;
using IotHub.Broker.Limits;
using IotHub.Mqtt.Packets;

namespace IotHub.Broker.Tests.Conformance;

/// <summary>Topic names and filters (4.7).</summary>
public sealed class TopicMatchingTests : IDisposable
{
    private readonly BrokerFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    [Trait("Statement", "MQTT-4.7.1-1")]
    [Trait("Statement", "MQTT-4.7.1-2")]
    [Trait("Statement311", "MQTT-4.7.1-2")]
    [Trait("Statement311", "MQTT-4.7.1-3")]
    [Theory]
    [InlineData("a#")]
    [InlineData("a/#/b")]
    [InlineData("#/a")]
    [InlineData("##")]
    [InlineData("a+")]
    [InlineData("+a/b")]
    [InlineData("a/+b")]
    [InlineData("++")]
    public async Task Wildcard_InTheWrongPlace_Closes(string filter)
    {
        var text = Convert.ToHexStringLower(Encoding.UTF8.GetBytes(filter));
        var older = await _fixture.JoinAsync("a", MqttProtocolVersion.V311);
        await older.SendAsync($"82{filter.Length + 5:x2} 0001 {filter.Length:x4} {text} 00");
        await older.ExpectClosedAsync();
        var client = await _fixture.JoinAsync("a");
        await client.SendAsync($"82{filter.Length + 6:x2} 0001 00 {filter.Length:x4} {text} 00");
        var reason = (await client.ReadAsync<DisconnectPacket>()).ReasonCode;
        Assert.Contains(reason, new[] { ReasonCode.MalformedPacket, ReasonCode.TopicFilterInvalid });
        await client.ExpectClosedAsync("");
    }

    [Trait("Statement", "MQTT-4.7.1-1")]
    [Trait("Statement", "MQTT-4.7.1-2")]
    [Trait("Statement", "MQTT-3.3.2-3")]
    [Trait("Statement311", "MQTT-4.7.1-2")]
    [Trait("Statement311", "MQTT-4.7.1-3")]
    [Trait("Statement311", "MQTT-3.8.3-2")]
    [Trait("Statement311", "MQTT-3.3.2-3")]
    [Theory]
    [InlineData("sport/tennis/player1/#", "sport/tennis/player1", "sport/tennis/player1/ranking", "sport/tennis/player1/score/wimbledon")]
    [InlineData("#", "a", "a/b", "/", "/a/")]
    [InlineData("sport/tennis/+", "sport/tennis/player1", "sport/tennis/")]
    [InlineData("+", "a")]
    [InlineData("+/+", "/finance", "a/b")]
    [InlineData("/+", "/finance")]
    [InlineData("sport/+/player1", "sport//player1", "sport/x/player1")]
    [InlineData("+/tennis/#", "sport/tennis", "/tennis/x/y")]
    [InlineData("sport/+", "sport/")]
    [InlineData("a b/ü", "a b/ü")]
    public async Task Filter_Subscribed_GetsWhatItMatches(string filter, params string[] topics)
    {
        var subscriber = await _fixture.SubscriberAsync("s", filter);
        var publisher = await _fixture.JoinAsync("p");
        foreach (var topic in topics)
        {
            await publisher.PublishAsync(topic, "1");
            await subscriber.ReceiveAsync(topic, "1");
        }
    }

    [Trait("Statement", "MQTT-4.7.1-1")]
    [Trait("Statement", "MQTT-4.7.1-2")]
    [Trait("Statement", "MQTT-3.3.2-3")]
    [Trait("Statement311", "MQTT-4.7.1-2")]
    [Trait("Statement311", "MQTT-4.7.1-3")]
    [Trait("Statement311", "MQTT-3.3.2-3")]
    [Theory]
    [InlineData("sport/tennis/player1/#", "sport/tennis/player2", "sport/tennis")]
    [InlineData("sport/tennis/+", "sport/tennis/player1/ranking", "sport/tennis")]
    [InlineData("+", "/finance", "a/b", "a/")]
    [InlineData("sport/+", "sport")]
    [InlineData("a", "A", "/a", "a/")]
    public async Task Filter_Subscribed_GetsNothingElse(string filter, params string[] topics)
    {
        var subscriber = await _fixture.SubscriberAsync("s", filter);
        var publisher = await _fixture.JoinAsync("p");
        foreach (var topic in topics)
        {
            await publisher.PublishAsync(topic, "1");
        }

        await subscriber.ExpectNothingAsync();
    }

    [Trait("Statement", "MQTT-4.7.2-1")]
    [Trait("Statement311", "MQTT-4.7.2-1")]
    [Theory]
    [InlineData("#", false)]
    [InlineData("+/a", false)]
    [InlineData("+/#", false)]
    [InlineData("$x/#", true)]
    [InlineData("$x/+", true)]
    [InlineData("$x/a", true)]
    public async Task Wildcard_First_DoesNotMatchADollarTopic(string filter, bool matches)
    {
        foreach (var version in new[] { MqttProtocolVersion.V311, MqttProtocolVersion.V50 })
        {
            var subscriber = await _fixture.SubscriberAsync("s", filter, version: version);
            await PublishAsync("$x/a");
            if (matches)
            {
                await subscriber.ReceiveAsync("$x/a", "1");
            }

            await subscriber.ExpectNothingAsync();
        }
    }

    /// <summary>Retained messages are matched the same way.</summary>
    [Trait("Statement", "MQTT-4.7.2-1")]
    [Trait("Statement311", "MQTT-4.7.2-1")]
    [Fact]
    public async Task Wildcard_First_DoesNotMatchARetainedDollarTopic()
    {
        await PublishAsync("$x/a", retain: true);
        var subscriber = await _fixture.SubscriberAsync("s", "#");
        await subscriber.SubscribeAsync("+/a");
        await subscriber.ExpectNothingAsync();
        await subscriber.SubscribeAsync("$x/#");
        await subscriber.ReceiveAsync("$x/a", "1", retain: true);
    }

    [Trait("Statement", "MQTT-4.7.3-1")]
    [Trait("Statement311", "MQTT-4.7.3-1")]
    [Theory]
    [InlineData("3002 0000", "3003 0000 00")]
    [InlineData("8205 0001 0000 00", "8206 0001 00 0000 00")]
    [InlineData("a204 0001 0000", "a205 0001 00 0000")]
    public async Task Topic_Empty_Closes(string hex311, string hex5)
    {
        var older = await _fixture.JoinAsync("a", MqttProtocolVersion.V311);
        await older.SendAsync(hex311);
        await older.ExpectClosedAsync();
        var client = await _fixture.JoinAsync("a");
        await client.SendAsync(hex5);
        var reason = (await client.ReadAsync<DisconnectPacket>()).ReasonCode;
        Assert.Contains(reason, new[] { ReasonCode.MalformedPacket, ReasonCode.ProtocolError, ReasonCode.TopicFilterInvalid, ReasonCode.TopicNameInvalid });
        await client.ExpectClosedAsync("");
    }

    [Trait("Statement", "MQTT-4.7.3-3")]
    [Trait("Statement311", "MQTT-4.7.3-3")]
    [Theory]
    [InlineData(MqttProtocolVersion.V311)]
    [InlineData(MqttProtocolVersion.V50)]
    public async Task Topic_OfTheLargestLength_IsRouted(MqttProtocolVersion version)
    {
        using var fixture = new BrokerFixture(new BrokerLimits { TopicBytesMax = 65_535 });
        var topic = new string('t', 65_535);
        var subscriber = await fixture.SubscriberAsync("s", topic, version: version);
        var publisher = await fixture.JoinAsync("p", version);
        await publisher.PublishAsync(topic, "1");
        await publisher.PublishAsync(topic[1..], "2");
        await subscriber.ReceiveAsync(topic, "1");
        await subscriber.ExpectNothingAsync();
    }

    [Trait("Statement", "MQTT-4.7.3-4")]
    [Trait("Statement311", "MQTT-4.7.3-4")]
    [Theory]
    [InlineData("\u00c5", "A\u030a")]
    [InlineData("ACCOUNTS", "Accounts")]
    [InlineData("a/b", "a//b")]
    [InlineData("a/./b", "a/b")]
    [InlineData("%61", "a")]
    [InlineData("a ", "a")]
    public async Task Topics_ThatOnlyLookAlike_AreDifferent(string one, string other)
    {
        var first = await _fixture.SubscriberAsync("s", one);
        var second = await _fixture.SubscriberAsync("t", other);
        var publisher = await _fixture.JoinAsync("p");
        await publisher.PublishAsync(one, "1");
        await publisher.PublishAsync(other, "2");
        await first.ReceiveAsync(one, "1");
        await first.ExpectNothingAsync();
        await second.ReceiveAsync(other, "2");
        await second.ExpectNothingAsync();
    }

    /// <summary>As the server itself; clients may be kept from topics that begin with $ (4.7.2).</summary>
    private async Task PublishAsync(string topic, bool retain = false) =>
        await _fixture.Broker.PublishAsync(
            new BrokerPublish { Topic = topic, Payload = "1"u8.ToArray(), Qos = MqttQos.AtMostOnce, Retain = retain }, CancellationToken.None);
}
