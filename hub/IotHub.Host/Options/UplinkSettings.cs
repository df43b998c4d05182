using IotHub.Uplink;
using IotHub.Uplink.AzureIotHub;
using IotHub.Uplink.File;
using IotHub.Uplink.Health;
using IotHub.Uplink.Mqtt;
using IotHub.Uplink.Webhook;

namespace IotHub.Host.Options;

/// <summary>Where usage events go, once somebody has granted any. Each uplink is there when its first setting is.</summary>
internal sealed record UplinkSettings
{
    /// <summary>Files in <c>usage</c> of the data folder; null where switched off.</summary>
    public required FileUplinkOptions? File { get; init; }

    /// <summary>An HTTPS receiver; null for none.</summary>
    public required WebhookUplinkOptions? Webhook { get; init; }

    /// <summary>An MQTT broker; null for none.</summary>
    public required MqttUplinkOptions? Mqtt { get; init; }

    /// <summary>Azure IoT Hub; null for none.</summary>
    public required AzureIotHubUplinkOptions? Azure { get; init; }

    /// <summary>A collector of the owner's for the hub's own health; off while it names none.</summary>
    public required HealthExportOptions Health { get; init; }

    public static UplinkSettings Read(SettingsSection section, string dataFolder)
    {
        var settings = new UplinkSettings
        {
            File = section.Word("File", "on", "on", "off") == "on" ? new FileUplinkOptions { Folder = Path.Combine(dataFolder, "usage") } : null,
            Webhook = ReadWebhook(section),
            Mqtt = ReadMqtt(section),
            Azure = ReadAzure(section),
            Health = ReadHealth(section),
        };
        section.RefuseUnknown();
        Check("Webhook", settings.Webhook?.Faults());
        Check("Mqtt", settings.Mqtt?.Faults());
        Check("Azure", settings.Azure?.Faults());
        Check("Health", settings.Health.Faults());
        return settings;
    }

    private static WebhookUplinkOptions? ReadWebhook(SettingsSection section)
    {
        var url = section.Text("WebhookUrl");
        var otherwise = new WebhookUplinkOptions();
        var options = otherwise with
        {
            Url = url ?? string.Empty,
            Secret = section.Text("WebhookSecret") ?? string.Empty,
            Mode = section.Word("WebhookMode", "batch", "batch", "single") == "batch" ? UplinkMode.Batch : UplinkMode.Single,
            AllowedNetworks = [.. section.List("WebhookNetworks")],
            AllowHttp = section.Word("WebhookHttp", "off", "on", "off") == "on",
            AuthorityFile = section.Text("WebhookAuthorityFile") ?? string.Empty,
        };
        return url is null ? null : options;
    }

    private static MqttUplinkOptions? ReadMqtt(SettingsSection section)
    {
        var host = section.Text("MqttHost");
        var otherwise = new MqttUplinkOptions();
        var options = otherwise with
        {
            Host = host ?? string.Empty,
            Port = section.Number("MqttPort", otherwise.Port),
            Tls = section.Word("MqttTls", "on", "on", "off") == "on",
            Version5 = section.Word("MqttVersion", "5.0", "5.0", "3.1.1") == "5.0",
            ClientId = section.Text("MqttClientId") ?? "iothub-uplink",
            UserName = section.Text("MqttUserName") ?? string.Empty,
            Password = section.Text("MqttPassword") ?? string.Empty,
            CertificateFile = section.Text("MqttCertificateFile") ?? string.Empty,
            CertificateKeyFile = section.Text("MqttCertificateKeyFile") ?? string.Empty,
            AuthorityFile = section.Text("MqttAuthorityFile") ?? string.Empty,
            Topic = section.Text("MqttTopic") ?? otherwise.Topic,
            Mode = section.Word("MqttMode", "single", "batch", "single") == "batch" ? UplinkMode.Batch : UplinkMode.Single,
        };
        return host is null ? null : options;
    }

    private static AzureIotHubUplinkOptions? ReadAzure(SettingsSection section)
    {
        var otherwise = new AzureIotHubUplinkOptions();
        var options = otherwise with
        {
            ConnectionString = section.Text("AzureConnectionString") ?? string.Empty,
            IdScope = section.Text("AzureIdScope") ?? string.Empty,
            RegistrationId = section.Text("AzureRegistrationId") ?? string.Empty,
            DeviceKey = section.Text("AzureDeviceKey") ?? string.Empty,
            GroupKey = section.Text("AzureGroupKey") ?? string.Empty,
            ProvisioningHost = section.Text("AzureProvisioningHost") ?? otherwise.ProvisioningHost,
            CertificateFile = section.Text("AzureCertificateFile") ?? string.Empty,
            CertificateKeyFile = section.Text("AzureCertificateKeyFile") ?? string.Empty,
            AuthorityFile = section.Text("AzureAuthorityFile") ?? string.Empty,
            GatewayHost = section.Text("AzureGatewayHost") ?? string.Empty,
            StayConnected = section.Word("AzureStayConnected", "off", "on", "off") == "on",
            TakesDesired = section.Word("AzureDesired", "off", "on", "off") == "on",
            Mode = section.Word("AzureMode", "batch", "batch", "single") == "batch" ? UplinkMode.Batch : UplinkMode.Single,
        };
        return options.ConnectionString.Length == 0 && options.IdScope.Length == 0 ? null : options;
    }

    private static HealthExportOptions ReadHealth(SettingsSection section)
    {
        var otherwise = new HealthExportOptions();
        return otherwise with
        {
            Endpoint = section.Text("HealthEndpoint") ?? string.Empty,
            Headers = section.Text("HealthHeaders") ?? string.Empty,
            Interval = section.Time("HealthInterval", otherwise.Interval),
            Timeout = section.Time("HealthTimeout", otherwise.Timeout),
        };
    }

    private static void Check(string uplink, IReadOnlyList<string>? faults)
    {
        if (faults is [var fault, ..])
        {
            throw new StartException($"The settings Uplink:{uplink}… are wrong: {fault}");
        }
    }
}
