using IotHub.Mqtt.Client;
using IotHub.Mqtt.Packets;

namespace IotHub.DeviceSim.Devices;

/// <summary>The broker that simulated devices connect to.</summary>
/// <param name="Host">Name or address.</param>
/// <param name="Port">TCP port.</param>
/// <param name="Version">Which MQTT the devices speak.</param>
/// <param name="Connector">What they connect over; null for TCP.</param>
public sealed record MqttEndpoint(string Host, int Port, MqttProtocolVersion Version = MqttProtocolVersion.V50, IMqttConnector? Connector = null);
