using System.IO.Pipelines;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;

namespace IotHub.Mqtt.Client.Connectors;

/// <summary>From a socket to a link, with TLS between them if asked for.</summary>
internal static class SocketStreams
{
    /// <summary>Makes a socket and connects it.</summary>
    /// <exception cref="IOException">The server cannot be reached, or its certificate is not trusted.</exception>
    public static async ValueTask<MqttLink> ConnectAsync(
        Func<Socket> make, Func<Socket, CancellationToken, ValueTask> connect, SslClientAuthenticationOptions? tls, CancellationToken cancellationToken)
    {
        var socket = make();
        Stream? stream = null;
        try
        {
            await connect(socket, cancellationToken);
            stream = new NetworkStream(socket, ownsSocket: true);
            if (tls is not null)
            {
                var secured = new SslStream(stream, leaveInnerStreamOpen: false);
                stream = secured;
                await secured.AuthenticateAsClientAsync(tls, cancellationToken);
            }

            return ToLink(stream);
        }
        catch (Exception exception)
        {
            if (stream is not null)
            {
                await stream.DisposeAsync();
            }

            socket.Dispose();
            if (exception is SocketException or AuthenticationException)
            {
                throw new IOException(exception.Message, exception);
            }

            throw;
        }
    }

    /// <summary>A link over a stream, which it owns from then on.</summary>
    public static MqttLink ToLink(Stream stream) => new(
        PipeReader.Create(stream, new StreamPipeReaderOptions(leaveOpen: true)),
        PipeWriter.Create(stream, new StreamPipeWriterOptions(leaveOpen: true)),
        stream);
}
