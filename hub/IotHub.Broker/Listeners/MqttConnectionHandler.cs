using Microsoft.AspNetCore.Connections;

namespace IotHub.Broker.Listeners;

/// <summary>Hands Kestrel's connections (TCP or TLS) to the broker.</summary>
/// <param name="broker">The broker.</param>
public sealed class MqttConnectionHandler(MqttBroker broker) : ConnectionHandler
{
    /// <inheritdoc/>
    /// <remarks>
    /// <c>ConnectionClosed</c> is not listened to: it tells of the peer's goodbye while what the peer sent before may still lie unread, and
    /// a QoS 0 publish just before the end would be lost. The end of the input says the same, after the last byte.
    /// </remarks>
    public override Task OnConnectedAsync(ConnectionContext connection) =>
        broker.ServeAsync(connection.Transport, connection.RemoteEndPoint, connection.Abort, CancellationToken.None);
}
