using System.Net.WebSockets;

namespace IotHub.Mqtt.Client.Connectors;

/// <summary>
/// The bytes of a WebSocket's binary frames as one stream: packets need not begin or end with a frame [MQTT-6.0.0-2], and a text frame breaks
/// the connection [MQTT-6.0.0-1].
/// </summary>
internal sealed class WebSocketByteStream(ClientWebSocket socket) : Stream
{
    /// <summary>How long the other side may take to answer a close; the stream is over in any case.</summary>
    private static readonly TimeSpan CloseTimeout = TimeSpan.FromSeconds(1);

    private readonly byte[] _buffer = new byte[16 * 1024];
    private ReadOnlyMemory<byte> _unread;
    private Task<ReadOnlyMemory<byte>?>? _receiving;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (_unread.IsEmpty)
        {
            // A WebSocket whose receive is cancelled is gone, both ways: only the wait for it is cancelled, and the next read takes it up.
            _receiving ??= ReceiveAsync();
            var received = await _receiving.WaitAsync(cancellationToken);
            _receiving = null;
            if (received is not { } bytes)
            {
                return 0;
            }

            // An empty frame is not the end.
            _unread = bytes;
        }

        var taken = Math.Min(buffer.Length, _unread.Length);
        _unread[..taken].CopyTo(buffer);
        _unread = _unread[taken..];
        return taken;
    }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            await socket.SendAsync(buffer, WebSocketMessageType.Binary, endOfMessage: true, cancellationToken);
        }
        catch (WebSocketException exception)
        {
            throw new IOException(exception.Message, exception);
        }
    }

    public override async ValueTask DisposeAsync()
    {
        try
        {
            if (socket.State is WebSocketState.Open or WebSocketState.CloseReceived)
            {
                using var timeout = new CancellationTokenSource(CloseTimeout, TimeProvider.System);
                await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, timeout.Token);
            }
        }
        catch (Exception exception) when (exception is WebSocketException or OperationCanceledException or IOException or InvalidOperationException)
        {
            // A goodbye to a server that is not there needs no answer.
        }
        finally
        {
            socket.Dispose();

            // Ended by the line before; nobody else looks at how.
            _ = _receiving?.ContinueWith(static ended => ended.Exception, TaskScheduler.Default);
            await base.DisposeAsync();
        }
    }

    public override void Flush()
    {
    }

    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("Asynchronous only.");

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException("Asynchronous only.");

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            socket.Dispose();
        }

        base.Dispose(disposing);
    }

    /// <returns>What one receive brought; null at the end.</returns>
    private async Task<ReadOnlyMemory<byte>?> ReceiveAsync()
    {
        try
        {
            var received = await socket.ReceiveAsync(_buffer.AsMemory(), CancellationToken.None);
            return received.MessageType switch
            {
                WebSocketMessageType.Close => null,
                WebSocketMessageType.Binary => _buffer.AsMemory(0, received.Count),
                _ => throw new IOException("The server sent a text frame [MQTT-6.0.0-1]."),
            };
        }
        catch (WebSocketException exception)
        {
            throw new IOException(exception.Message, exception);
        }
    }
}
