using IotHub.Mqtt.Packets;

namespace IotHub.Mqtt.Client.Tests;

/// <summary>Exactly once over a reconnect, at each step of a delivery, outwards and inwards, with and without the server's session.</summary>
public class ReconnectTests
{
    public static TheoryData<MqttProtocolVersion> Versions { get; } = [MqttProtocolVersion.V311, MqttProtocolVersion.V50];

    private static ConnackPacket Present { get; } = new() { SessionPresent = true };

    [Theory]
    [MemberData(nameof(Versions))]
    [Trait("Statement", "MQTT-4.4.0-1")]
    [Trait("Statement", "MQTT-3.3.1-1")]
    [Trait("Statement", "MQTT-4.3.2-2")]
    [Trait("Statement", "MQTT-4.3.2-3")]
    public async Task Publish_Qos1AndPubackLost_IsSentAgainUnderItsId(MqttProtocolVersion version)
    {
        await using var test = new TestClient(TestClient.Keeping(version));
        var first = await test.AcceptAsync();
        var publishing = test.PublishAsync("a/b", MqttQos.AtLeastOnce);
        var sent = await first.ExpectAsync<PublishPacket>();
        Assert.False(sent.Dup);

        var second = await test.ReconnectAsync(first, Present);
        var again = await second.ExpectAsync<PublishPacket>();
        Assert.Equal((true, sent.PacketId, "a/b"), (again.Dup, again.PacketId, again.GetTopicText()));
        Assert.False(publishing.IsCompleted);
        await second.WriteAsync(new PubackPacket { PacketId = again.PacketId });
        Assert.Equal(ReasonCode.Success, await publishing);
        Assert.Equal((1, 0), (test.Client.Statistics.Resent, test.Client.Statistics.Pending));
    }

    [Theory]
    [MemberData(nameof(Versions))]
    [Trait("Statement", "MQTT-4.4.0-1")]
    [Trait("Statement", "MQTT-4.3.3-2")]
    [Trait("Statement", "MQTT-4.3.3-3")]
    public async Task Publish_Qos2AndPublishLost_IsSentAgainUnderItsId(MqttProtocolVersion version)
    {
        await using var test = new TestClient(TestClient.Keeping(version));
        var first = await test.AcceptAsync();
        var publishing = test.PublishAsync("a", MqttQos.ExactlyOnce);
        var sent = await first.ExpectAsync<PublishPacket>();
        Assert.False(sent.Dup);

        var second = await test.ReconnectAsync(first, Present);
        var again = await second.ExpectAsync<PublishPacket>();
        Assert.Equal((true, sent.PacketId), (again.Dup, again.PacketId));
        await CompleteAsync(second, sent.PacketId);
        await publishing;
        Assert.Equal(0, test.Client.Statistics.Pending);
    }

    [Theory]
    [MemberData(nameof(Versions))]
    [Trait("Statement", "MQTT-4.3.3-4")]
    [Trait("Statement", "MQTT-4.3.3-5")]
    [Trait("Statement", "MQTT-4.3.3-6")]
    public async Task Publish_Qos2AndPubrelLost_PubrelIsSentAgainAndNotPublish(MqttProtocolVersion version)
    {
        await using var test = new TestClient(TestClient.Keeping(version));
        var first = await test.AcceptAsync();
        var publishing = test.PublishAsync("a", MqttQos.ExactlyOnce);
        var sent = await first.ExpectAsync<PublishPacket>();
        await first.WriteAsync(new PubrecPacket { PacketId = sent.PacketId });
        Assert.Equal(sent.PacketId, (await first.ExpectAsync<PubrelPacket>()).PacketId);
        Assert.False(publishing.IsCompleted);

        var second = await test.ReconnectAsync(first, Present);
        Assert.Equal(sent.PacketId, (await second.ExpectAsync<PubrelPacket>()).PacketId);
        await second.WriteAsync(new PubcompPacket { PacketId = sent.PacketId });
        await publishing;

        // Nothing else was sent again: the next packet is the next message, under the next id.
        _ = test.PublishAsync("b", MqttQos.AtLeastOnce);
        Assert.Equal("b", (await second.ExpectAsync<PublishPacket>()).GetTopicText());
    }

    [Fact]
    [Trait("Statement", "MQTT-4.6.0-1")]
    [Trait("Statement", "MQTT-4.6.0-4")]
    public async Task Publish_SeveralInFlight_AreSentAgainInTheirOrders()
    {
        await using var test = new TestClient(TestClient.Keeping(MqttProtocolVersion.V50));
        var first = await test.AcceptAsync();
        foreach (var (topic, qos) in new[] { ("1", 2), ("2", 1), ("3", 2), ("4", 2), ("5", 1) })
        {
            _ = test.PublishAsync(topic, (MqttQos)qos);
            await first.ExpectAsync<PublishPacket>();
        }

        // Released in another order than sent: 4, then 1.
        await first.WriteAsync(new PubrecPacket { PacketId = 4 });
        await first.WriteAsync(new PubrecPacket { PacketId = 1 });
        await first.ExpectAsync<PubrelPacket>();
        await first.ExpectAsync<PubrelPacket>();

        var second = await test.ReconnectAsync(first, Present);
        var again = new List<MqttPacket?>();
        for (var i = 0; i < 5; i++)
        {
            again.Add(await second.ReadAsync());
        }

        // Each kind in its order; which kind is first is said nowhere.
        Assert.Equal([4, 1], again.OfType<PubrelPacket>().Select(packet => (int)packet.PacketId));
        Assert.Equal(["2", "3", "5"], again.OfType<PublishPacket>().Select(packet => packet.GetTopicText()));
    }

    [Theory]
    [MemberData(nameof(Versions))]
    [Trait("Statement", "MQTT-3.2.2-5")]
    [Trait("Statement", "MQTT-4.3.2-1")]
    public async Task Publish_SessionLost_UnconfirmedAreNewMessagesAndReceivedAreDone(MqttProtocolVersion version)
    {
        await using var test = new TestClient(TestClient.Keeping(version));
        var first = await test.AcceptAsync();
        var qos1 = test.PublishAsync("1", MqttQos.AtLeastOnce);
        await first.ExpectAsync<PublishPacket>();
        var received = test.PublishAsync("2", MqttQos.ExactlyOnce);
        await first.ExpectAsync<PublishPacket>();
        var unconfirmed = test.PublishAsync("3", MqttQos.ExactlyOnce);
        await first.ExpectAsync<PublishPacket>();
        await first.WriteAsync(new PubrecPacket { PacketId = 2 });
        await first.ExpectAsync<PubrelPacket>();

        var second = await test.ReconnectAsync(first, new ConnackPacket());
        await received;
        var again = await second.ExpectAsync<PublishPacket>();
        Assert.Equal((false, "1", (ushort)4), (again.Dup, again.GetTopicText(), again.PacketId));
        again = await second.ExpectAsync<PublishPacket>();
        Assert.Equal((false, "3", (ushort)5), (again.Dup, again.GetTopicText(), again.PacketId));
        await second.WriteAsync(new PubackPacket { PacketId = 4 });
        await CompleteAsync(second, 5);
        await qos1;
        await unconfirmed;
    }

    [Fact]
    [Trait("Statement", "MQTT-3.2.2-5")]
    public async Task Publish_SessionLostOnAConnectionThatNeverBecameReady_IsANewMessageOnTheNext()
    {
        await using var test = new TestClient(TestClient.Keeping(MqttProtocolVersion.V50));
        var first = await test.AcceptAsync();
        await test.SubscribeAsync(first, new MqttSubscription("s"), _ => ValueTask.CompletedTask);
        _ = test.PublishAsync("a", MqttQos.ExactlyOnce);
        await first.ExpectAsync<PublishPacket>();
        await first.CloseAsync();
        await test.PassBackOffAsync();
        var second = await test.Connector.NextAsync();
        await second.AcceptAsync(new ConnackPacket());
        await second.ExpectAsync<SubscribePacket>();
        await second.CloseAsync();
        await test.PassBackOffAsync();

        var third = await test.Connector.NextAsync();
        await third.AcceptAsync(Present);
        await third.GrantAsync();
        var again = await third.ExpectAsync<PublishPacket>();
        Assert.Equal((false, (ushort)2), (again.Dup, again.PacketId));
    }

    [Theory]
    [MemberData(nameof(Versions))]
    [Trait("Statement", "MQTT-4.3.3-8")]
    [Trait("Statement", "MQTT-4.3.3-10")]
    [Trait("Statement", "MQTT-4.3.3-11")]
    [Trait("Statement", "MQTT-4.3.3-12")]
    public async Task Receive_Qos2AndPubrecLost_IsHandledOnce(MqttProtocolVersion version)
    {
        await using var test = new TestClient(TestClient.Keeping(version));
        var first = await test.AcceptAsync();
        var handled = 0;
        await test.SubscribeAsync(first, new MqttSubscription("a", MqttQos.ExactlyOnce), _ => Count(ref handled));
        await first.WriteAsync(Message(7));
        Assert.Equal(7, (await first.ExpectAsync<PubrecPacket>()).PacketId);

        var second = await test.ReconnectAsync(first, Present);
        await second.WriteAsync(Message(7) with { Dup = true });
        Assert.Equal(7, (await second.ExpectAsync<PubrecPacket>()).PacketId);
        Assert.Equal(1, handled);
        await second.WriteAsync(new PubrelPacket { PacketId = 7 });
        Assert.Equal(ReasonCode.Success, (await second.ExpectAsync<PubcompPacket>()).ReasonCode);

        // Released: the id means another message now.
        await second.WriteAsync(Message(7));
        await second.ExpectAsync<PubrecPacket>();
        Assert.Equal(2, handled);
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task Receive_Qos2AndPubcompLost_PubrelIsAnsweredAgain(MqttProtocolVersion version)
    {
        await using var test = new TestClient(TestClient.Keeping(version));
        var first = await test.AcceptAsync();
        var handled = 0;
        await test.SubscribeAsync(first, new MqttSubscription("a", MqttQos.ExactlyOnce), _ => Count(ref handled));
        await first.WriteAsync(Message(7));
        await first.ExpectAsync<PubrecPacket>();
        await first.WriteAsync(new PubrelPacket { PacketId = 7 });
        await first.ExpectAsync<PubcompPacket>();

        var second = await test.ReconnectAsync(first, Present);
        await second.WriteAsync(new PubrelPacket { PacketId = 7 });
        var pubcomp = await second.ExpectAsync<PubcompPacket>();
        Assert.Equal(version == MqttProtocolVersion.V50 ? ReasonCode.PacketIdentifierNotFound : ReasonCode.Success, pubcomp.ReasonCode);
        Assert.Equal((7, 1), (pubcomp.PacketId, handled));
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task Receive_Qos2AndPubrelLost_IsReleasedOnTheNextConnection(MqttProtocolVersion version)
    {
        await using var test = new TestClient(TestClient.Keeping(version));
        var first = await test.AcceptAsync();
        var handled = 0;
        await test.SubscribeAsync(first, new MqttSubscription("a", MqttQos.ExactlyOnce), _ => Count(ref handled));
        await first.WriteAsync(Message(7));
        await first.ExpectAsync<PubrecPacket>();

        var second = await test.ReconnectAsync(first, Present);
        await second.WriteAsync(new PubrelPacket { PacketId = 7 });
        Assert.Equal(ReasonCode.Success, (await second.ExpectAsync<PubcompPacket>()).ReasonCode);
        Assert.Equal(1, handled);
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task Receive_Qos2AndConnectionLostWhileHandled_IsHandledOnceAndConfirmedOnTheNext(MqttProtocolVersion version)
    {
        await using var test = new TestClient(TestClient.Keeping(version));
        var first = await test.AcceptAsync();
        var handled = 0;
        var entered = new TaskCompletionSource();
        var gate = new TaskCompletionSource();
        await test.SubscribeAsync(first, new MqttSubscription("a", MqttQos.ExactlyOnce), async _ =>
        {
            handled++;
            entered.TrySetResult();
            await gate.Task;
        });
        await first.WriteAsync(Message(7));
        await entered.Task;

        var second = await test.ReconnectAsync(first, Present);
        await second.WriteAsync(Message(7) with { Dup = true });
        gate.SetResult();
        Assert.Equal(7, (await second.ExpectAsync<PubrecPacket>()).PacketId);
        Assert.Equal(1, handled);
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task Receive_Qos2AndSessionLost_SameIdIsAnotherMessage(MqttProtocolVersion version)
    {
        await using var test = new TestClient(TestClient.Keeping(version));
        var first = await test.AcceptAsync();
        var handled = 0;
        await test.SubscribeAsync(first, new MqttSubscription("a", MqttQos.ExactlyOnce), _ => Count(ref handled));
        await first.WriteAsync(Message(7));
        await first.ExpectAsync<PubrecPacket>();
        await first.CloseAsync();
        await test.PassBackOffAsync();

        var second = await test.Connector.NextAsync();
        await second.AcceptAsync();
        await second.GrantAsync();
        await second.WriteAsync(Message(7));
        await second.ExpectAsync<PubrecPacket>();
        Assert.Equal(2, handled);
    }

    [Theory]
    [MemberData(nameof(Versions))]
    [Trait("Statement", "MQTT-4.3.2-5")]
    public async Task Receive_Qos1AndPubackLost_IsHandledAgain(MqttProtocolVersion version)
    {
        await using var test = new TestClient(TestClient.Keeping(version));
        var first = await test.AcceptAsync();
        var handled = 0;
        await test.SubscribeAsync(first, new MqttSubscription("a", MqttQos.AtLeastOnce), _ => Count(ref handled));
        await first.WriteAsync(Message(7, MqttQos.AtLeastOnce));
        await first.ExpectAsync<PubackPacket>();

        var second = await test.ReconnectAsync(first, Present);
        await second.WriteAsync(Message(7, MqttQos.AtLeastOnce) with { Dup = true });
        await second.ExpectAsync<PubackPacket>();
        Assert.Equal(2, handled);
    }

    private static PublishPacket Message(ushort id, MqttQos qos = MqttQos.ExactlyOnce) => PublishPacket.Create("a", "x"u8.ToArray(), qos, packetId: id);

    private static ValueTask Count(ref int handled)
    {
        handled++;
        return ValueTask.CompletedTask;
    }

    private static async Task CompleteAsync(ScriptedPeer peer, ushort id)
    {
        await peer.WriteAsync(new PubrecPacket { PacketId = id });
        Assert.Equal(id, (await peer.ExpectAsync<PubrelPacket>()).PacketId);
        await peer.WriteAsync(new PubcompPacket { PacketId = id });
    }
}
