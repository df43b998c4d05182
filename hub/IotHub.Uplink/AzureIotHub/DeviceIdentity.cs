using System.Security.Cryptography.X509Certificates;

namespace IotHub.Uplink.AzureIotHub;

/// <summary>Who the device is to which hub.</summary>
/// <param name="HostName">The hub's name, as in user name and token.</param>
/// <param name="DeviceId">Device id.</param>
/// <param name="ModuleId">Null for a device itself.</param>
/// <param name="Key">What it signs with; empty with a certificate.</param>
/// <param name="KeyName">Name of the policy whose key it is; null for the device's own.</param>
/// <param name="Gateway">Where to connect to instead; null for the hub itself.</param>
internal sealed record DeviceIdentity(string HostName, string DeviceId, string? ModuleId, ReadOnlyMemory<byte> Key, string? KeyName, string? Gateway)
{
    private const string ApiVersion = "2021-04-12";

    /// <summary>Shown on connecting; null to sign.</summary>
    public X509Certificate2? Certificate { get; init; }

    /// <summary>MQTT client id.</summary>
    public string ClientId => ModuleId is null ? DeviceId : $"{DeviceId}/{ModuleId}";

    /// <summary>Before the device's topics.</summary>
    public string Root => ModuleId is null ? $"devices/{DeviceId}" : $"devices/{DeviceId}/modules/{ModuleId}";

    /// <summary>MQTT user name.</summary>
    public string UserName => $"{HostName}/{ClientId}/?api-version={ApiVersion}&DeviceClientType={Uri.EscapeDataString("mihub/1")}";

    /// <summary>What a token is for.</summary>
    public string Resource => $"{HostName}/{Root}";

    /// <summary>Reads a connection string.</summary>
    /// <param name="text">Fields separated by semicolons.</param>
    /// <param name="fault">A sentence that says what is wrong, without the key; empty when all is well.</param>
    /// <returns>Null where something is wrong.</returns>
    public static DeviceIdentity? Parse(string text, out string fault)
    {
        var fields = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var field in text.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var equals = field.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0 || !fields.TryAdd(field[..equals], field[(equals + 1)..]))
            {
                fault = "ConnectionString is not made of fields such as HostName=…;DeviceId=…;SharedAccessKey=…, each once.";
                return null;
            }
        }

        var host = fields.GetValueOrDefault("HostName", "");
        var device = fields.GetValueOrDefault("DeviceId", "");
        var key = fields.GetValueOrDefault("SharedAccessKey", "");
        var module = fields.GetValueOrDefault("ModuleId");
        var gateway = fields.GetValueOrDefault("GatewayHostName");
        fault = !HostPort.TryParse(host, 8883, out _) ? "ConnectionString has no valid HostName: expected one such as name.azure-devices.net."
            : !IsId(device) ? "ConnectionString has no valid DeviceId: expected 1 to 128 letters, digits and - . _ : and the like, without a slash."
            : module is not null && !IsId(module) ? "ConnectionString has a ModuleId that is none."
            : !Convert.TryFromBase64String(key, new byte[key.Length], out _) ? "ConnectionString has a SharedAccessKey that is no base64: copy it whole."
            : gateway is not null && !HostPort.TryParse(gateway, 8883, out _) ? "ConnectionString has a GatewayHostName that is no host."
            : "";
        return fault.Length > 0 ? null : new DeviceIdentity(host, device, module, Convert.FromBase64String(key), fields.GetValueOrDefault("SharedAccessKeyName"), gateway);
    }

    private bool PrintMembers(System.Text.StringBuilder text)
    {
        text.Append("Resource = ").Append(Resource);
        return true;
    }

    private static bool IsId(string text) =>
        text.Length is > 0 and <= 128 && text.All(character => char.IsAsciiLetterOrDigit(character) || "-:.+%_#*?!(),=@;$'".Contains(character, StringComparison.Ordinal));
}
