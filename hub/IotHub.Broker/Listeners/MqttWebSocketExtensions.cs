using Microsoft.AspNetCore.Builder;

namespace IotHub.Broker.Listeners;

/// <summary>Adds MQTT over WebSocket to an application.</summary>
public static class MqttWebSocketExtensions
{
    /// <summary>
    /// Serves MQTT over WebSocket at a path, and all other addresses only on ports that are not for MQTT alone. The container must hold an
    /// <see cref="MqttBroker"/>. Put it before what would refuse foreign pages: it has its own list.
    /// </summary>
    public static void UseMqttWebSockets(this IApplicationBuilder app, MqttWebSocketOptions options)
    {
        // MQTT has its own keep alive.
        app.UseWebSockets(new Microsoft.AspNetCore.Builder.WebSocketOptions { KeepAliveInterval = TimeSpan.Zero });
        app.UseMiddleware<MqttWebSocketMiddleware>(options);
    }
}
