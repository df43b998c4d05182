using IotHub.Mqtt.Packets;

namespace IotHub.Mqtt.Client;

/// <summary>A message that waits for its handler, with the connection that it is acknowledged on.</summary>
internal readonly record struct ReceivedMessage(MqttConnection Connection, PublishPacket Packet);
