using IotHub.Mqtt.Packets;

namespace IotHub.Mqtt.Client;

/// <summary>A message that came in.</summary>
/// <param name="Topic">Its topic.</param>
/// <param name="Payload">Its content; belongs to the handler.</param>
/// <param name="Qos">How it was delivered.</param>
/// <param name="Retain">True when the server kept it from before the subscription.</param>
public sealed record MqttMessage(string Topic, ReadOnlyMemory<byte> Payload, MqttQos Qos, bool Retain);
