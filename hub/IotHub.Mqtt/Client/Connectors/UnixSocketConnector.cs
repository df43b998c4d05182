using System.Net.Sockets;

namespace IotHub.Mqtt.Client.Connectors;

/// <summary>A Unix domain socket, for a server on the same machine; host and port of the options have no effect.</summary>
/// <param name="path">Path of the socket, up to about a hundred bytes (the system's limit).</param>
public sealed class UnixSocketConnector(string path) : IMqttConnector
{
    private readonly UnixDomainSocketEndPoint _endPoint = new(path);

    /// <inheritdoc/>
    public ValueTask<MqttLink> ConnectAsync(MqttClientOptions options, CancellationToken cancellationToken) =>
        SocketStreams.ConnectAsync(
            () => new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified),
            (socket, token) => socket.ConnectAsync(_endPoint, token),
            null,
            cancellationToken);
}
