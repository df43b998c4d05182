using IotHub.Mqtt.Packets;

namespace IotHub.AzureEmulator.Connections;

/// <summary>Takes what comes over an accepted connection: the hub's side of a device, or of a registration.</summary>
internal interface IMqttEndpoint
{
    /// <summary>Takes a packet.</summary>
    void Take(MqttPacket packet);

    /// <summary>The connection has ended; graceful after DISCONNECT.</summary>
    void Ended(bool isGraceful);
}
