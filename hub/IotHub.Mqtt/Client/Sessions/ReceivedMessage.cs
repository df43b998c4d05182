using IotHub.Mqtt.Client.Connections;
using IotHub.Mqtt.Packets;

namespace IotHub.Mqtt.Client.Sessions;

/// <summary>A message that waits for its handler.</summary>
/// <param name="Connection">What it came on and is acknowledged on.</param>
/// <param name="Session">The session it belongs to: packet ids of another mean other messages.</param>
/// <param name="Packet">The message.</param>
internal readonly record struct ReceivedMessage(MqttConnection Connection, int Session, PublishPacket Packet);
