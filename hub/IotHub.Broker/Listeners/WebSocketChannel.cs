using System.Buffers;
using System.Net.WebSockets;

namespace IotHub.Broker.Listeners;

/// <summary>
/// Bytes over a WebSocket. Frames are not packets [MQTT-6.0.0-2]: one may hold a part of a packet, or many. Only binary frames are taken
/// [MQTT-6.0.0-1].
/// </summary>
internal sealed class WebSocketChannel(WebSocket socket) : IByteChannel
{
    public async ValueTask WaitAsync(CancellationToken cancellationToken)
    {
        try
        {
            // Reads the header of a frame and none of its payload; what the frame is, the next call says again.
            await RefuseTextAsync(await socket.ReceiveAsync(Memory<byte>.Empty, cancellationToken), cancellationToken);
        }
        catch (WebSocketException error)
        {
            throw new IOException(error.Message, error);
        }
    }

    public async ValueTask<int> ReceiveAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        try
        {
            while (socket.State is WebSocketState.Open or WebSocketState.CloseSent)
            {
                var result = await socket.ReceiveAsync(buffer, cancellationToken);
                await RefuseTextAsync(result, cancellationToken);
                if (result.MessageType == WebSocketMessageType.Close)
                {
                    return 0;
                }

                // An empty frame is no end.
                if (result.Count > 0)
                {
                    return result.Count;
                }
            }

            return 0;
        }
        catch (WebSocketException error)
        {
            throw new IOException(error.Message, error);
        }
    }

    public async ValueTask SendAsync(ReadOnlySequence<byte> bytes, CancellationToken cancellationToken)
    {
        try
        {
            foreach (var segment in bytes)
            {
                await socket.SendAsync(segment, WebSocketMessageType.Binary, WebSocketMessageFlags.EndOfMessage, cancellationToken);
            }
        }
        catch (WebSocketException error)
        {
            throw new IOException(error.Message, error);
        }
    }

    public async ValueTask CloseAsync(CancellationToken cancellationToken)
    {
        if (socket.State is WebSocketState.Open or WebSocketState.CloseReceived)
        {
            try
            {
                await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, cancellationToken);
            }
            catch (WebSocketException error)
            {
                throw new IOException(error.Message, error);
            }
        }
    }

    private async ValueTask RefuseTextAsync(ValueWebSocketReceiveResult result, CancellationToken cancellationToken)
    {
        if (result.MessageType == WebSocketMessageType.Text && socket.State == WebSocketState.Open)
        {
            await socket.CloseOutputAsync(WebSocketCloseStatus.InvalidMessageType, "MQTT is binary", cancellationToken);
            throw new IOException("The peer sent a text frame; MQTT is sent in binary frames.");
        }
    }
}
