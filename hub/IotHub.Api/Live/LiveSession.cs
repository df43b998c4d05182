using System.Net.WebSockets;
using System.Text.Json;
using IotHub.Api.Live.Messages;

namespace IotHub.Api.Live;

/// <summary>One client on one socket, from hello to the end. One task reads, one writes; the writer alone closes.</summary>
internal sealed class LiveSession(WebSocket socket, LiveClient client, LiveFeed feed, Commander commander, LiveCounters counters, ApiOptions options, TimeProvider time)
{
    public const string Protocol = "hub.v1";

    /// <summary>Close code for a client that does not keep up: connect again and resume.</summary>
    public const WebSocketCloseStatus SlowClient = (WebSocketCloseStatus)4002;

    private readonly byte[] _buffer = new byte[options.FrameBytesMax];
    private readonly Lock _gate = new();
    private WebSocketCloseStatus _closeStatus = WebSocketCloseStatus.NormalClosure;
    private string _closeReason = string.Empty;
    private bool _isEnding;
    private bool _hasSaidHello;
    private ITimer? _deadline;

    /// <summary>Serves the client until it leaves, is cut, or the hub stops.</summary>
    public async Task RunAsync(CancellationToken stopping)
    {
        using var abort = new CancellationTokenSource();
        await using var onStop = stopping.Register(() => End(WebSocketCloseStatus.EndpointUnavailable, "stopping", abort));
        _ = client.WhenCut.ContinueWith(
            _ => End(SlowClient, "slow", abort), CancellationToken.None, TaskContinuationOptions.OnlyOnRanToCompletion | TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        var writer = WriteAsync(abort.Token);

        // Our own mistake, if it fails: the client must not wait for ever for what nobody writes any more.
        _ = writer.ContinueWith(
            _ => End(WebSocketCloseStatus.InternalServerError, "failed", abort), CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted | TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        try
        {
            await ReadAsync(abort);
        }
        catch (Exception exception) when (exception is WebSocketException or OperationCanceledException)
        {
            // The connection broke or took too long to close; the client resumes on another.
        }
        finally
        {
            feed.Leave(client);
            End(WebSocketCloseStatus.NormalClosure, string.Empty, abort);
            try
            {
                await writer;
            }
            finally
            {
                await DisarmAsync();
            }
        }
    }

    /// <summary>
    /// Takes the deadline back and waits for it, however the session ended: one that falls due later, or just now, would cancel what is disposed
    /// of, on a thread where nobody catches it.
    /// </summary>
    private async ValueTask DisarmAsync()
    {
        ITimer? deadline;
        lock (_gate)
        {
            deadline = _deadline;
        }

        if (deadline is not null)
        {
            await deadline.DisposeAsync();
        }
    }

    private async Task WriteAsync(CancellationToken abort)
    {
        try
        {
            await foreach (var frame in client.ReadAsync(abort))
            {
                await socket.SendAsync(frame.Json, WebSocketMessageType.Text, true, abort);
            }

            WebSocketCloseStatus status;
            string reason;
            lock (_gate)
            {
                (status, reason) = client.IsCut && !_isEnding ? (SlowClient, "slow") : (_closeStatus, _closeReason);
            }

            if (socket.State is WebSocketState.Open or WebSocketState.CloseReceived)
            {
                await socket.CloseOutputAsync(status, reason, abort);
            }
        }
        catch (Exception exception) when (exception is WebSocketException or OperationCanceledException)
        {
            // Nobody is there to be told.
        }
    }

    // From here on the peer has a while to answer our close; then the connection is dropped.
    private void End(WebSocketCloseStatus status, string reason, CancellationTokenSource abort)
    {
        lock (_gate)
        {
            if (_isEnding)
            {
                return;
            }

            _isEnding = true;
            (_closeStatus, _closeReason) = (status, reason);
            _deadline = time.CreateTimer(_ => abort.Cancel(), null, options.CloseTimeout, Timeout.InfiniteTimeSpan);
        }

        client.Complete();
    }

    private async Task ReadAsync(CancellationTokenSource abort)
    {
        var length = 0;
        while (true)
        {
            var part = await socket.ReceiveAsync(_buffer.AsMemory(length), abort.Token);
            if (part.MessageType == WebSocketMessageType.Close)
            {
                return;
            }

            // While closing, what still comes is read away, so that the peer gets to see the close.
            if (Volatile.Read(ref _isEnding))
            {
                continue;
            }

            length += part.Count;
            if (!part.EndOfMessage && length == _buffer.Length)
            {
                counters.CountMalformed();
                End(WebSocketCloseStatus.MessageTooBig, "frame too large", abort);
                length = 0;
            }
            else if (part.EndOfMessage)
            {
                var frame = _buffer.AsMemory(0, length);
                length = 0;
                if (part.MessageType == WebSocketMessageType.Binary)
                {
                    Refuse("frame.binary", "Frames are JSON text; this one was binary.");
                }
                else
                {
                    await TakeAsync(frame, abort.Token);
                }
            }
        }
    }

    private async Task TakeAsync(ReadOnlyMemory<byte> json, CancellationToken cancellationToken)
    {
        ClientFrame? frame;
        try
        {
            frame = JsonSerializer.Deserialize(json.Span, LiveJson.Default.ClientFrame);
        }
        catch (JsonException exception)
        {
            Refuse("frame.malformed", $"The frame is not JSON of the expected shape (at {exception.Path ?? "$"}).");
            return;
        }

        switch (frame?.Type)
        {
            case "hello" when _hasSaidHello:
                Refuse("frame.unexpected", "hello was said already.");
                break;
            case "hello":
                _hasSaidHello = true;
                feed.Follow(client, frame.Epoch, frame.Since ?? -1);
                break;
            case "ping":
                client.Offer("pong", LiveJson.Write(new PongMessage()));
                break;
            case "cmd" when !_hasSaidHello:
                Refuse("frame.unexpected", "The first frame must be hello.");
                break;
            case "cmd":
                await CommandAsync(frame, cancellationToken);
                break;
            case null:
                Refuse("frame.malformed", "The frame has no 't'.");
                break;
            default:
                Refuse("frame.unknown", $"A client cannot say '{Shorten(frame.Type)}'. It says hello, cmd or ping.");
                break;
        }
    }

    private async Task CommandAsync(ClientFrame frame, CancellationToken cancellationToken)
    {
        if (frame.Cmd is not { Length: > 0 and <= Commander.ClientIdCharsMax } || frame.Id is null)
        {
            Refuse("frame.malformed", $"cmd needs 'cmd', an id of 1 to {Commander.ClientIdCharsMax} characters, and 'id', the device's name.");
            return;
        }

        var ask = new CommandAsk(frame.Id, frame.Set, frame.Call, frame.In, frame.Ttl, frame.Confirm);
        var (command, fault) = await commander.StartAsync(ask, frame.Cmd, client.Name, client, cancellationToken);

        // What the loop was asked is told by the ledger; what did not get so far is told here.
        if (command is null && fault is not null)
        {
            client.Offer("ack", LiveJson.Write(new AckMessage(frame.Cmd, "failed", fault.Error)));
        }
    }

    private void Refuse(string code, string message)
    {
        counters.CountMalformed();
        client.Offer("error", LiveJson.Write(new ErrorMessage(code, message)));
    }

    private static string Shorten(string text) => text.Length <= 32 ? text : text[..32] + "…";
}
