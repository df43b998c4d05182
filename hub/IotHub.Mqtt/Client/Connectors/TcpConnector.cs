using System.Net.Sockets;

namespace IotHub.Mqtt.Client.Connectors;

/// <summary>TCP to the host and port of the options, with TLS if asked for.</summary>
/// <param name="tls">How to check the server; null for no TLS.</param>
public sealed class TcpConnector(MqttClientTls? tls = null) : IMqttConnector
{
    /// <summary>TCP without TLS.</summary>
    public static TcpConnector Instance { get; } = new();

    /// <inheritdoc/>
    public ValueTask<MqttLink> ConnectAsync(MqttClientOptions options, CancellationToken cancellationToken) =>
        SocketStreams.ConnectAsync(
            // Small packets that others wait for: Nagle's delay would be the longest part of every round trip.
            () => new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true },
            (socket, token) => socket.ConnectAsync(options.Host, options.Port, token),
            tls?.ToOptions(options.Host),
            cancellationToken);
}
