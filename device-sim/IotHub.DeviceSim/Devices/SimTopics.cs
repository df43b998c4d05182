namespace IotHub.DeviceSim.Devices;

/// <summary>Topics of one device under the native MQTT contract, version 1.</summary>
internal sealed class SimTopics(string did)
{
    public string Announce { get; } = $"devices/{did}/announce";

    public string Status { get; } = $"devices/{did}/status";

    public string Properties { get; } = $"devices/{did}/properties";

    public string Requests { get; } = $"devices/{did}/requests";

    public string Responses { get; } = $"devices/{did}/responses";
}
