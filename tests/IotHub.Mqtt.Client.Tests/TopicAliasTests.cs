using IotHub.Mqtt.Packets;

namespace IotHub.Mqtt.Client.Tests;

public class TopicAliasTests
{
    [Theory]
    [InlineData(0, 10, "a b c a b c")]
    [InlineData(2, 0, "a b c a b c")]
    [InlineData(10, 10, "a=1 b=2 c=3 =1 =2 =3")]
    [InlineData(10, 3, "a=1 b=2 c=3 =1 =2 =3")]
    [InlineData(10, 2, "a=1 b=2 c=1 a=2 b=1 c=2")]
    [InlineData(1, 10, "a=1 b=1 c=1 a=1 b=1 c=1")]
    [Trait("Statement", "MQTT-3.2.2-17")]
    [Trait("Statement", "MQTT-3.2.2-18")]
    [Trait("Statement", "MQTT-3.3.2-8")]
    [Trait("Statement", "MQTT-3.3.2-9")]
    public async Task Publish_ThreeTopicsTwice_UsesNumbersUpToBothBounds(int ours, int servers, string expected)
    {
        await using var test = new TestClient(TestClient.Options with { TopicAliasesMax = ours });
        var peer = await test.AcceptAsync(Aliases(servers));

        Assert.Equal(expected, await SentAsync(test, peer, "a", "b", "c", "a", "b", "c"));
    }

    [Fact]
    public async Task Publish_TableFull_TheLongestUnusedGivesUpItsNumber()
    {
        await using var test = new TestClient(TestClient.Options with { TopicAliasesMax = 2 });
        var peer = await test.AcceptAsync(Aliases(2));

        Assert.Equal("a=1 b=2 =1 c=2 =1", await SentAsync(test, peer, "a", "b", "a", "c", "a"));
    }

    [Fact]
    [Trait("Statement", "MQTT-3.3.2-7")]
    public async Task Publish_AfterReconnect_NumbersStartAnew()
    {
        await using var test = new TestClient(TestClient.Keeping(MqttProtocolVersion.V50) with { TopicAliasesMax = 2 });
        var first = await test.AcceptAsync(Aliases(2));
        Assert.Equal("a=1 =1", await SentAsync(test, first, "a", "a"));
        _ = test.PublishAsync("a", MqttQos.AtLeastOnce);
        Assert.Equal("=1", Text(await first.ExpectAsync<PublishPacket>()));

        var second = await test.ReconnectAsync(first, Aliases(2) with { SessionPresent = true });

        Assert.Equal("a=1", Text(await second.ExpectAsync<PublishPacket>()));
    }

    [Fact]
    [Trait("Statement", "MQTT-3.2.2-15")]
    public async Task Publish_NumberWouldMakeThePacketTooLarge_GoesWithout()
    {
        await using var test = new TestClient(TestClient.Options with { TopicAliasesMax = 2 });

        // Header 2, topic 3, properties 1, payload 1: 7 bytes, 10 with the number.
        var peer = await test.AcceptAsync(new ConnackPacket { Properties = new MqttProperties { TopicAliasMaximum = 2, MaximumPacketSize = 9 } });

        Assert.Equal("a a", await SentAsync(test, peer, "a", "a"));
    }

    [Fact]
    [Trait("Statement", "MQTT-3.3.2-10")]
    public async Task Receive_NumbersUpToOurs_StandForTheirTopics()
    {
        await using var test = new TestClient(TestClient.Options with { ReceivedTopicAliasMax = 2 });
        var peer = await test.Connector.NextAsync();
        Assert.Equal((ushort)2, (await peer.AcceptAsync()).Properties.TopicAliasMaximum);
        var topics = new List<string>();
        await test.SubscribeAsync(peer, new MqttSubscription("#", MqttQos.AtLeastOnce), message =>
        {
            topics.Add(message.Topic);
            return ValueTask.CompletedTask;
        });
        ushort id = 0;
        foreach (var (topic, alias) in new[] { ("a", 1), ("b", 2), ("", 1), ("", 2), ("c", 1), ("", 1) })
        {
            await peer.WriteAsync(Message(topic, alias) with { Qos = MqttQos.AtLeastOnce, PacketId = ++id });
            await peer.ExpectAsync<PubackPacket>();
        }

        Assert.Equal(["a", "b", "a", "b", "c", "c"], topics);
    }

    [Theory]
    [InlineData("a", 3, ReasonCode.TopicAliasInvalid)]
    [InlineData("", 2, ReasonCode.ProtocolError)]
    [Trait("Statement", "MQTT-3.1.2-26")]
    public async Task Receive_NumberThatMayNotBe_EndsTheConnection(string topic, int alias, ReasonCode reason)
    {
        await using var test = new TestClient(TestClient.Options with { ReceivedTopicAliasMax = 2 });
        var peer = await test.AcceptAsync();

        await peer.WriteAsync(Message(topic, alias));

        Assert.Equal(reason, (await peer.ExpectAsync<DisconnectPacket>()).ReasonCode);
    }

    private static ConnackPacket Aliases(int maximum) => new() { Properties = new MqttProperties { TopicAliasMaximum = (ushort)maximum } };

    private static PublishPacket Message(string topic, int alias) =>
        PublishPacket.Create(topic, default) with { Properties = new MqttProperties { TopicAlias = (ushort)alias } };

    private static string Text(PublishPacket packet) => packet.GetTopicText() + (packet.Properties.TopicAlias is { } alias ? $"={alias}" : "");

    private static async Task<string> SentAsync(TestClient test, ScriptedPeer peer, params string[] topics)
    {
        var sent = new List<string>();
        foreach (var topic in topics)
        {
            await test.PublishAsync(topic, MqttQos.AtMostOnce);
            sent.Add(Text(await peer.ExpectAsync<PublishPacket>()));
        }

        return string.Join(' ', sent);
    }
}
