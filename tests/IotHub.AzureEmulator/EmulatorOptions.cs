using System.Collections.Immutable;
using System.Text;

namespace IotHub.AzureEmulator;

/// <summary>What the emulated hub and provisioning service are called, and which keys they know.</summary>
public sealed record EmulatorOptions
{
    /// <summary>The hub's name, as it stands in user names and tokens.</summary>
    public string HostName { get; init; } = "emulated.azure-devices.net";

    /// <summary>
    /// Other names that count as the hub's, with any port: the X.509 provider of the official package knows no gateway, so that the socket's
    /// address stands in the user name.
    /// </summary>
    public ImmutableArray<string> Aliases { get; init; } = ["127.0.0.1", "localhost"];

    /// <summary>TCP port of MQTT over TLS on the loopback address; 0 lets the system choose.</summary>
    public int MqttPort { get; init; }

    /// <summary>TCP port of the service's REST, of MQTT over WebSocket and of the controls; 0 lets the system choose.</summary>
    public int RestPort { get; init; }

    /// <summary>Id scope of the provisioning service.</summary>
    public string IdScope { get; init; } = "0ne00EMULATE";

    /// <summary>Key of the enrolment group, from which each device's key is derived.</summary>
    public ReadOnlyMemory<byte> GroupKey { get; init; } = Encoding.UTF8.GetBytes("the key of the enrolment group!!");

    /// <summary>Name of the access policy of services and of devices that sign with a policy's key.</summary>
    public string PolicyName { get; init; } = "iothubowner";

    /// <summary>Key of that policy.</summary>
    public ReadOnlyMemory<byte> PolicyKey { get; init; } = Encoding.UTF8.GetBytes("the key of the policy iothubowner");

    /// <summary>What a provisioning answer asks the device to wait, in seconds; 0 asks for nothing.</summary>
    public int ProvisioningRetryAfter { get; init; } = 1;

    /// <summary>How often a registration is answered "assigning" when asked after.</summary>
    public int ProvisioningPolls { get; init; } = 1;
}
