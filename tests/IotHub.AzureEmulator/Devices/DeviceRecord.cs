using System.Security.Cryptography;
using System.Text;
using IotHub.AzureEmulator.Connections;
using IotHub.Mqtt.Packets;

namespace IotHub.AzureEmulator.Devices;

/// <summary>A device or module that the hub knows, with what it keeps for it. The hub's lock guards all that changes.</summary>
public sealed class DeviceRecord
{
    internal DeviceRecord(string id, ReadOnlyMemory<byte>? key, string? thumbprint)
    {
        Id = id;
        Key = key ?? SHA256.HashData(Encoding.UTF8.GetBytes($"key of {id}"));
        Thumbprint = thumbprint;
        Root = id.Split('/') is [var device, var module] ? $"devices/{device}/modules/{module}" : $"devices/{id}";
    }

    /// <summary>Device id, or device id, "/" and module id.</summary>
    public string Id { get; }

    /// <summary>What it signs with.</summary>
    public ReadOnlyMemory<byte> Key { get; }

    /// <summary>Of its certificate; null where it has none, so that it signs.</summary>
    public string? Thumbprint { get; }

    /// <summary>Before its topics, and its resource without the host.</summary>
    internal string Root { get; }

    /// <summary>False for one that an operator has switched off.</summary>
    public bool IsEnabled { get; set; } = true;

    internal DeviceTwin Twin { get; } = new();

    /// <summary>Kept over connections that do not ask for a clean session.</summary>
    internal Dictionary<string, MqttQos> Subscriptions { get; } = [];

    internal bool HasSession { get; set; }

    internal List<CloudMessage> Pending { get; } = [];

    internal DeviceConnection? Connection { get; set; }
}
