using System.Text;
using IotHub.Mqtt.Packets;

namespace IotHub.Mqtt.Client.Tests;

public class MessageTests
{
    private static MqttProperties All { get; } = new()
    {
        PayloadFormatIndicator = true,
        MessageExpiryInterval = 60,
        ContentType = "text/plain",
        ResponseTopic = "answers/1",
        CorrelationData = "7"u8.ToArray(),
        UserProperties = [new UserProperty("k", "1"), new UserProperty("k", "2")],
    };

    [Fact]
    [Trait("Statement", "MQTT-3.3.2-13")]
    public async Task Publish_Properties_AreOnTheWireInOrder()
    {
        await using var test = new TestClient(TestClient.Options);
        var peer = await test.AcceptAsync();
        _ = test.Client.PublishAsync(new MqttMessage("a", "x"u8.ToArray(), MqttQos.ExactlyOnce, true) { Properties = All }, CancellationToken.None).AsTask();

        var sent = await peer.ExpectAsync<PublishPacket>();

        Assert.Equal((MqttQos.ExactlyOnce, true), (sent.Qos, sent.Retain));
        AssertAll(sent.Properties);
    }

    [Fact]
    public async Task Receive_Properties_ReachTheHandler()
    {
        await using var test = new TestClient(TestClient.Options);
        var peer = await test.AcceptAsync();
        var received = new TaskCompletionSource<MqttMessage>();
        await test.SubscribeAsync(peer, new MqttSubscription("a"), message =>
        {
            received.SetResult(message);
            return ValueTask.CompletedTask;
        });

        await peer.WriteAsync(PublishPacket.Create("a", default, retain: true) with { Properties = All });

        var message = await received.Task;
        Assert.Equal(("a", true), (message.Topic, message.Retain));
        AssertAll(message.Properties);
    }

    [Fact]
    public async Task Publish_To311_LeavesPropertiesOut()
    {
        await using var test = new TestClient(TestClient.Options with { Version = MqttProtocolVersion.V311 });
        var peer = await test.AcceptAsync();
        _ = test.Client.PublishAsync(new MqttMessage("a", default, MqttQos.AtLeastOnce) { Properties = All }, CancellationToken.None).AsTask();

        var sent = await peer.ExpectAsync<PublishPacket>();

        Assert.Same(MqttProperties.Empty, sent.Properties);
    }

    [Theory]
    [InlineData(9.9, 1u)]
    [InlineData(4, 6u)]
    [InlineData(0, 10u)]
    public async Task Publish_ExpiryWhileWaiting_IsCountedDown(double waited, uint left)
    {
        await using var test = new TestClient(TestClient.Options);
        _ = test.Client.PublishAsync(Expiring(MqttQos.AtLeastOnce), CancellationToken.None).AsTask();
        test.Time.Advance(TimeSpan.FromSeconds(waited));
        var peer = await test.AcceptAsync();

        Assert.Equal(left, (await peer.ExpectAsync<PublishPacket>()).Properties.MessageExpiryInterval);
    }

    [Fact]
    public async Task Publish_ExpiredWhileWaiting_IsNotSentAndFails()
    {
        await using var test = new TestClient(TestClient.Options with { ResponseTimeout = TimeSpan.FromMinutes(1) });
        var publishing = test.Client.PublishAsync(Expiring(MqttQos.ExactlyOnce), CancellationToken.None).AsTask();
        test.Time.Advance(TimeSpan.FromSeconds(10));
        var peer = await test.AcceptAsync();

        var exception = await Assert.ThrowsAsync<MqttExpiredException>(() => publishing);
        Assert.Equal("A message on a expired before it could be sent.", exception.Message);
        await peer.TurnAsync();
        Assert.Equal((1, 0, 0), (test.Client.Statistics.Expired, test.Client.Statistics.Sent, test.Client.Statistics.Pending));
    }

    [Fact]
    [Trait("Statement", "MQTT-4.3.3-7")]
    public async Task Publish_ExpiredAfterItWasSent_IsSentAgain()
    {
        await using var test = new TestClient(TestClient.Keeping(MqttProtocolVersion.V50) with { ResponseTimeout = TimeSpan.FromMinutes(1) });
        var first = await test.AcceptAsync();
        _ = test.Client.PublishAsync(Expiring(MqttQos.ExactlyOnce), CancellationToken.None).AsTask();
        await first.ExpectAsync<PublishPacket>();
        test.Time.Advance(TimeSpan.FromSeconds(20));

        var second = await test.ReconnectAsync(first, new ConnackPacket { SessionPresent = true });

        Assert.Equal(1u, (await second.ExpectAsync<PublishPacket>()).Properties.MessageExpiryInterval);
    }

    [Theory]
    [InlineData(MqttQos.AtLeastOnce)]
    [InlineData(MqttQos.ExactlyOnce)]
    public async Task Publish_NobodySubscribes_IsSaid(MqttQos qos)
    {
        await using var test = new TestClient(TestClient.Options);
        var peer = await test.AcceptAsync();
        var publishing = test.PublishAsync("a", qos);
        var id = (await peer.ExpectAsync<PublishPacket>()).PacketId;
        if (qos == MqttQos.AtLeastOnce)
        {
            await peer.WriteAsync(new PubackPacket { PacketId = id, ReasonCode = ReasonCode.NoMatchingSubscribers });
        }
        else
        {
            await peer.WriteAsync(new PubrecPacket { PacketId = id, ReasonCode = ReasonCode.NoMatchingSubscribers });
            await peer.ExpectAsync<PubrelPacket>();
            await peer.WriteAsync(new PubcompPacket { PacketId = id });
        }

        Assert.Equal(ReasonCode.NoMatchingSubscribers, await publishing);
    }

    [Fact]
    [Trait("Statement", "MQTT-3.3.4-6")]
    [Trait("Statement", "MQTT-3.3.2-14")]
    public async Task Publish_WrongMessage_IsRefusedBeforeAnythingIsSent()
    {
        await using var test = new TestClient(TestClient.Options);
        var peer = await test.AcceptAsync();
        foreach (var wrong in new MqttMessage[]
        {
            new("a/+", default),
            new("", default),
            new("a", default, (MqttQos)3),
            new("a", default) { Properties = new MqttProperties { SubscriptionIdentifiers = [1] } },
            new("a", default) { Properties = new MqttProperties { TopicAlias = 1 } },
            new("a", default) { Properties = new MqttProperties { ResponseTopic = "a/#" } },
            new("a", default) { Properties = new MqttProperties { WillDelayInterval = 1 } },
        })
        {
            await Assert.ThrowsAsync<ArgumentException>(() => test.Client.PublishAsync(wrong, CancellationToken.None).AsTask());
        }

        await peer.TurnAsync();
        Assert.Equal(0, test.Client.Statistics.Sent);
    }

    [Fact]
    [Trait("Statement", "MQTT-4.6.0-2")]
    [Trait("Statement", "MQTT-4.6.0-3")]
    [Trait("Statement", "MQTT-4.5.0-2")]
    public async Task Receive_QosMixed_AnswersKeepTheirOrder()
    {
        await using var test = new TestClient(TestClient.Options);
        var peer = await test.AcceptAsync();
        await peer.WriteAsync(PublishPacket.Create("1", default, MqttQos.AtLeastOnce, packetId: 1));
        await peer.WriteAsync(PublishPacket.Create("2", default, MqttQos.ExactlyOnce, packetId: 2));
        await peer.WriteAsync(PublishPacket.Create("3", default, MqttQos.AtLeastOnce, packetId: 3));
        await peer.WriteAsync(PublishPacket.Create("4", default, MqttQos.ExactlyOnce, packetId: 4));

        Assert.Equal(1, (await peer.ExpectAsync<PubackPacket>()).PacketId);
        Assert.Equal(2, (await peer.ExpectAsync<PubrecPacket>()).PacketId);
        Assert.Equal(3, (await peer.ExpectAsync<PubackPacket>()).PacketId);
        Assert.Equal(4, (await peer.ExpectAsync<PubrecPacket>()).PacketId);
    }

    private static MqttMessage Expiring(MqttQos qos) => new("a", default, qos) { Properties = new MqttProperties { MessageExpiryInterval = 10 } };

    private static void AssertAll(MqttProperties properties)
    {
        Assert.Equal((true, 60u, "text/plain", "answers/1"), (properties.PayloadFormatIndicator, properties.MessageExpiryInterval, properties.ContentType, properties.ResponseTopic));
        Assert.Equal("7", Encoding.UTF8.GetString(properties.CorrelationData!.Value.Span));
        Assert.Equal(["1", "2"], properties.UserProperties.Where(one => one.Name == "k").Select(one => one.Value));
    }
}
