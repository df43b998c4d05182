using System.IO.Pipelines;
using System.Net.Sockets;

namespace IotHub.Mqtt.Client.Connectors;

/// <summary>Plain TCP.</summary>
public sealed class TcpConnector : IMqttConnector
{
    /// <summary>The only one needed.</summary>
    public static TcpConnector Instance { get; } = new();

    /// <inheritdoc/>
    public async ValueTask<MqttLink> ConnectAsync(MqttClientOptions options, CancellationToken cancellationToken)
    {
        // Small packets that others wait for: Nagle's delay would be the longest part of every round trip.
#pragma warning disable CA2000 // Owned by the link from the last line on, and disposed of on every way before it.
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
#pragma warning restore CA2000
        try
        {
            await socket.ConnectAsync(options.Host, options.Port, cancellationToken);
            var stream = new NetworkStream(socket, ownsSocket: true);
            return new MqttLink(
                PipeReader.Create(stream, new StreamPipeReaderOptions(leaveOpen: true)),
                PipeWriter.Create(stream, new StreamPipeWriterOptions(leaveOpen: true)),
                stream);
        }
        catch (SocketException exception)
        {
            socket.Dispose();
            throw new IOException(exception.Message, exception);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
