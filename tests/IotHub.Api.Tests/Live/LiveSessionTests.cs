using System.Net.WebSockets;
using IotHub.Api.Live;
using IotHub.Runtime;
using IotHub.Testing;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace IotHub.Api.Tests.Live;

/// <summary>Sessions that end otherwise than anybody foresaw: nothing of them stays behind, and nobody waits for them.</summary>
public sealed class LiveSessionTests : IDisposable
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly ManualTime _time = new(Start);
    private readonly ApiOptions _options = new();
    private readonly HubInbox _inbox = new();
    private readonly LiveFeed _feed;

    public LiveSessionTests()
    {
        var wrapped = Options.Create(_options);
        _feed = new LiveFeed(_inbox, new CommandLedger(_time, wrapped), new SnapshotWriter(_time, []), new RandomIdSource(), wrapped, NullLogger<LiveFeed>.Instance);
    }

    public void Dispose()
    {
        _feed.Dispose();
        _inbox.Dispose();
    }

    /// <summary>The deadline is armed when the hub stops; left behind, it would cancel what is disposed of and end the process.</summary>
    [Fact]
    public async Task RunAsync_ReadingFailsWhileClosing_LeavesNoDeadlineBehind()
    {
        using var stopping = new CancellationTokenSource();
        using var socket = new BrokenSocket();
        var running = Session(socket).RunAsync(stopping.Token);
        await stopping.CancelAsync();
        Assert.Equal(1, _time.ArmedTimers);
        socket.Received.SetException(new InvalidOperationException("Reading failed."));
        await Assert.ThrowsAsync<InvalidOperationException>(() => running.WaitAsync(TimeSpan.FromSeconds(30)));
        Assert.Equal(0, _time.ArmedTimers);
        _time.Advance(_options.CloseTimeout + _options.CloseTimeout);
    }

    [Fact]
    public async Task RunAsync_WritingFails_EndsInTimeThoughTheClientSaysNothing()
    {
        using var socket = new BrokenSocket { FailsToSend = true };
        var session = Session(socket, out var client);
        var running = session.RunAsync(CancellationToken.None);
        client.Offer("pong", "{}"u8.ToArray());
        await _time.WaitForTimerAsync(1).WaitAsync(TimeSpan.FromSeconds(30));
        Assert.False(running.IsCompleted);
        _time.Advance(_options.CloseTimeout);
        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => running.WaitAsync(TimeSpan.FromSeconds(30)));
        Assert.Equal("Writing failed.", error.Message);
        Assert.Equal(0, _time.ArmedTimers);
    }

    private LiveSession Session(WebSocket socket) => Session(socket, out _);

    private LiveSession Session(WebSocket socket, out LiveClient client)
    {
        client = new LiveClient(_feed, "live:1", _options.ClientQueueCapacity);

        // No command comes in, so nobody carries one out.
        return new LiveSession(socket, client, _feed, null!, new LiveCounters(), _options, _time);
    }

    /// <summary>A socket on which nothing comes until the test says what, and that may fail to send.</summary>
    private sealed class BrokenSocket : WebSocket
    {
        public TaskCompletionSource<ValueWebSocketReceiveResult> Received { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public bool FailsToSend { get; init; }

        public override WebSocketCloseStatus? CloseStatus => null;

        public override string? CloseStatusDescription => null;

        public override WebSocketState State => WebSocketState.Open;

        public override string? SubProtocol => null;

        public override void Abort()
        {
            // Nothing is held.
        }

        public override void Dispose()
        {
            // Nothing is held.
        }

        public override Task CloseAsync(WebSocketCloseStatus closeStatus, string? statusDescription, CancellationToken cancellationToken) => Task.CompletedTask;

        public override Task CloseOutputAsync(WebSocketCloseStatus closeStatus, string? statusDescription, CancellationToken cancellationToken) => Task.CompletedTask;

        public override async Task<WebSocketReceiveResult> ReceiveAsync(ArraySegment<byte> buffer, CancellationToken cancellationToken)
        {
            var result = await ReceiveAsync(buffer.AsMemory(), cancellationToken);
            return new WebSocketReceiveResult(result.Count, result.MessageType, result.EndOfMessage);
        }

        public override async ValueTask<ValueWebSocketReceiveResult> ReceiveAsync(Memory<byte> buffer, CancellationToken cancellationToken) =>
            await Received.Task.WaitAsync(cancellationToken);

        public override Task SendAsync(ArraySegment<byte> buffer, WebSocketMessageType messageType, bool endOfMessage, CancellationToken cancellationToken) =>
            FailsToSend ? throw new InvalidOperationException("Writing failed.") : Task.CompletedTask;
    }
}
