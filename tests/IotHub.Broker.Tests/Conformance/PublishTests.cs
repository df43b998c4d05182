using IotHub.Broker.Limits;
using IotHub.Mqtt.Packets;

namespace IotHub.Broker.Tests.Conformance;

/// <summary>PUBLISH: its flags, topic and properties, and what reaches a subscriber of them (3.3).</summary>
public sealed class PublishTests : IDisposable
{
    private readonly BrokerFixture _fixture = new(policy: new RefusingPolicy());

    public void Dispose() => _fixture.Dispose();

    [Trait("Statement", "MQTT-3.3.1-2")]
    [Trait("Statement311", "MQTT-3.3.1-2")]
    [Theory]
    [InlineData(MqttProtocolVersion.V311)]
    [InlineData(MqttProtocolVersion.V50)]
    public async Task Dup_WithQos0_Closes(MqttProtocolVersion version)
    {
        var client = await _fixture.JoinAsync("a", version);
        await client.SendAsync(version == MqttProtocolVersion.V50 ? "3804 0001 61 00" : "3803 0001 61");
        await client.ExpectClosedAsync(ReasonCode.MalformedPacket);
    }

    [Trait("Statement", "MQTT-3.3.1-3")]
    [Trait("Statement", "MQTT-4.3.2-2")]
    [Trait("Statement", "MQTT-4.3.3-2")]
    [Trait("Statement311", "MQTT-3.3.1-3")]
    [Trait("Statement311", "MQTT-4.3.2-1")]
    [Theory]
    [InlineData(MqttProtocolVersion.V311, "3a05 0001 61 0007", MqttQos.AtLeastOnce)]
    [InlineData(MqttProtocolVersion.V311, "3c05 0001 61 0007", MqttQos.ExactlyOnce)]
    [InlineData(MqttProtocolVersion.V50, "3a06 0001 61 0007 00", MqttQos.AtLeastOnce)]
    [InlineData(MqttProtocolVersion.V50, "3c06 0001 61 0007 00", MqttQos.ExactlyOnce)]
    public async Task Dup_Received_IsNotPassedOn(MqttProtocolVersion version, string hex, MqttQos qos)
    {
        var subscriber = await _fixture.SubscriberAsync("s", "a", qos, version);
        var publisher = await _fixture.JoinAsync("p", version);
        await publisher.SendAsync(hex);
        await publisher.SendAsync(qos == MqttQos.ExactlyOnce ? "6202 0007" : "");
        await subscriber.ReceiveAsync("a", "", qos, dup: false);
    }

    [Trait("Statement", "MQTT-3.3.1-4")]
    [Trait("Statement311", "MQTT-3.3.1-4")]
    [Theory]
    [InlineData("36")]
    [InlineData("37")]
    [InlineData("3e")]
    public async Task Qos_Three_Closes(string first)
    {
        var older = await _fixture.JoinAsync("a", MqttProtocolVersion.V311);
        await older.SendAsync($"{first}05 0001 61 0001");
        await older.ExpectClosedAsync();
        var client = await _fixture.JoinAsync("a");
        await client.SendAsync($"{first}06 0001 61 0001 00");
        await client.ExpectClosedAsync(ReasonCode.MalformedPacket);
    }

    [Trait("Statement", "MQTT-3.3.2-1")]
    [Trait("Statement311", "MQTT-3.3.2-1")]
    [Theory]
    [InlineData("3001 00", "3001 00")]
    [InlineData("3003 0002 61", "3003 0002 61")]
    [InlineData("3003 0001 ff", "3004 0001 ff 00")]
    public async Task Topic_MissingOrNotText_Closes(string hex311, string hex5)
    {
        var older = await _fixture.JoinAsync("a", MqttProtocolVersion.V311);
        await older.SendAsync(hex311);
        await older.ExpectClosedAsync();
        var client = await _fixture.JoinAsync("a");
        await client.SendAsync(hex5);
        await client.ExpectClosedAsync(ReasonCode.MalformedPacket);
    }

    [Trait("Statement", "MQTT-3.3.2-2")]
    [Trait("Statement", "MQTT-4.7.0-1")]
    [Trait("Statement311", "MQTT-3.3.2-2")]
    [Trait("Statement311", "MQTT-4.7.1-1")]
    [Theory]
    [InlineData("2b")]
    [InlineData("23")]
    [InlineData("612f2b")]
    [InlineData("612f23")]
    [InlineData("6123")]
    public async Task Topic_WithWildcard_Closes(string topic)
    {
        var length = topic.Length / 2;
        var older = await _fixture.JoinAsync("a", MqttProtocolVersion.V311);
        await older.SendAsync($"30{length + 2:x2} {length:x4} {topic}");
        await older.ExpectClosedAsync();
        var client = await _fixture.JoinAsync("a");
        await client.SendAsync($"30{length + 3:x2} {length:x4} {topic} 00");
        await client.ExpectClosedAsync(ReasonCode.MalformedPacket);
    }

    [Trait("Statement", "MQTT-3.3.2-3")]
    [Trait("Statement311", "MQTT-3.3.2-3")]
    [Theory]
    [InlineData(MqttProtocolVersion.V311)]
    [InlineData(MqttProtocolVersion.V50)]
    public async Task Topic_OfWhatIsSent_MatchesTheFilter(MqttProtocolVersion version)
    {
        var subscriber = await _fixture.SubscriberAsync("s", "a/+/c", version: version);
        var publisher = await _fixture.JoinAsync("p", version);
        foreach (var topic in new[] { "a/b/c", "a/b", "a/b/c/d", "A/b/c", "a//c", "b/b/c" })
        {
            await publisher.PublishAsync(topic, "1");
        }

        await subscriber.ReceiveAsync("a/b/c", "1");
        await subscriber.ReceiveAsync("a//c", "1");
        await subscriber.ExpectNothingAsync();
    }

    [Trait("Statement", "MQTT-3.3.2-4")]
    [Trait("Statement", "MQTT-3.3.2-15")]
    [Trait("Statement", "MQTT-3.3.2-16")]
    [Trait("Statement", "MQTT-3.3.2-17")]
    [Trait("Statement", "MQTT-3.3.2-18")]
    [Trait("Statement", "MQTT-3.3.2-20")]
    [Theory]
    [InlineData(MqttQos.AtMostOnce)]
    [InlineData(MqttQos.AtLeastOnce)]
    [InlineData(MqttQos.ExactlyOnce)]
    public async Task Properties_OfTheMessage_ReachSubscribersUnaltered(MqttQos qos)
    {
        var properties = new MqttProperties
        {
            PayloadFormatIndicator = true,
            ResponseTopic = "r/1",
            CorrelationData = new byte[] { 0, 255, 1 },
            ContentType = "text/plain",
            UserProperties = [new UserProperty("b", "1"), new UserProperty("a", "2"), new UserProperty("b", "1"), new UserProperty("", "")],
        };
        var subscribers = new[] { await _fixture.SubscriberAsync("s", "a", qos), await _fixture.SubscriberAsync("t", "#", qos) };
        var publisher = await _fixture.JoinAsync("p");
        await publisher.PublishAsync("a", "1", qos, retain: true, properties: properties);
        foreach (var subscriber in subscribers)
        {
            await subscriber.ReceiveAsync("a", "1", qos, properties: properties);
        }

        var later = await _fixture.SubscriberAsync("u", "a", qos);
        await later.ReceiveAsync("a", "1", qos, retain: true, properties: properties);
    }

    [Trait("Statement", "MQTT-3.3.2-4")]
    [Fact]
    public async Task PayloadFormat_Zero_IsSentAsZero()
    {
        var subscriber = await _fixture.SubscriberAsync("s", "a");
        var publisher = await _fixture.JoinAsync("p");
        await publisher.SendAsync("3007 0001 61 02 0100 31");
        await subscriber.ExpectAsync("3007 0001 61 02 0100 31");
    }

    [Trait("Statement", "MQTT-3.3.2-13")]
    [Trait("Statement", "MQTT-3.3.2-14")]
    [Trait("Statement", "MQTT-3.3.2-19")]
    [Theory]
    [InlineData("3008 0001 61 04 08 0001 ff")]
    [InlineData("3008 0001 61 04 08 0001 2b")]
    [InlineData("300a 0001 61 06 08 0003 612f23")]
    [InlineData("3008 0001 61 04 03 0001 ff")]
    public async Task ResponseTopicOrContentType_NotAllowed_Closes(string hex)
    {
        var client = await _fixture.JoinAsync("a");
        await client.SendAsync(hex);
        var reason = (await client.ReadAsync<DisconnectPacket>()).ReasonCode;
        Assert.Contains(reason, new[] { ReasonCode.MalformedPacket, ReasonCode.ProtocolError, ReasonCode.TopicNameInvalid });
        await client.ExpectClosedAsync("");
    }

    [Trait("Statement", "MQTT-3.3.2-5")]
    [Trait("Statement", "MQTT-3.3.2-6")]
    [Theory]
    [InlineData(MqttQos.AtLeastOnce)]
    [InlineData(MqttQos.ExactlyOnce)]
    public async Task MessageExpiry_WhileWaiting_IsCountedDownAndEndsIt(MqttQos qos)
    {
        var subscriber = await _fixture.StayAsync("s", MqttProtocolVersion.V50);
        await subscriber.SubscribeAsync("a", qos);
        await subscriber.LoseAsync();
        var publisher = await _fixture.JoinAsync("p");
        await publisher.PublishAsync("a", "1", qos, properties: new MqttProperties { MessageExpiryInterval = 5 });
        await publisher.PublishAsync("a", "2", qos, properties: new MqttProperties { MessageExpiryInterval = 10 });
        await publisher.PublishAsync("a", "3", qos);
        _fixture.Time.Advance(TimeSpan.FromSeconds(5));
        subscriber = await _fixture.StayAsync("s", MqttProtocolVersion.V50, present: true);
        await subscriber.ReceiveAsync("a", "2", qos, properties: new MqttProperties { MessageExpiryInterval = 5 });
        await subscriber.ReceiveAsync("a", "3", qos);
        await subscriber.ExpectNothingAsync();
    }

    [Trait("Statement", "MQTT-3.3.2-5")]
    [Trait("Statement", "MQTT-3.3.2-6")]
    [Fact]
    public async Task MessageExpiry_Retained_IsCountedDownAndEndsIt()
    {
        var publisher = await _fixture.JoinAsync("p");
        await publisher.PublishAsync("a", "1", retain: true, properties: new MqttProperties { MessageExpiryInterval = 10 });
        _fixture.Time.Advance(TimeSpan.FromSeconds(4));
        var subscriber = await _fixture.SubscriberAsync("s", "a");
        await subscriber.ReceiveAsync("a", "1", retain: true, properties: new MqttProperties { MessageExpiryInterval = 6 });
        _fixture.Time.Advance(TimeSpan.FromSeconds(6));
        await (await _fixture.SubscriberAsync("t", "a")).ExpectNothingAsync();
    }

    [Trait("Statement", "MQTT-3.3.2-6")]
    [Theory]
    [InlineData(0, 10u)]
    [InlineData(1, 10u)]
    [InlineData(999, 10u)]
    [InlineData(1_000, 9u)]
    [InlineData(9_001, 1u)]
    [InlineData(9_999, 1u)]
    public async Task MessageExpiry_PartOfASecond_IsRoundedUp(int waitedMs, uint sent)
    {
        var publisher = await _fixture.JoinAsync("p");
        await publisher.PublishAsync("a", "1", retain: true, properties: new MqttProperties { MessageExpiryInterval = 10 });
        _fixture.Time.Advance(TimeSpan.FromMilliseconds(waitedMs));
        var subscriber = await _fixture.SubscriberAsync("s", "a");
        await subscriber.ReceiveAsync("a", "1", retain: true, properties: new MqttProperties { MessageExpiryInterval = sent });
    }

    [Trait("Statement", "MQTT-3.3.4-6")]
    [Trait("Statement", "MQTT-4.13.1-1")]
    [Fact]
    public async Task SubscriptionIdentifier_FromAClient_Closes()
    {
        var client = await _fixture.JoinAsync("a");
        await client.SendAsync("3006 0001 61 02 0b05");
        await client.ExpectClosedAsync(ReasonCode.ProtocolError);
    }

    [Trait("Statement", "MQTT-3.3.4-2")]
    [Trait("Statement", "MQTT-3.3.4-3")]
    [Trait("Statement", "MQTT-3.3.4-4")]
    [Trait("Statement", "MQTT-3.3.4-5")]
    [Trait("Statement", "MQTT-3.8.4-8")]
    [Trait("Statement311", "MQTT-3.3.5-1")]
    [Trait("Statement311", "MQTT-3.8.4-6")]
    [Fact]
    public async Task Subscriptions_Overlapping_GetOneCopyWithTheHighestQosAndAllIdentifiers()
    {
        var subscriber = await _fixture.JoinAsync("s");
        await subscriber.SubscribeAsync(new SubscriptionRequest("a/b"), 5);
        await subscriber.SubscribeAsync(new SubscriptionRequest("a/+", MqttQos.ExactlyOnce));
        await subscriber.SubscribeAsync(new SubscriptionRequest("a/#", MqttQos.AtLeastOnce), 300);
        await subscriber.SubscribeAsync(new SubscriptionRequest("b", MqttQos.ExactlyOnce), 7);
        var publisher = await _fixture.JoinAsync("p");
        foreach (var qos in new[] { MqttQos.AtMostOnce, MqttQos.AtLeastOnce, MqttQos.ExactlyOnce })
        {
            await publisher.PublishAsync("a/b", "1", qos);
            var got = await subscriber.ReadAsync<PublishPacket>();
            Assert.Equal(qos, got.Qos);
            Assert.Equal([5, 300], got.Properties.SubscriptionIdentifiers.Order());
            await subscriber.ExpectNothingAsync();
        }
    }

    [Trait("Statement311", "MQTT-3.3.5-1")]
    [Trait("Statement311", "MQTT-3.8.4-6")]
    [Fact]
    public async Task Subscriptions_OverlappingIn311_GetTheHighestQos()
    {
        var subscriber = await _fixture.JoinAsync("s", MqttProtocolVersion.V311);
        await subscriber.SubscribeAsync("a/b", MqttQos.AtMostOnce);
        await subscriber.SubscribeAsync("a/+", MqttQos.ExactlyOnce);
        await subscriber.SubscribeAsync("#", MqttQos.AtLeastOnce);
        var publisher = await _fixture.JoinAsync("p", MqttProtocolVersion.V311);
        await publisher.PublishAsync("a/b", "1", MqttQos.ExactlyOnce);
        await subscriber.TakeAsync("a/b", "1", MqttQos.ExactlyOnce);
        await subscriber.ExpectNothingAsync();
    }

    [Trait("Statement", "MQTT-3.8.4-8")]
    [Trait("Statement", "MQTT-4.8.2-3")]
    [Trait("Statement311", "MQTT-3.8.4-6")]
    [Theory]
    [InlineData("a")]
    [InlineData("$share/g/a")]
    public async Task Qos_OfWhatIsSent_IsTheLowerOfPublishedAndGranted(string filter)
    {
        foreach (var granted in new[] { MqttQos.AtMostOnce, MqttQos.AtLeastOnce, MqttQos.ExactlyOnce })
        {
            var subscriber = await _fixture.SubscriberAsync("s", filter, granted);
            var publisher = await _fixture.JoinAsync("p");
            foreach (var published in new[] { MqttQos.AtMostOnce, MqttQos.AtLeastOnce, MqttQos.ExactlyOnce })
            {
                await publisher.PublishAsync("a", "1", published);
                await subscriber.TakeAsync("a", "1", published < granted ? published : granted);
            }
        }
    }

    [Trait("Statement", "MQTT-3.4.2-1")]
    [Trait("Statement", "MQTT-3.5.2-1")]
    [Fact]
    public async Task ReasonCodes_OfAcknowledgements_SayWhatBecameOfTheMessage()
    {
        await _fixture.SubscriberAsync("s", "a");
        var client = await _fixture.JoinAsync("p");
        await client.SendAsync("3206 0001 61 0001 00");
        await client.ExpectAsync("4002 0001");
        await client.SendAsync("3206 0001 62 0002 00");
        await client.ExpectAsync("4003 0002 10");
        await client.SendAsync("3207 0002 6e6f 0003 00");
        await client.ExpectAsync("4003 0003 87");
        await client.SendAsync("3406 0001 61 0004 00");
        await client.ExpectAsync("5002 0004");
        await client.SendAsync("3406 0001 62 0005 00");
        await client.ExpectAsync("5003 0005 10");
        await client.SendAsync("3407 0002 6e6f 0006 00");
        await client.ExpectAsync("5003 0006 87");
    }

    [Trait("Statement311", "MQTT-3.3.5-2")]
    [Theory]
    [InlineData("3206 0002 6e6f 0003", "4002 0003")]
    [InlineData("3406 0002 6e6f 0003", "5002 0003")]
    public async Task Publish_NotAuthorizedIn311_IsAcknowledgedAllTheSame(string publish, string acknowledgement)
    {
        var subscriber = await _fixture.SubscriberAsync("s", "#", version: MqttProtocolVersion.V311);
        var client = await _fixture.JoinAsync("p", MqttProtocolVersion.V311);
        await client.SendAsync(publish);
        await client.ExpectAsync(acknowledgement);
        await client.ExpectNothingAsync();
        await subscriber.ExpectNothingAsync();
    }

    [Trait("Statement", "MQTT-3.1.2-24")]
    [Trait("Statement", "MQTT-3.1.2-25")]
    [Theory]
    [InlineData(MqttQos.AtMostOnce, 5)]
    [InlineData(MqttQos.AtLeastOnce, 7)]
    [InlineData(MqttQos.ExactlyOnce, 7)]
    public async Task MaximumPacketSize_LargerMessage_IsAsIfItHadBeenSent(MqttQos qos, int overhead)
    {
        var subscriber = await _fixture.JoinAsync("s", new MqttProperties { MaximumPacketSize = 40, ReceiveMaximum = 1 });
        await subscriber.SubscribeAsync("a", qos);
        var publisher = await _fixture.JoinAsync("p");
        var largest = new string('x', 40 - overhead - 1);
        await publisher.PublishAsync("a", largest, qos);
        await publisher.PublishAsync("a", largest + "x", qos);
        await publisher.PublishAsync("a", largest + "xy", qos);
        await publisher.PublishAsync("a", "1", qos);
        await subscriber.TakeAsync("a", largest, qos);
        await subscriber.TakeAsync("a", "1", qos);
        await subscriber.ExpectNothingAsync();
    }

    [Trait("Statement", "MQTT-3.2.2-15")]
    [Theory]
    [InlineData(128, true)]
    [InlineData(129, false)]
    public async Task MaximumPacketSize_OfTheServerExceeded_Closes(int length, bool accepted)
    {
        using var fixture = new BrokerFixture(new BrokerLimits { PacketBytesMax = 128 });
        var client = await fixture.JoinAsync("a");
        Assert.Equal(128u, client.Connack.Properties.MaximumPacketSize);
        await client.SendAsync(length == 128 ? $"307e 0001 61 00 {string.Concat(Enumerable.Repeat("78", 122))}" : $"307f 0001 61 00 {string.Concat(Enumerable.Repeat("78", 123))}");
        if (accepted)
        {
            await client.ExpectNothingAsync();
        }
        else
        {
            await client.ExpectClosedAsync(ReasonCode.PacketTooLarge);
        }
    }
}
