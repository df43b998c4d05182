using IotHub.Mqtt.Packets;

namespace IotHub.Mqtt.Client.Tests;

/// <summary>The bounds of what waits to be sent, and giving up.</summary>
public class OutgoingQueueTests
{
    /// <summary>Header 2, topic 3, packet id 2, properties 1, payload 1.</summary>
    private const int MessageBytes = 9;

    [Fact]
    public async Task Publish_QueueFullAndRefused_FailsFromTheFirstBeyondTheBound()
    {
        await using var test = new TestClient(TestClient.Options with { WaitingMax = 3, RefuseWhenFull = true });
        for (var i = 0; i < 3; i++)
        {
            _ = test.PublishAsync("a", MqttQos.AtLeastOnce);
        }

        var exception = await Assert.ThrowsAsync<MqttRefusedException>(() => test.PublishAsync("a", MqttQos.AtLeastOnce));

        Assert.Equal((ReasonCode.QuotaExceeded, 3), (exception.ReasonCode, test.Client.Statistics.Pending));
    }

    [Theory]
    [InlineData(89, 9)]
    [InlineData(90, 10)]
    [InlineData(91, 10)]
    public async Task Publish_BytesFullAndRefused_FailsFromTheFirstBeyondTheBound(int bytes, int fit)
    {
        await using var test = new TestClient(TestClient.Options with { WaitingBytesMax = bytes, RefuseWhenFull = true });
        for (var i = 0; i < fit; i++)
        {
            _ = test.PublishAsync("a", MqttQos.AtLeastOnce);
        }

        Assert.Equal(fit, bytes / MessageBytes);
        await Assert.ThrowsAsync<MqttRefusedException>(() => test.PublishAsync("a", MqttQos.AtLeastOnce));
    }

    [Theory]
    [InlineData(991, false)]
    [InlineData(992, false)]
    [InlineData(993, true)]
    public async Task Publish_MessageLargerThanTheQueue_IsRefusedThoughOthersWouldWait(int payload, bool isRefused)
    {
        // Two bytes of length instead of one make a header of 9 with packet id and properties.
        await using var test = new TestClient(TestClient.Options with { WaitingBytesMax = 1_001 });
        var publishing = test.Client.PublishAsync("a", new byte[payload], MqttQos.AtLeastOnce, false, CancellationToken.None).AsTask();

        if (isRefused)
        {
            Assert.Equal(ReasonCode.PacketTooLarge, (await Assert.ThrowsAsync<MqttRefusedException>(() => publishing)).ReasonCode);
        }
        else
        {
            Assert.False(publishing.IsCompleted);
        }
    }

    [Fact]
    public async Task Publish_QueueFullAndWaiting_LeavesInTheOrderOfTheCalls()
    {
        await using var test = new TestClient(TestClient.Options with { WaitingMax = 2, InFlightMax = 1 });
        var publishing = Enumerable.Range(1, 6).Select(i => test.PublishAsync($"{i}", MqttQos.AtLeastOnce)).ToList();
        Assert.Equal(6, test.Client.Statistics.Pending);
        var peer = await test.AcceptAsync();

        for (var i = 1; i <= 6; i++)
        {
            var sent = await peer.ExpectAsync<PublishPacket>();
            Assert.Equal($"{i}", sent.GetTopicText());
            await peer.WriteAsync(new PubackPacket { PacketId = sent.PacketId });
            await publishing[i - 1];
        }
    }

    [Fact]
    public async Task Publish_CancelledWhileItIsWritten_GoesOutAndTheNextToo()
    {
        await using var test = new TestClient(TestClient.Options);
        var peer = await test.AcceptAsync();
        using var giveUp = new CancellationTokenSource();
        var publishing = test.Client.PublishAsync("a", new byte[200_000], MqttQos.AtMostOnce, false, giveUp.Token).AsTask();
        await peer.BegunAsync();

        await giveUp.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => publishing);
        Assert.Equal(200_000, (await peer.ExpectAsync<PublishPacket>()).Payload.Length);
        _ = test.PublishAsync("b", MqttQos.AtMostOnce);
        Assert.Equal("b", (await peer.ExpectAsync<PublishPacket>()).GetTopicText());
    }

    [Fact]
    public async Task Publish_CancelledWhileWaiting_IsNotSent()
    {
        await using var test = new TestClient(TestClient.Options with { WaitingMax = 1 });
        using var stop = new CancellationTokenSource();
        var waiting = test.Client.PublishAsync("1", default, MqttQos.AtLeastOnce, false, stop.Token).AsTask();
        var entering = test.Client.PublishAsync("2", default, MqttQos.AtLeastOnce, false, stop.Token).AsTask();
        _ = test.PublishAsync("3", MqttQos.AtLeastOnce);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => entering);

        var peer = await test.AcceptAsync();

        Assert.Equal("3", (await peer.ExpectAsync<PublishPacket>()).GetTopicText());
        Assert.Equal(1, test.Client.Statistics.Pending);
    }

    [Fact]
    public async Task Publish_CancelledInFlight_KeepsItsIdUntilAcknowledged()
    {
        await using var test = new TestClient(TestClient.Keeping(MqttProtocolVersion.V50));
        using var stop = new CancellationTokenSource();
        var first = await test.AcceptAsync();
        var publishing = test.Client.PublishAsync("1", default, MqttQos.AtLeastOnce, false, stop.Token).AsTask();
        await first.ExpectAsync<PublishPacket>();
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => publishing);

        var second = await test.ReconnectAsync(first, new ConnackPacket { SessionPresent = true });
        Assert.Equal("1", (await second.ExpectAsync<PublishPacket>()).GetTopicText());
        await second.WriteAsync(new PubackPacket { PacketId = 1 });
        await second.TurnAsync();
        Assert.Equal(0, test.Client.Statistics.Pending);
    }

    [Fact]
    public async Task Calls_AlreadyCancelled_DoNothing()
    {
        await using var test = new TestClient(TestClient.Options);
        using var stop = new CancellationTokenSource();
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => test.Client.PublishAsync(new MqttMessage("a", default, MqttQos.AtLeastOnce), stop.Token).AsTask());
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => test.Client.SubscribeAsync("a", MqttQos.AtMostOnce, (_, _) => ValueTask.CompletedTask, stop.Token));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => test.Client.UnsubscribeAsync("a", stop.Token));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => test.Client.WaitConnectedAsync(stop.Token));

        Assert.Equal(0, test.Client.Statistics.Pending);
        var peer = await test.AcceptAsync();
        await peer.TurnAsync();
    }

    [Fact]
    public async Task Calls_AfterTheStop_Fail()
    {
        await using var test = new TestClient(TestClient.Options);
        var waiting = test.Client.SubscribeAsync("w", MqttQos.AtMostOnce, (_, _) => ValueTask.CompletedTask, CancellationToken.None);
        await test.StopAsync();

        await Assert.ThrowsAsync<MqttConnectionException>(() => waiting);
        await Assert.ThrowsAsync<MqttConnectionException>(() => test.PublishAsync("a", MqttQos.AtMostOnce));
        await Assert.ThrowsAsync<MqttConnectionException>(() => test.Client.SubscribeAsync("a", MqttQos.AtMostOnce, (_, _) => ValueTask.CompletedTask, CancellationToken.None));
        await Assert.ThrowsAsync<MqttConnectionException>(() => test.Client.UnsubscribeAsync("a", CancellationToken.None));
    }
}
