using IotHub.Mqtt.Packets;

namespace IotHub.Mqtt.Client.Tests;

/// <summary>Receive Maximum in both directions (section 4.9).</summary>
public class FlowControlTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [Trait("Statement", "MQTT-3.3.4-7")]
    [Trait("Statement", "MQTT-3.3.4-8")]
    [Trait("Statement", "MQTT-4.9.0-1")]
    [Trait("Statement", "MQTT-4.9.0-2")]
    public async Task Publish_ServerTakesTwo_OnlyTwoAreUnacknowledged(int count)
    {
        await using var test = new TestClient(TestClient.Options);
        var peer = await test.AcceptAsync(ReceiveMaximum(2));
        var publishing = Enumerable.Range(1, count).Select(i => test.PublishAsync($"{i}", (MqttQos)(1 + (i % 2)))).ToList();
        for (var i = 1; i <= Math.Min(count, 2); i++)
        {
            Assert.Equal($"{i}", (await peer.ExpectAsync<PublishPacket>()).GetTopicText());
        }

        await peer.TurnAsync();
        Assert.Equal(Math.Min(count, 2), test.Client.Statistics.Sent);

        // The first is QoS 2: PUBREC alone makes no room.
        await peer.WriteAsync(new PubrecPacket { PacketId = 1 });
        await peer.ExpectAsync<PubrelPacket>();
        await peer.TurnAsync();
        Assert.Equal(Math.Min(count, 2), test.Client.Statistics.Sent);
        await peer.WriteAsync(new PubcompPacket { PacketId = 1 });
        await publishing[0];
        if (count > 2)
        {
            Assert.Equal("3", (await peer.ExpectAsync<PublishPacket>()).GetTopicText());
        }
    }

    [Fact]
    [Trait("Statement", "MQTT-3.3.4-7")]
    [Trait("Statement", "MQTT-4.4.0-2")]
    public async Task Publish_RefusedByPubrec_MakesRoom()
    {
        await using var test = new TestClient(TestClient.Options);
        var peer = await test.AcceptAsync(ReceiveMaximum(1));
        var refused = test.PublishAsync("1", MqttQos.ExactlyOnce);
        _ = test.PublishAsync("2", MqttQos.ExactlyOnce);
        await peer.ExpectAsync<PublishPacket>();

        await peer.WriteAsync(new PubrecPacket { PacketId = 1, ReasonCode = ReasonCode.QuotaExceeded, Properties = new MqttProperties { ReasonString = "full" } });

        var exception = await Assert.ThrowsAsync<MqttRefusedException>(() => refused);
        Assert.Equal((ReasonCode.QuotaExceeded, "full"), (exception.ReasonCode, exception.ReasonString));

        // No PUBREL for the first one.
        Assert.Equal("2", (await peer.ExpectAsync<PublishPacket>()).GetTopicText());
    }

    [Fact]
    [Trait("Statement", "MQTT-4.9.0-2")]
    public async Task Publish_LessTakenAfterReconnect_RepeatsKeepToIt()
    {
        await using var test = new TestClient(TestClient.Keeping(MqttProtocolVersion.V50));
        var first = await test.AcceptAsync();
        _ = test.PublishAsync("1", MqttQos.AtLeastOnce);
        _ = test.PublishAsync("2", MqttQos.AtLeastOnce);
        await first.ExpectAsync<PublishPacket>();
        await first.ExpectAsync<PublishPacket>();

        var second = await test.ReconnectAsync(first, ReceiveMaximum(1) with { SessionPresent = true });
        Assert.Equal("1", (await second.ExpectAsync<PublishPacket>()).GetTopicText());
        await second.TurnAsync();
        Assert.Equal(3, test.Client.Statistics.Sent);
        await second.WriteAsync(new PubackPacket { PacketId = 1 });
        Assert.Equal("2", (await second.ExpectAsync<PublishPacket>()).GetTopicText());
    }

    [Theory]
    [InlineData(1, false)]
    [InlineData(2, false)]
    [InlineData(3, true)]
    [Trait("Statement", "MQTT-3.3.4-9")]
    public async Task Receive_WeTakeTwo_TheThirdEndsTheConnection(int count, bool ends)
    {
        await using var test = new TestClient(TestClient.Options with { ReceivedMax = 2 });
        var peer = await test.Connector.NextAsync();
        var connect = await peer.AcceptAsync();
        Assert.Equal((ushort)2, connect.Properties.ReceiveMaximum);
        var gate = new TaskCompletionSource();
        await test.SubscribeAsync(peer, new MqttSubscription("a", MqttQos.AtLeastOnce), async _ => await gate.Task);

        for (ushort id = 1; id <= count; id++)
        {
            await peer.WriteAsync(PublishPacket.Create("a", default, MqttQos.AtLeastOnce, packetId: id));
        }

        if (ends)
        {
            Assert.Equal(ReasonCode.ReceiveMaximumExceeded, (await peer.ExpectAsync<DisconnectPacket>()).ReasonCode);
            await peer.ExpectEndAsync();
            Assert.Equal(ReasonCode.ReceiveMaximumExceeded, (await test.StateAsync(MqttConnectionState.Disconnected)).Fault!.ReasonCode);
        }

        gate.SetResult();
        for (ushort id = 1; !ends && id <= count; id++)
        {
            Assert.Equal(id, (await peer.ExpectAsync<PubackPacket>()).PacketId);
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    [Trait("Statement", "MQTT-3.3.4-9")]
    public async Task Receive_RepeatedAndNew_AreCountedApart(bool repeatsAgain)
    {
        await using var test = new TestClient(TestClient.Options with { ReceivedMax = 2 });
        var peer = await test.AcceptAsync();
        var gate = new TaskCompletionSource();
        await test.SubscribeAsync(peer, new MqttSubscription("a", MqttQos.AtLeastOnce), async _ => await gate.Task);
        for (ushort id = 1; id <= 4; id++)
        {
            await peer.WriteAsync(PublishPacket.Create("a", default, MqttQos.AtLeastOnce, packetId: id) with { Dup = id <= 2 });
        }

        await peer.TurnAsync();
        Assert.Equal(4, test.Client.Statistics.Received);
        await peer.WriteAsync(PublishPacket.Create("a", default, MqttQos.AtLeastOnce, packetId: 5) with { Dup = repeatsAgain });

        Assert.Equal(ReasonCode.ReceiveMaximumExceeded, (await peer.ExpectAsync<DisconnectPacket>()).ReasonCode);
        gate.SetResult();
    }

    [Fact]
    [Trait("Statement", "MQTT-3.3.4-9")]
    public async Task Receive_Qos2_CountsUntilPubcomp()
    {
        await using var test = new TestClient(TestClient.Options with { ReceivedMax = 1 });
        var peer = await test.AcceptAsync();
        await peer.WriteAsync(PublishPacket.Create("a", default, MqttQos.ExactlyOnce, packetId: 1));
        await peer.ExpectAsync<PubrecPacket>();
        await peer.WriteAsync(new PubrelPacket { PacketId = 1 });
        await peer.ExpectAsync<PubcompPacket>();
        await peer.WriteAsync(PublishPacket.Create("a", default, MqttQos.ExactlyOnce, packetId: 2));
        await peer.ExpectAsync<PubrecPacket>();

        await peer.WriteAsync(PublishPacket.Create("a", default, MqttQos.ExactlyOnce, packetId: 3));

        Assert.Equal(ReasonCode.ReceiveMaximumExceeded, (await peer.ExpectAsync<DisconnectPacket>()).ReasonCode);
    }

    [Theory]
    [InlineData(2, 0)]
    [InlineData(3, 1)]
    public async Task Receive_Qos0BeyondTheBound_IsDroppedAndCounted(int waiting, int dropped)
    {
        await using var test = new TestClient(TestClient.Options with { ReceivedMax = 2 });
        var peer = await test.AcceptAsync();
        var entered = new TaskCompletionSource();
        var gate = new TaskCompletionSource();
        await test.SubscribeAsync(peer, new MqttSubscription("a"), async _ =>
        {
            entered.TrySetResult();
            await gate.Task;
        });

        // One is being handled and does not wait any more.
        await peer.WriteAsync(PublishPacket.Create("a", default));
        await entered.Task;
        for (var i = 0; i < waiting; i++)
        {
            await peer.WriteAsync(PublishPacket.Create("a", default));
        }

        await peer.TurnAsync();
        Assert.Equal((1 + waiting, dropped), (test.Client.Statistics.Received, test.Client.Statistics.ReceivedDropped));
        gate.SetResult();
    }

    [Theory]
    [InlineData(1, "PUBACK for QoS 2")]
    [InlineData(2, "PUBREC for QoS 1")]
    [InlineData(3, "PUBCOMP before PUBREC")]
    public async Task Answer_OutOfPlace_EndsTheConnectionWithProtocolError(int wrong, string what)
    {
        await using var test = new TestClient(TestClient.Options);
        var peer = await test.AcceptAsync();
        _ = test.PublishAsync(what, wrong == 2 ? MqttQos.AtLeastOnce : MqttQos.ExactlyOnce);
        await peer.ExpectAsync<PublishPacket>();

        await peer.WriteAsync(wrong switch
        {
            1 => new PubackPacket { PacketId = 1 },
            2 => new PubrecPacket { PacketId = 1 },
            _ => new PubcompPacket { PacketId = 1 },
        });

        Assert.Equal(ReasonCode.ProtocolError, (await peer.ExpectAsync<DisconnectPacket>()).ReasonCode);
    }

    [Fact]
    public async Task Pubrec_UnknownId_IsAnsweredNotFound()
    {
        await using var test = new TestClient(TestClient.Options);
        var peer = await test.AcceptAsync();

        await peer.WriteAsync(new PubrecPacket { PacketId = 9 });

        Assert.Equal(ReasonCode.PacketIdentifierNotFound, (await peer.ExpectAsync<PubrelPacket>()).ReasonCode);
    }

    private static ConnackPacket ReceiveMaximum(ushort maximum) => new() { Properties = new MqttProperties { ReceiveMaximum = maximum } };
}
