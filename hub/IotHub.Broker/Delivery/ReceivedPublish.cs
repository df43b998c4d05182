using IotHub.Mqtt.Packets;

namespace IotHub.Broker.Delivery;

/// <summary>A message as a subscriber inside the process gets it.</summary>
/// <param name="Topic">Topic name.</param>
/// <param name="Payload">Payload; valid only during the call.</param>
/// <param name="Qos">QoS it was published with.</param>
/// <param name="Retain">True when it comes from the retained store or was published to be retained.</param>
/// <param name="ClientId">Client that published it; empty for the hub itself.</param>
public sealed record ReceivedPublish(string Topic, ReadOnlyMemory<byte> Payload, MqttQos Qos, bool Retain, string ClientId);
