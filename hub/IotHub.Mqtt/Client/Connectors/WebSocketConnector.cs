using System.Net.WebSockets;

namespace IotHub.Mqtt.Client.Connectors;

/// <summary>WebSocket (section 6) to an address of its own; host and port of the options have no effect.</summary>
public sealed class WebSocketConnector : IMqttConnector
{
    private const string SubProtocol = "mqtt";

    private readonly Uri _address;
    private readonly MqttClientTls _tls;

    /// <summary>A connector.</summary>
    /// <param name="address">With scheme <c>ws</c>, or <c>wss</c> for TLS.</param>
    /// <param name="tls">How to check the server of <c>wss</c>; null for the system's trust.</param>
    /// <exception cref="ArgumentException">The address has another scheme.</exception>
    public WebSocketConnector(Uri address, MqttClientTls? tls = null)
    {
        if (address.Scheme is not ("ws" or "wss"))
        {
            throw new ArgumentException($"{address} is not an address of WebSocket; expected ws://… or wss://….", nameof(address));
        }

        _address = address;
        _tls = tls ?? new MqttClientTls();
    }

    /// <inheritdoc/>
    public async ValueTask<MqttLink> ConnectAsync(MqttClientOptions options, CancellationToken cancellationToken)
    {
        using var handler = new SocketsHttpHandler { SslOptions = _tls.ToOptions(_address.Host), UseProxy = false, UseCookies = false };
        using var invoker = new HttpMessageInvoker(handler);
#pragma warning disable CA2000 // Owned by the link from the last line on, and disposed of on every way before it.
        var socket = new ClientWebSocket();
#pragma warning restore CA2000
        try
        {
            socket.Options.AddSubProtocol(SubProtocol);

            // MQTT has a keep-alive of its own.
            socket.Options.KeepAliveInterval = TimeSpan.Zero;
            await socket.ConnectAsync(_address, invoker, cancellationToken);
            return socket.SubProtocol == SubProtocol
                ? SocketStreams.ToLink(new WebSocketByteStream(socket))
                : throw new IOException($"The server did not take the subprotocol {SubProtocol} [MQTT-6.0.0-4].");
        }
        catch (Exception exception)
        {
            socket.Dispose();
            if (exception is WebSocketException or HttpRequestException)
            {
                throw new IOException((exception.InnerException ?? exception).Message, exception);
            }

            throw;
        }
    }
}
