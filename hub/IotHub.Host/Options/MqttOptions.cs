using System.Net;
using IotHub.Broker.Listeners;

namespace IotHub.Host.Options;

/// <summary>How the hub reaches devices over MQTT.</summary>
internal sealed record MqttOptions
{
    /// <summary>True for the broker in the hub, false for another one.</summary>
    public required bool IsEmbedded { get; init; }

    /// <summary>Where the embedded broker listens. Default 127.0.0.1: this machine only.</summary>
    public required IPAddress Listen { get; init; }

    /// <summary>Port of the embedded broker, or of the other one. Default 1883; 0 lets the system choose.</summary>
    public required int Port { get; init; }

    /// <summary>True to serve MQTT over WebSocket at <c>/mqtt</c> on the port of the app. Default true.</summary>
    public required bool ServesWebSocket { get; init; }

    /// <summary>Port for MQTT over WebSocket alone; null for none, 0 lets the system choose.</summary>
    public int? WebSocketPort { get; init; }

    /// <summary>Origins of web pages, beside the hub's own, that may open a WebSocket.</summary>
    public required IReadOnlyList<string> Origins { get; init; }

    /// <summary>Where the embedded broker listens for TLS. Default as <see cref="Listen"/>.</summary>
    public required IPAddress TlsListen { get; init; }

    /// <summary>Port for TLS; null for none, 0 lets the system choose.</summary>
    public int? TlsPort { get; init; }

    /// <summary>Certificate and authorities for TLS; null without <see cref="TlsPort"/>.</summary>
    public MqttTlsOptions? Tls { get; init; }

    /// <summary>Absolute path of the Unix domain socket; null for none.</summary>
    public string? UnixSocket { get; init; }

    /// <summary>Host name or address of the other broker.</summary>
    public required string Server { get; init; }

    /// <summary>User name at the other broker; null for none.</summary>
    public string? User { get; init; }

    /// <summary>Password at the other broker; null for none. Never logged.</summary>
    public string? Password { get; init; }

    public static MqttOptions Read(SettingsSection section)
    {
        var listen = section.Address("Listen", IPAddress.Loopback);
        var tlsPort = section.NumberOrNone("TlsPort", 0, 65535);
        var options = new MqttOptions
        {
            IsEmbedded = section.Word("Broker", "embedded", "embedded", "external") == "embedded",
            Listen = listen,
            Port = section.Number("Port", 1883, 0, 65535),
            ServesWebSocket = section.Word("WebSocket", "on", "on", "off") == "on",
            WebSocketPort = section.NumberOrNone("WebSocketPort", 0, 65535),
            Origins = section.List("Origins"),
            TlsListen = section.Address("TlsListen", listen),
            TlsPort = tlsPort,
            Tls = ReadTls(section, tlsPort is not null),
            UnixSocket = section.Text("UnixSocket") is { } path ? Path.GetFullPath(path) : null,
            Server = section.Text("Server") ?? "127.0.0.1",
            User = section.Text("User"),
            Password = section.Text("Password"),
        };
        section.RefuseUnknown();
        return options;
    }

    private static MqttTlsOptions? ReadTls(SettingsSection section, bool isAsked)
    {
        var certificate = section.Text("Certificate");
        var key = section.Text("CertificateKey");
        var password = section.Text("CertificatePassword");
        var authorities = section.Text("ClientAuthorities");
        if (!isAsked)
        {
            return null;
        }

        return new MqttTlsOptions
        {
            CertificateFile = certificate ?? throw new StartException("The setting Mqtt:TlsPort needs Mqtt:Certificate, the file with the hub's certificate."),
            KeyFile = key,
            Password = password,
            ClientAuthoritiesFile = authorities,
        };
    }
}
