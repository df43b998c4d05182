using System.Threading.Channels;
using IotHub.Broker.Delivery;
using IotHub.Broker.Tests.Listeners;

namespace IotHub.Broker.Tests.Sockets;

/// <summary>A subscriber inside the process that takes its time pauses who publishes to it, and nobody else.</summary>
public sealed class SocketPauseTests
{
    private readonly Channel<ReceivedPublish> _handled = Channel.CreateBounded<ReceivedPublish>(16);
    private readonly TaskCompletionSource _mayGoOn = new(TaskCreationOptions.RunContinuationsAsynchronously);

    [Fact]
    public async Task Publish_HandlerNotDone_OthersGoOnAndTheRestComesInOrder()
    {
        await using var sockets = new SocketBroker();
        using var subscription = sockets.Broker.Subscribe("s", HandleAsync);
        await using var publisher = await sockets.ConnectAsync('p');
        await using var other = await sockets.SubscribedAsync('o', 'o');
        await publisher.SendAsync(All());
        await ExpectHandledAsync(1);
        await other.SendAsync("3004 0001 6f 01");
        await other.ExpectAsync("3004 0001 6f 01");
        Assert.False(_handled.Reader.TryRead(out _));
        _mayGoOn.SetResult();
        for (var number = 2; number <= 4; number++)
        {
            await ExpectHandledAsync(number);
        }

        await publisher.ExpectAsync("4002 0001 4002 0002 4002 0003 4002 0004 d000");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Publish_PublisherGoesMeanwhile_WhatHadComeIsHandled(bool reset)
    {
        await using var sockets = new SocketBroker();
        using var subscription = sockets.Broker.Subscribe("s", HandleAsync);
        await using var other = await sockets.ConnectAsync('o');
        var publisher = await sockets.ConnectAsync('p');

        // One read takes all of it: what is held back is the broker's.
        await publisher.SendAsync(All());
        await ExpectHandledAsync(1);
        if (reset)
        {
            publisher.Reset();
        }
        else
        {
            publisher.FinishSending();
        }

        await other.SendAsync("c000");
        await other.ExpectAsync("d000");
        _mayGoOn.SetResult();
        if (!reset)
        {
            for (var number = 2; number <= 4; number++)
            {
                await ExpectHandledAsync(number);
            }

            await publisher.ExpectClosedAsync("4002 0001 4002 0002 4002 0003 4002 0004 d000");
        }

        await publisher.DisposeAsync();
        await sockets.DisconnectedAsync("p");
        await other.SendAsync("c000");
        await other.ExpectAsync("d000");
    }

    /// <summary>Another connection of the same client ends what the older one waits for.</summary>
    [Fact]
    public async Task TakeOver_WhileTheHandlerIsNotDone_TheOlderEndsAndTheNewerIsServed()
    {
        await using var sockets = new SocketBroker(loops: 2);
        using var subscription = sockets.Broker.Subscribe("s", async (message, cancellationToken) =>
        {
            _handled.Writer.TryWrite(message);
            await _mayGoOn.Task.WaitAsync(cancellationToken);
        });
        await using var older = await sockets.ConnectAsync('p');
        await older.SendAsync(All());
        await ExpectHandledAsync(1);
        await using var newer = await sockets.ConnectAsync('p');
        await older.ExpectClosedAsync();
        await newer.SendAsync("c000");
        await newer.ExpectAsync("d000");
        Assert.False(_handled.Reader.TryRead(out _));
    }

    /// <summary>Four messages of QoS 1, one of them of 20,000 bytes, and a ping.</summary>
    private static byte[] All() =>
    [
        .. SocketBytes.Publish('s', 1, 1, qos: 1),
        .. SocketBytes.Publish('s', 2, 1, qos: 1),
        .. SocketBytes.Publish('s', 3, 20_000, qos: 1),
        .. SocketBytes.Publish('s', 4, 1, qos: 1),
        0xC0,
        0,
    ];

    private async ValueTask HandleAsync(ReceivedPublish message, CancellationToken cancellationToken)
    {
        _handled.Writer.TryWrite(message);
        await _mayGoOn.Task;
    }

    private async Task ExpectHandledAsync(int number)
    {
        var message = await _handled.Reader.ReadAsync().AsTask().WaitAsync(StreamClient.Patience);
        var wanted = SocketBytes.Publish('s', number, number == 3 ? 20_000 : 1, qos: 1);
        Assert.True(wanted.AsSpan().EndsWith(message.Payload.Span) && message.Payload.Length == (number == 3 ? 20_000 : 1), $"message {number}");
    }
}
