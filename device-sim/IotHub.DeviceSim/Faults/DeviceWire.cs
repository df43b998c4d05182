using IotHub.Contracts.Topics;
using IotHub.Mqtt.Packets;

namespace IotHub.DeviceSim.Faults;

/// <summary>A message as it goes over the wire between a device and its broker.</summary>
/// <param name="Kind">What it carries, by its topic before anything was done to it.</param>
/// <param name="Topic">Its topic.</param>
/// <param name="Payload">Its content; not to be changed in place.</param>
/// <param name="Qos">How it is delivered.</param>
/// <param name="Retain">Sent: the broker is to keep it. Received: the broker had kept it.</param>
public sealed record DeviceWire(DeviceTopicKind Kind, string Topic, ReadOnlyMemory<byte> Payload, MqttQos Qos, bool Retain);
