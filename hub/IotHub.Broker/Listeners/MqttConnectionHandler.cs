using Microsoft.AspNetCore.Connections;

namespace IotHub.Broker.Listeners;

/// <summary>Hands Kestrel's connections (TCP or TLS) to the broker.</summary>
/// <param name="broker">The broker.</param>
public sealed class MqttConnectionHandler(MqttBroker broker) : ConnectionHandler
{
    /// <inheritdoc/>
    public override Task OnConnectedAsync(ConnectionContext connection) =>
        broker.ServeAsync(connection.Transport, connection.RemoteEndPoint, connection.Abort, connection.ConnectionClosed);
}
