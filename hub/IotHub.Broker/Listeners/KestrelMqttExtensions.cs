using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace IotHub.Broker.Listeners;

/// <summary>
/// Adds MQTT endpoints to Kestrel, which sets TCP_NODELAY. The container must hold an <see cref="MqttBroker"/>; all endpoints share its bounds.
/// </summary>
public static class KestrelMqttExtensions
{
    /// <summary>Listens for MQTT over TCP.</summary>
    /// <param name="options">Kestrel's options.</param>
    /// <param name="endpoint">Address and port; port 0 takes a free one.</param>
    /// <param name="tls">TLS; null for none.</param>
    public static void ListenMqtt(this KestrelServerOptions options, IPEndPoint endpoint, MqttTls? tls = null) =>
        options.Listen(endpoint, listen =>
        {
            listen.UseAdmission();
            listen.UseTls(tls);
            listen.UseConnectionHandler<MqttConnectionHandler>();
        });

    /// <summary>
    /// Listens for MQTT on a Unix domain socket that its owner and group may use. A file that is already there is replaced only if it is a socket
    /// on which nobody listens; starting fails otherwise.
    /// </summary>
    /// <param name="options">Kestrel's options.</param>
    /// <param name="path">Absolute path of the socket, at most 107 bytes.</param>
    public static void ListenMqttUnix(this KestrelServerOptions options, string path)
    {
        var transport = options.ApplicationServices.GetRequiredService<IOptions<SocketTransportOptions>>().Value;
        transport.CreateBoundListenSocket = UnixSocketFile.Bind;
        options.ListenUnixSocket(path, listen =>
        {
            listen.UseAdmission();
            listen.UseConnectionHandler<MqttConnectionHandler>();
        });
    }

    /// <summary>
    /// Listens for MQTT over WebSocket on a port of its own, where nothing else answers. The application must call
    /// <see cref="MqttWebSocketExtensions.UseMqttWebSockets"/>.
    /// </summary>
    /// <param name="options">Kestrel's options.</param>
    /// <param name="endpoint">Address and port; port 0 takes a free one.</param>
    /// <param name="tls">TLS; null for none.</param>
    public static void ListenMqttWebSocket(this KestrelServerOptions options, IPEndPoint endpoint, MqttTls? tls = null) =>
        options.Listen(endpoint, listen =>
        {
            listen.Protocols = HttpProtocols.Http1;
            listen.UseAdmission();
            listen.UseTls(tls);
            var broker = listen.ApplicationServices.GetRequiredService<MqttBroker>();
            listen.Use(next => connection => MqttOnlyConnection.RunAsync(connection, next, broker));
        });

    private static void UseAdmission(this ListenOptions listen)
    {
        var broker = listen.ApplicationServices.GetRequiredService<MqttBroker>();
        listen.Use(next => async connection =>
        {
            using var admitted = broker.Listening.TryEnter(connection.RemoteEndPoint);
            if (admitted is null)
            {
                // Nothing was read and nothing is answered: a refusal must cost less than what it refuses.
                connection.Abort();
                return;
            }

            connection.Features.Set(admitted);
            await next(connection);
        });
    }

    private static void UseTls(this ListenOptions listen, MqttTls? tls)
    {
        if (tls is not null)
        {
            var broker = listen.ApplicationServices.GetRequiredService<MqttBroker>();
            listen.Use(next => connection => TlsConnection.RunAsync(connection, next, tls, broker));
        }
    }
}
