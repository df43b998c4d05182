using IotHub.Broker.Admission;
using Microsoft.AspNetCore.Connections;

namespace IotHub.Broker.Listeners;

/// <summary>
/// Marks a connection of a port that is only for MQTT over WebSocket, and cuts it when it was not opened in the time that CONNECT has: the web
/// server's own patience is meant for people.
/// </summary>
internal sealed class MqttOnlyConnection
{
    private volatile bool _isOpen;

    /// <summary>The WebSocket is open: the broker looks at the clock from now on.</summary>
    public void Opened() => _isOpen = true;

    public static async Task RunAsync(ConnectionContext connection, ConnectionDelegate next, MqttBroker broker)
    {
        var mark = new MqttOnlyConnection();
        connection.Features.Set(mark);
        await using var cut = broker.Time.CreateTimer(
            _ =>
            {
                if (!mark._isOpen)
                {
                    broker.Listening.Refuse(RefusalReason.WebSocketUpgrade);
                    connection.Abort();
                }
            },
            null,
            broker.Limits.ConnectTimeout,
            Timeout.InfiniteTimeSpan);
        await next(connection);
    }
}
