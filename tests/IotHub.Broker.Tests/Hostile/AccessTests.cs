using IotHub.Broker.Access;
using IotHub.Broker.Delivery;
using IotHub.Mqtt.Packets;
using IotHub.Mqtt.Topics;

namespace IotHub.Broker.Tests.Hostile;

/// <summary>No way round the policy: M8, M14, M24, M26.</summary>
public sealed class AccessTests
{
    /// <summary>M8: a Will is refused where the same publish is, and said so at CONNECT.</summary>
    [Theory]
    [InlineData("open/1")]
    [InlineData("closed/1")]
    [InlineData("closed")]
    [InlineData("$SYS/broker/version")]
    [InlineData("$CONTROL/dynamic-security/v1")]
    [InlineData("$share/g/open/1")]
    public async Task Will_AndPublish_AreJudgedAlike(string topic)
    {
        using var fixture = new BrokerFixture(policy: new OpenTopics());
        var publisher = await fixture.ConnectV5Async("p");
        await publisher.SendAsync(PublishPacket.Create(topic, default, MqttQos.AtLeastOnce, packetId: 1));
        var puback = await publisher.ReadAsync(5);
        var isAllowed = puback[4] == 0x10;
        Assert.Equal(topic.StartsWith("open/", StringComparison.Ordinal), isAllowed);

        var client = fixture.Open();
        await client.SendAsync(new ConnectPacket { ClientId = "w", Version = MqttProtocolVersion.V50, KeepAlive = 60, Will = new WillMessage { Topic = topic } });
        var connack = await client.ReadAsync(isAllowed ? 16 : 5);
        Assert.Equal(isAllowed ? 0x00 : 0x87, connack[3]);
    }

    /// <summary>M8: rights that ended while the client was there hold for its Will too.</summary>
    [Fact]
    public async Task Will_RightsEndedMeanwhile_IsDropped()
    {
        var policy = new OpenTopics();
        using var fixture = new BrokerFixture(policy: policy);
        var watcher = await fixture.SubscribedV5Async("s", new SubscriptionRequest("open/#"));
        var client = await fixture.ConnectV5Async("w", will: new WillMessage { Topic = "open/1" });
        policy.Prefix = "other/";
        await client.LoseAsync();
        await watcher.ExpectNothingAsync();
        Assert.Equal(1, fixture.Broker.GetStatistics().Dropped[DropReason.NotAuthorized]);
    }

    /// <summary>M24: what the hub itself publishes passes the same place.</summary>
    [Fact]
    public async Task Publish_OfTheHubItself_IsJudgedToo()
    {
        using var fixture = new BrokerFixture(policy: new OpenTopics());
        await fixture.Broker.PublishAsync(new BrokerPublish { Topic = "closed/1" }, CancellationToken.None);
        Assert.Equal(1, fixture.Broker.GetStatistics().Dropped[DropReason.NotAuthorized]);
    }

    /// <summary>M14: a filter is allowed only when everything it matches is.</summary>
    [Theory]
    [InlineData("open/1", 0x00)]
    [InlineData("open/#", 0x00)]
    [InlineData("open/+/x", 0x00)]
    [InlineData("$share/g/open/#", 0x00)]
    [InlineData("#", 0x87)]
    [InlineData("+/1", 0x87)]
    [InlineData("+/#", 0x87)]
    [InlineData("closed/1", 0x87)]
    [InlineData("$share/g/#", 0x87)]
    [InlineData("$share/g/closed/1", 0x87)]
    public async Task Subscribe_WiderThanAllowed_IsRefused(string filter, int code)
    {
        using var fixture = new BrokerFixture(policy: new OpenTopics());
        var client = await fixture.ConnectV5Async("s");
        await client.SendAsync(new SubscribePacket { PacketId = 1, Subscriptions = [new SubscriptionRequest(filter)] });
        await client.ExpectAsync($"9004 0001 00 {code:x2}");
    }

    /// <summary>M14: clients do not talk on topics that begin with '$', and do not hear the broker's by a wildcard.</summary>
    [Theory]
    [InlineData("#")]
    [InlineData("+/#")]
    [InlineData("+/broker/#")]
    public async Task Subscribe_ByAWildcard_DoesNotMatchTheBrokersTopics(string filter)
    {
        using var fixture = new BrokerFixture();
        var client = await fixture.SubscribedV5Async("s", new SubscriptionRequest(filter));
        fixture.Time.Advance(TimeSpan.FromSeconds(30));
        await client.ExpectNothingAsync();
    }

    /// <summary>M26: there is nothing to be administered by MQTT.</summary>
    [Theory]
    [InlineData("$CONTROL/dynamic-security/v1")]
    [InlineData("$SYS/broker/clients/connected")]
    [InlineData("$anything")]
    public async Task Publish_ToATopicOfTheServer_IsRefused(string topic)
    {
        using var fixture = new BrokerFixture();
        var client = await fixture.ConnectV5Async("p");
        await client.SendAsync(PublishPacket.Create(topic, default, MqttQos.AtLeastOnce, packetId: 1, retain: true));
        await client.ExpectAsync("4003 0001 87");
        Assert.Equal(0, fixture.Broker.GetStatistics().RetainedMessages);
    }

    /// <summary>M8, M26: a Will neither, even where the policy allows everything.</summary>
    [Theory]
    [InlineData("$CONTROL/dynamic-security/v1")]
    [InlineData("$SYS/broker/clients/connected")]
    [InlineData("$anything")]
    public async Task Will_ForATopicOfTheServer_IsRefused(string topic)
    {
        using var fixture = new BrokerFixture();
        var client = fixture.Open();
        await client.SendAsync(new ConnectPacket { ClientId = "w", Version = MqttProtocolVersion.V50, KeepAlive = 60, Will = new WillMessage { Topic = topic } });
        await client.ExpectClosedAsync("2003 00 87 00");
    }

    /// <summary>Allows what begins with a prefix; a filter when all that it matches begins with it.</summary>
    private sealed class OpenTopics : IAccessPolicy
    {
        public string Prefix { get; set; } = "open/";

        public ReasonCode Connect(AccessSubject subject, ReadOnlyMemory<byte>? password) => ReasonCode.Success;

        public ReasonCode Publish(AccessSubject subject, ReadOnlySpan<byte> topic) => Judge(topic);

        public ReasonCode Subscribe(AccessSubject subject, string filter)
        {
            var bytes = System.Text.Encoding.UTF8.GetBytes(filter);
            return Judge(TopicFilter.TrySplitShared(bytes, out _, out var inner) ? inner : bytes);
        }

        private ReasonCode Judge(ReadOnlySpan<byte> topic) =>
            topic.StartsWith(System.Text.Encoding.UTF8.GetBytes(Prefix)) ? ReasonCode.Success : ReasonCode.NotAuthorized;
    }
}
