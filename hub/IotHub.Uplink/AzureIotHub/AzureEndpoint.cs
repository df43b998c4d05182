using System.Security.Cryptography.X509Certificates;
using IotHub.Mqtt.Client;
using IotHub.Mqtt.Client.Connectors;

namespace IotHub.Uplink.AzureIotHub;

/// <summary>How a service of Azure is reached: MQTT over TLS, or over a WebSocket of HTTPS.</summary>
/// <param name="Target">Host and port.</param>
/// <param name="Connector">Opens the stream to it.</param>
internal sealed record AzureEndpoint(HostPort Target, IMqttConnector Connector)
{
    /// <summary>Makes one.</summary>
    /// <param name="options">Which of the two ways; checked before.</param>
    /// <param name="host">The service, with or without a port.</param>
    /// <param name="authorities">Who signs the service's certificate; null for whom the system trusts.</param>
    /// <param name="certificate">Shown to it; null for none.</param>
    public static AzureEndpoint Of(AzureIotHubUplinkOptions options, string host, X509Certificate2Collection? authorities, X509Certificate2? certificate)
    {
        HostPort.TryParse(host, options.WebSocket ? 443 : 8883, out var target);
        var tls = new MqttClientTls { TrustedCertificates = authorities, ClientCertificate = certificate };
        return new AzureEndpoint(
            target, options.WebSocket ? new WebSocketConnector(new UriBuilder("wss", target.Host, target.Port, "/$iothub/websocket").Uri, tls) : new TcpConnector(tls));
    }
}
