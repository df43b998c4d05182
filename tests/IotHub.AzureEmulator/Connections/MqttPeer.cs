using System.IO.Pipelines;
using System.Security.Cryptography.X509Certificates;
using System.Threading.Channels;
using IotHub.Mqtt.Codec;
using IotHub.Mqtt.Packets;

namespace IotHub.AzureEmulator.Connections;

/// <summary>One MQTT 3.1.1 connection: packets in, packets out, and its end.</summary>
internal sealed class MqttPeer(PipeReader input, PipeWriter output, X509Certificate2? certificate, TimeProvider time, CancellationToken stopping) : IDisposable
{
    // Above what the service takes of one message, so that the 256 KB rule is judged by the message and not by the packet.
    private const int PacketBytesMax = 1024 * 1024;

    // What a device can be owed at once is far below; one that does not read beyond it is closed.
    private const int OutgoingMax = 10_000;

    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(30);

    private readonly Channel<MqttPacket> _outgoing = Channel.CreateBounded<MqttPacket>(OutgoingMax);
    private readonly CancellationTokenSource _closed = CancellationTokenSource.CreateLinkedTokenSource(stopping);

    /// <summary>What the client showed; null for nothing.</summary>
    public X509Certificate2? Certificate { get; } = certificate;

    /// <summary>Sends a packet; nothing on a closed connection.</summary>
    public void Send(MqttPacket packet)
    {
        if (!_outgoing.Writer.TryWrite(packet))
        {
            Close();
        }
    }

    /// <summary>Ends the connection without a word, after what was sent.</summary>
    public void Close()
    {
        _outgoing.Writer.TryComplete();
        Cancel(_closed);
    }

    /// <summary>Ends the connection at a moment of the clock.</summary>
    public IDisposable CloseAt(DateTimeOffset moment)
    {
        var wait = moment - time.GetUtcNow();

        // Timers take no more than some 49 days; a token that lives longer outlives the emulator.
        return time.CreateTimer(_ => Close(), null, wait < TimeSpan.Zero ? TimeSpan.Zero : wait > TimeSpan.FromDays(40) ? Timeout.InfiniteTimeSpan : wait, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Serves until the connection ends.</summary>
    /// <param name="accept">Is given CONNECT, answers it, and says who takes the rest; null where it was refused.</param>
    public async Task RunAsync(Func<MqttPeer, ConnectPacket, IMqttEndpoint?> accept)
    {
        var writing = WriteAsync();
        try
        {
            if (await ReadAsync(ConnectTimeout) is ConnectPacket { Version: MqttProtocolVersion.V311 } connect && accept(this, connect) is { } endpoint)
            {
                await ServeAsync(connect, endpoint);
            }
        }
        finally
        {
            Close();
            await writing;
        }
    }

    public void Dispose() => _closed.Dispose();

    private static void Cancel(CancellationTokenSource source)
    {
        try
        {
            source.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // The connection has ended already.
        }
    }

    private async Task ServeAsync(ConnectPacket connect, IMqttEndpoint endpoint)
    {
        var isGraceful = false;
        try
        {
            // The service caps it at 1,767 s, which is one and a half times 1,178 s.
            var keepAlive = TimeSpan.FromSeconds(connect.KeepAlive == 0 ? 1767 : Math.Min(1767, connect.KeepAlive * 1.5));
            while (await ReadAsync(keepAlive) is { } packet)
            {
                if (packet is DisconnectPacket)
                {
                    isGraceful = true;
                    return;
                }

                if (packet is PingreqPacket)
                {
                    Send(PingrespPacket.Instance);
                }
                else
                {
                    endpoint.Take(packet);
                }
            }
        }
        finally
        {
            endpoint.Ended(isGraceful);
        }
    }

    private async Task<MqttPacket?> ReadAsync(TimeSpan patience)
    {
        using var silence = new CancellationTokenSource(patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(silence.Token, _closed.Token);
        try
        {
            while (true)
            {
                var result = await input.ReadAsync(either.Token);
                var buffer = result.Buffer;
                var status = MqttDecoder.TryDecode(ref buffer, MqttProtocolVersion.V311, PacketBytesMax, out var packet, out _);
                if (packet is PublishPacket publish)
                {
                    packet = publish with { Topic = publish.Topic.ToArray(), Payload = publish.Payload.ToArray() };
                }

                input.AdvanceTo(buffer.Start, status == DecodeStatus.NeedMore ? buffer.End : buffer.Start);
                if (status == DecodeStatus.Packet)
                {
                    return packet;
                }

                if (status == DecodeStatus.Fault || result.IsCompleted)
                {
                    return null;
                }
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or IOException)
        {
            return null;
        }
    }

    private async Task WriteAsync()
    {
        try
        {
            await foreach (var packet in _outgoing.Reader.ReadAllAsync(CancellationToken.None))
            {
                MqttEncoder.Write(output, packet, MqttProtocolVersion.V311);
                await output.FlushAsync(stopping);
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or IOException)
        {
            // The client has gone; what was for it is lost with the connection.
            _outgoing.Writer.TryComplete();
        }
    }
}
