using System.Buffers;
using System.IO.Pipelines;
using IotHub.Broker.Connections;
using IotHub.Broker.Delivery;
using IotHub.Mqtt.Codec;

namespace IotHub.Broker.Listeners;

/// <summary>Reads a pipe for a connection until either ends: Kestrel's connections, TLS, WebSocket, tests.</summary>
internal sealed class PipeDriver(ClientConnection connection, PipeReader input, BrokerCore core)
{
    private readonly List<ConnectionOutput> _dirty = [];

    public async Task RunAsync()
    {
        connection.Closing = input.CancelPendingRead;
        try
        {
            await ReadAsync();
        }
        catch (Exception error) when (error is IOException or OperationCanceledException or InvalidOperationException)
        {
            core.LogConnectionLost(connection.Name, error.Message);
        }
        finally
        {
            Router.Flush(_dirty);
            await connection.EndAsync();
            await input.CompleteAsync();
        }
    }

    private async Task ReadAsync()
    {
        while (!connection.IsClosing)
        {
            var result = await input.ReadAsync();
            if (result.IsCanceled)
            {
                return;
            }

            var rest = result.Buffer;
            while (!connection.IsClosing)
            {
                var taken = Receive(rest, out var pending);
                rest = rest.Slice(taken);
                if (!pending.IsCompletedSuccessfully)
                {
                    await pending;
                }
                else if (taken == 0)
                {
                    break;
                }
            }

            input.AdvanceTo(rest.Start, rest.End);
            Router.Flush(_dirty);
            if (result.IsCompleted)
            {
                return;
            }
        }
    }

    /// <summary>Hands over what lies in one piece; a packet that does not is copied, it alone.</summary>
    private int Receive(in ReadOnlySequence<byte> bytes, out ValueTask pending)
    {
        pending = ValueTask.CompletedTask;
        var first = bytes.FirstSpan;
        var taken = first.IsEmpty ? 0 : connection.Receive(first, _dirty, out pending);
        if (taken > 0 || bytes.IsSingleSegment || connection.IsClosing || !pending.IsCompletedSuccessfully)
        {
            return taken;
        }

        Span<byte> start = stackalloc byte[5];
        start = start[..(int)Math.Min(start.Length, bytes.Length)];
        bytes.Slice(0, start.Length).CopyTo(start);
        var status = MqttDecoder.TryReadHeader(start, connection.PacketBytesMax, out var header, out _);
        if (status == DecodeStatus.Fault)
        {
            return connection.Receive(start, _dirty, out pending);
        }

        if (status == DecodeStatus.NeedMore || bytes.Length < header.PacketLength)
        {
            return 0;
        }

        var piece = ArrayPool<byte>.Shared.Rent(header.PacketLength);
        bytes.Slice(0, header.PacketLength).CopyTo(piece);
        taken = connection.Receive(piece.AsSpan(0, header.PacketLength), _dirty, out pending);
        ArrayPool<byte>.Shared.Return(piece);
        return taken;
    }
}
