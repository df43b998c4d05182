using IotHub.Broker.Limits;
using IotHub.Mqtt.Packets;

namespace IotHub.Broker.Tests.Conformance;

/// <summary>Topic aliases, both ways (3.3.2.3.4).</summary>
public sealed class TopicAliasTests : IDisposable
{
    private readonly BrokerFixture _fixture = new(new BrokerLimits { TopicAliasMax = 3 });

    public void Dispose() => _fixture.Dispose();

    [Trait("Statement", "MQTT-3.3.2-12")]
    [Fact]
    public async Task Alias_UpToTheMaximum_IsAccepted()
    {
        var subscriber = await _fixture.SubscriberAsync("s", "#");
        var publisher = await _fixture.JoinAsync("p");
        Assert.Equal((ushort)3, publisher.Connack.Properties.TopicAliasMaximum);
        for (var alias = 1; alias <= 3; alias++)
        {
            await publisher.SendAsync($"3008 0001 6{alias} 03 23 {alias:x4} 31");
            await subscriber.ReceiveAsync($"{(char)(0x60 + alias)}", "1");
        }

        for (var alias = 3; alias >= 1; alias--)
        {
            await publisher.SendAsync($"3007 0000 03 23 {alias:x4} 32");
            await subscriber.ReceiveAsync($"{(char)(0x60 + alias)}", "2");
        }

        await publisher.SendAsync("3008 0001 7a 03 23 0002 33 3007 0000 03 23 0002 34");
        await subscriber.ReceiveAsync("z", "3");
        await subscriber.ReceiveAsync("z", "4");
    }

    [Trait("Statement", "MQTT-3.3.2-8")]
    [Trait("Statement", "MQTT-3.3.2-9")]
    [Trait("Statement", "MQTT-3.2.2-17")]
    [Trait("Statement", "MQTT-4.13.1-1")]
    [Theory]
    [InlineData("0000")]
    [InlineData("0004")]
    [InlineData("ffff")]
    public async Task Alias_ZeroOrAboveTheMaximum_Closes(string alias)
    {
        var client = await _fixture.JoinAsync("p");
        await client.SendAsync($"3008 0001 61 03 23 {alias} 31");
        await client.ExpectClosedAsync(ReasonCode.TopicAliasInvalid);
    }

    [Trait("Statement", "MQTT-3.2.2-18")]
    [Fact]
    public async Task Alias_NoneAllowed_ClosesOnTheFirst()
    {
        using var fixture = new BrokerFixture(new BrokerLimits { TopicAliasMax = 0 });
        var client = await fixture.JoinAsync("p");
        Assert.Contains(client.Connack.Properties.TopicAliasMaximum, new ushort?[] { null, 0 });
        await client.SendAsync("3008 0001 61 03 23 0001 31");
        await client.ExpectClosedAsync(ReasonCode.TopicAliasInvalid);
    }

    [Trait("Statement", "MQTT-3.3.2-7")]
    [Fact]
    public async Task Alias_OfTheConnectionBefore_IsUnknown()
    {
        var client = await _fixture.StayAsync("p", MqttProtocolVersion.V50);
        await client.SendAsync("3008 0001 61 03 23 0001 31");
        await client.ExpectNothingAsync();
        await client.LoseAsync();
        client = await _fixture.StayAsync("p", MqttProtocolVersion.V50, present: true);
        await client.SendAsync("3007 0000 03 23 0001 32");
        await client.ExpectClosedAsync(ReasonCode.ProtocolError);
    }

    /// <summary>What one publisher calls a topic is not passed on to subscribers.</summary>
    [Trait("Statement", "MQTT-3.1.2-27")]
    [Trait("Statement", "MQTT-3.3.2-7")]
    [Theory]
    [InlineData(null)]
    [InlineData((ushort)0)]
    public async Task Alias_ClientTakesNone_IsNeverSent(ushort? maximum)
    {
        var subscriber = await _fixture.JoinAsync("s", new MqttProperties { TopicAliasMaximum = maximum });
        await subscriber.SubscribeAsync("#");
        var publisher = await _fixture.JoinAsync("p");
        await publisher.SendAsync("3008 0001 61 03 23 0001 31 3007 0000 03 23 0001 32 3007 0000 03 23 0001 33");
        await subscriber.ExpectAsync("3005 0001 61 00 31 3005 0001 61 00 32 3005 0001 61 00 33");
    }

    [Trait("Statement", "MQTT-3.1.2-26")]
    [Trait("Statement", "MQTT-3.3.2-8")]
    [Trait("Statement", "MQTT-3.3.2-11")]
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Alias_Sent_IsWithinTheMaximumAndMeansTheTopic(int maximum)
    {
        var subscriber = await _fixture.JoinAsync("s", new MqttProperties { TopicAliasMaximum = (ushort)maximum });
        await subscriber.SubscribeAsync("#");
        var publisher = await _fixture.JoinAsync("p");
        var known = new Dictionary<ushort, string>();
        var aliases = 0;
        foreach (var topic in new[] { "topic/a", "topic/b", "topic/c", "topic/a", "topic/b", "topic/c", "topic/a" })
        {
            await publisher.PublishAsync(topic, "1");
            var got = await subscriber.ReadAsync<PublishPacket>();
            if (got.Properties.TopicAlias is { } alias)
            {
                Assert.InRange(alias, 1, maximum);
                aliases++;
                if (!got.Topic.IsEmpty)
                {
                    known[alias] = got.GetTopicText();
                }

                Assert.Equal(topic, known[alias]);
            }
            else
            {
                Assert.Equal(topic, got.GetTopicText());
            }
        }

        Assert.True(aliases > 0, "no alias was ever sent");
    }

    [Trait("Statement", "MQTT-3.3.2-7")]
    [Trait("Statement", "MQTT-3.3.2-11")]
    [Fact]
    public async Task Alias_Sent_BeginsAnewOnTheNextConnection()
    {
        var properties = new MqttProperties { TopicAliasMaximum = 5 };
        var subscriber = await _fixture.StayAsync("s", MqttProtocolVersion.V50, properties: properties);
        await subscriber.SubscribeAsync("topic/a");
        var publisher = await _fixture.JoinAsync("p");
        await publisher.PublishAsync("topic/a", "1");
        await publisher.PublishAsync("topic/a", "1");
        Assert.Equal("topic/a", (await subscriber.ReadAsync<PublishPacket>()).GetTopicText());
        await subscriber.LoseAsync();
        subscriber = await _fixture.StayAsync("s", MqttProtocolVersion.V50, present: true, properties: properties);
        await publisher.PublishAsync("topic/a", "2");
        Assert.Equal("topic/a", (await subscriber.ReadAsync<PublishPacket>()).GetTopicText());
    }
}
