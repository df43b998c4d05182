using System.Text;
using IotHub.Broker.Delivery;
using IotHub.Broker.Limits;
using IotHub.Mqtt.Packets;

namespace IotHub.Broker.Tests;

/// <summary>The broker's behaviour by chapter, in bytes.</summary>
public sealed class ChapterTests : IDisposable
{
    private readonly BrokerFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public async Task Connect_SecondConnect_ClosesThatConnection()
    {
        var client = await _fixture.ConnectAsync('a');
        await client.SendAsync("100d 0004 4d515454 04 02 0000 0001 61");
        await client.ExpectClosedAsync();
        Assert.Equal(1, _fixture.Broker.GetStatistics().Faults[ReasonCode.ProtocolError]);
    }

    [Fact]
    public async Task Connect_UnknownLevel_IsAnsweredAndClosed()
    {
        var client = _fixture.Open();
        await client.SendAsync("100d 0004 4d515454 07 02 0000 0001 61");
        await client.ExpectClosedAsync("2003008400");
    }

    [Fact]
    public async Task Connect_NothingSent_ClosesAfterTheTimeout()
    {
        var client = _fixture.Open();
        _fixture.Time.Advance(TimeSpan.FromSeconds(10));
        await client.ExpectClosedAsync();
    }

    [Fact]
    public async Task Connect_EmptyIdOf311WithKeptSession_IsRefused()
    {
        var client = _fixture.Open();
        await client.SendAsync("100c 0004 4d515454 04 00 0000 0000");
        await client.ExpectClosedAsync("20020002");
    }

    [Fact]
    public async Task Malformed_Packet_ClosesOnlyThatConnection()
    {
        var good = await _fixture.ConnectAsync('a');
        var bad = await _fixture.ConnectAsync('b');
        await bad.SendAsync("3606 0001 61 0001 78");
        await bad.ExpectClosedAsync();
        await good.ExpectNothingAsync();
        var fault = await _fixture.Log.WaitForAsync(3003);
        Assert.Contains("b", fault.Message, StringComparison.Ordinal);
        Assert.Contains("MQTT-3.3.1-4", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("20020000")]
    [InlineData("9003000100")]
    [InlineData("b0020001")]
    [InlineData("d000")]
    public async Task Malformed_PacketOfAServer_Closes(string hex)
    {
        var client = await _fixture.ConnectAsync('a');
        await client.SendAsync(hex);
        await client.ExpectClosedAsync();
    }

    [Fact]
    public async Task KeepAlive_OneAndAHalfTimes_Closes()
    {
        var client = await _fixture.ConnectAsync('a', keepAlive: 10);
        _fixture.Time.Advance(TimeSpan.FromSeconds(14));
        await client.ExpectNothingAsync();
        _fixture.Time.Advance(TimeSpan.FromSeconds(15));
        await client.ExpectClosedAsync();
    }

    [Fact]
    public async Task Publish_Qos0_ReachesSubscriberInOrder()
    {
        var subscriber = await SubscribedAsync('s', "8206 0001 0001 61 00", "9003 0001 00");
        var publisher = await _fixture.ConnectAsync('p');
        await publisher.SendAsync("3004 0001 61 31 3004 0001 61 32 3004 0001 62 33");
        await subscriber.ExpectAsync("3004 0001 61 31 3004 0001 61 32");
        await subscriber.ExpectNothingAsync();
    }

    [Fact]
    public async Task Publish_Qos1_IsAcknowledgedAndDeliveredWithQos1()
    {
        var subscriber = await SubscribedAsync('s', "8206 0001 0001 2b 02", "9003 0001 02");
        var publisher = await _fixture.ConnectAsync('p');
        await publisher.SendAsync("3206 0001 61 0007 31");
        await publisher.ExpectAsync("4002 0007");
        await subscriber.ExpectAsync("3206 0001 61 0001 31");
        await subscriber.SendAsync("4002 0001");
        await subscriber.ExpectNothingAsync();
    }

    [Fact]
    public async Task Publish_Qos2Twice_IsDeliveredOnce()
    {
        var subscriber = await SubscribedAsync('s', "8206 0001 0001 61 00", "9003 0001 00");
        var publisher = await _fixture.ConnectAsync('p');
        await publisher.SendAsync("3406 0001 61 0007 31 3c06 0001 61 0007 31");
        await publisher.ExpectAsync("5002 0007 5002 0007");
        await publisher.SendAsync("6202 0007");
        await publisher.ExpectAsync("7002 0007");
        await subscriber.ExpectAsync("3004 0001 61 31");
        await subscriber.ExpectNothingAsync();
    }

    [Fact]
    public async Task Session_Kept_GetsUnacknowledgedAgainThenWhatWaited()
    {
        var subscriber = await _fixture.ConnectAsync('s', clean: false);
        await subscriber.SendAsync("8206 0001 0001 61 01");
        await subscriber.ExpectAsync("9003 0001 01");
        var publisher = await _fixture.ConnectAsync('p');
        await publisher.SendAsync("3206 0001 61 0001 31");
        await publisher.ExpectAsync("4002 0001");
        await subscriber.ExpectAsync("3206 0001 61 0001 31");
        await subscriber.LoseAsync();
        await publisher.SendAsync("3206 0001 61 0002 32");
        await publisher.ExpectAsync("4002 0002");
        subscriber = await _fixture.ConnectAsync('s', clean: false, present: true);
        await subscriber.ExpectAsync("3a06 0001 61 0001 31 3206 0001 61 0002 32");
    }

    [Fact]
    public async Task Session_TakenOver_ClosesTheOlderConnection()
    {
        var older = await _fixture.ConnectAsync('a');
        var newer = await _fixture.ConnectAsync('a');
        await older.ExpectClosedAsync();
        await newer.ExpectNothingAsync();
    }

    [Fact]
    public async Task Will_NetworkLost_IsPublishedAndRetained()
    {
        var subscriber = await SubscribedAsync('s', "8206 0001 0001 77 00", "9003 0001 00");
        var lost = await _fixture.ConnectAsync("1013 0004 4d515454 04 26 0000 0001 61 0001 77 0001 78", "20020000");
        await lost.LoseAsync();
        await subscriber.ExpectAsync("3004 0001 77 78");
        await SubscribedAsync('t', "8206 0001 0001 77 00", "9003 0001 00 3104 0001 77 78");
    }

    [Fact]
    public async Task Will_Disconnect_IsNotPublished()
    {
        var subscriber = await SubscribedAsync('s', "8206 0001 0001 77 00", "9003 0001 00");
        var client = await _fixture.ConnectAsync("1013 0004 4d515454 04 26 0000 0001 61 0001 77 0001 78", "20020000");
        await client.SendAsync("e000");
        await client.ExpectClosedAsync();
        await subscriber.ExpectNothingAsync();
    }

    [Fact]
    public async Task Retained_EmptyPayload_ClearsTopic()
    {
        var publisher = await _fixture.ConnectAsync('p');
        await publisher.SendAsync("3104 0001 61 31");
        await publisher.ExpectNothingAsync();
        await SubscribedAsync('s', "8206 0001 0001 23 00", "9003 0001 00 3104 0001 61 31");
        await publisher.SendAsync("3103 0001 61");
        await publisher.ExpectNothingAsync();
        var later = await SubscribedAsync('t', "8206 0001 0001 23 00", "9003 0001 00");
        await later.ExpectNothingAsync();
        Assert.Equal(0, _fixture.Broker.GetStatistics().RetainedMessages);
    }

    [Fact]
    public async Task Subscribe_Unsubscribe_EndsDelivery()
    {
        var subscriber = await SubscribedAsync('s', "8206 0001 0001 61 00", "9003 0001 00");
        await subscriber.SendAsync("a205 0002 0001 61");
        await subscriber.ExpectAsync("b002 0002");
        var publisher = await _fixture.ConnectAsync('p');
        await publisher.SendAsync("3004 0001 61 31");
        await publisher.ExpectNothingAsync();
        await subscriber.ExpectNothingAsync();
    }

    [Fact]
    public async Task InProcess_Handler_IsAwaitedBeforeTheAcknowledgement()
    {
        var entered = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var subscription = _fixture.Broker.Subscribe("#", async (message, _) =>
        {
            entered.SetResult($"{message.ClientId} {message.Topic} {Encoding.UTF8.GetString(message.Payload.Span)}");
            await release.Task;
        });
        var publisher = await _fixture.ConnectAsync('p');
        await publisher.SendAsync("3206 0001 61 0007 31 c000");
        Assert.Equal("p a 1", await entered.Task);
        release.SetResult();
        await publisher.ExpectAsync("4002 0007 d000");
    }

    [Fact]
    public async Task InProcess_PublishAndSubscribe_RetainedComesFirst()
    {
        await _fixture.Broker.PublishAsync(new BrokerPublish { Topic = "a/b", Payload = "1"u8.ToArray(), Retain = true }, CancellationToken.None);
        var got = new List<string>();
        using var subscription = _fixture.Broker.Subscribe("a/+", (message, _) =>
        {
            got.Add($"{message.Topic} {message.Retain} {Encoding.UTF8.GetString(message.Payload.Span)}");
            return ValueTask.CompletedTask;
        });
        await _fixture.Broker.PublishAsync(new BrokerPublish { Topic = "a/b", Payload = "2"u8.ToArray() }, CancellationToken.None);
        Assert.Equal(["a/b True 1", "a/b False 2"], got);
    }

    [Fact]
    public async Task Stop_Version5_IsToldThatTheServerShutsDown()
    {
        var client = _fixture.Open();
        await client.SendAsync("100e 0004 4d515454 05 02 0000 00 0001 61");
        await client.ExpectAsync("2011 00 00 0e 21 0100 27 00040000 22 0040 13 003c");
        await _fixture.Broker.StopAsync(CancellationToken.None);
        await client.ExpectClosedAsync("e002 8b 00");
    }

    [Theory]
    [InlineData(127, true)]
    [InlineData(128, true)]
    [InlineData(129, false)]
    public async Task Limits_PacketSize_HoldsAtTheNumber(int bytes, bool accepted)
    {
        using var fixture = new BrokerFixture(new BrokerLimits { PacketBytesMax = 128 });
        var client = await fixture.ConnectAsync('p');
        var remaining = bytes - (bytes - 2 < 128 ? 2 : 3);
        var header = remaining < 128 ? $"30{remaining:x2}" : $"30{(remaining & 127) | 128:x2}{remaining >> 7:x2}";
        await client.SendAsync($"{header} 0001 61 {string.Concat(Enumerable.Repeat("78", remaining - 3))}");
        if (accepted)
        {
            await client.ExpectNothingAsync();
        }
        else
        {
            await client.ExpectClosedAsync();
        }
    }

    [Fact]
    public async Task Limits_OfflineQueue_DropsTheOldest()
    {
        using var fixture = new BrokerFixture(new BrokerLimits { QueuedMessagesMax = 2 });
        var subscriber = await fixture.ConnectAsync('s', clean: false);
        await subscriber.SendAsync("8206 0001 0001 61 01");
        await subscriber.ExpectAsync("9003 0001 01");
        await subscriber.LoseAsync();
        var publisher = await fixture.ConnectAsync('p');
        await publisher.SendAsync("3206 0001 61 0001 31 3206 0001 61 0002 32 3206 0001 61 0003 33");
        await publisher.ExpectAsync("4002 0001 4002 0002 4002 0003");
        Assert.Equal(1, fixture.Broker.GetStatistics().Dropped[DropReason.QueueFull]);
        subscriber = await fixture.ConnectAsync('s', clean: false, present: true);
        await subscriber.ExpectAsync("3206 0001 61 0001 32 3206 0001 61 0002 33");
    }

    private async Task<ByteClient> SubscribedAsync(char id, string subscribe, string answer)
    {
        var client = await _fixture.ConnectAsync(id);
        await client.SendAsync(subscribe);
        await client.ExpectAsync(answer);
        return client;
    }
}
