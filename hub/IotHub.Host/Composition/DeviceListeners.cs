using System.Net;
using System.Security.Cryptography;
using IotHub.Broker.Listeners;
using IotHub.Broker.Listeners.Sockets;
using IotHub.Host.Options;
using IotHub.Host.Running;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace IotHub.Host.Composition;

/// <summary>Where devices connect to the embedded broker.</summary>
internal static class DeviceListeners
{
    /// <summary>Loads certificate and authorities; null where no port asks for them.</summary>
    /// <exception cref="StartException">A file is missing or does not hold what it should.</exception>
    public static MqttTls? LoadTls(MqttOptions mqtt)
    {
        if (mqtt is not { IsEmbedded: true, Tls: { } options })
        {
            return null;
        }

        try
        {
            return MqttTls.Load(options);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw new StartException(
                $"The certificate for Mqtt:TlsPort cannot be used ({fault.Message}); correct Mqtt:Certificate, Mqtt:CertificateKey or Mqtt:ClientAuthorities.", fault);
        }
    }

    /// <summary>
    /// Has the web server listen as the settings say, for all that <see cref="DeviceSockets"/> does not serve; the order is that in which the
    /// addresses are told.
    /// </summary>
    public static void ListenForDevices(this KestrelServerOptions kestrel, MqttOptions mqtt, MqttTls? tls)
    {
        if (!MqttSocketListener.IsSupported)
        {
            kestrel.ListenMqtt(new IPEndPoint(mqtt.Listen, mqtt.Port));
        }

        if (mqtt.WebSocketPort is { } webSocketPort)
        {
            kestrel.ListenMqttWebSocket(new IPEndPoint(mqtt.Listen, webSocketPort));
        }

        if (mqtt.TlsPort is { } tlsPort)
        {
            kestrel.ListenMqtt(new IPEndPoint(mqtt.TlsListen, tlsPort), tls);
        }

        if (mqtt.UnixSocket is { } path && !MqttSocketListener.IsSupported)
        {
            kestrel.ListenMqttUnix(path);
        }
    }

    /// <summary>Serves MQTT over WebSocket where a setting says so; before the API, which refuses pages that may connect here.</summary>
    public static void UseDeviceWebSockets(this WebApplication app, HubSettings settings)
    {
        if (settings.Mqtt.IsEmbedded && (settings.Mqtt.ServesWebSocket || settings.Mqtt.WebSocketPort is not null))
        {
            app.UseMqttWebSockets(new MqttWebSocketOptions
            {
                ServesSharedPorts = settings.Mqtt.ServesWebSocket,
                HostNames = ["hub.local", .. settings.Api.HostNames],
                AllowedOrigins = settings.Mqtt.Origins,
            });
        }
    }
}
