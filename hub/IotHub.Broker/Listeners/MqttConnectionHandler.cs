using Microsoft.AspNetCore.Connections;

namespace IotHub.Broker.Listeners;

/// <summary>Hands a listener's connections to the broker.</summary>
/// <param name="broker">The broker.</param>
public sealed class MqttConnectionHandler(MqttBroker broker) : ConnectionHandler
{
    /// <inheritdoc/>
    /// <remarks>
    /// <c>ConnectionClosed</c> is not listened to: it tells of the peer's goodbye while what the peer sent before may still lie unread, and
    /// a QoS 0 publish just before the end would be lost. The end of the input says the same, after the last byte.
    /// </remarks>
    public override async Task OnConnectedAsync(ConnectionContext connection)
    {
        await broker.ServeAsync(connection.Transport, connection.RemoteEndPoint, connection.Abort, CancellationToken.None);
        if (!connection.ConnectionClosed.IsCancellationRequested)
        {
            // What was written last still goes, but a peer that does not take it must not hold the socket for ever.
            var cut = broker.Time.CreateTimer(
                static state => ((ConnectionContext)state!).Abort(), connection, broker.Limits.LingerTimeout, Timeout.InfiniteTimeSpan);
            connection.ConnectionClosed.UnsafeRegister(static state => ((IDisposable)state!).Dispose(), cut);
        }
    }
}
