using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace IotHub.Broker.Listeners;

/// <summary>Adds MQTT endpoints to Kestrel.</summary>
public static class KestrelMqttExtensions
{
    /// <summary>Listens for MQTT over TCP. The container must hold an <see cref="MqttBroker"/>.</summary>
    /// <param name="options">Kestrel's options.</param>
    /// <param name="endpoint">Address and port; port 0 takes a free one.</param>
    public static void ListenMqtt(this KestrelServerOptions options, IPEndPoint endpoint) =>
        options.Listen(endpoint, listen => listen.UseConnectionHandler<MqttConnectionHandler>());
}
