using IotHub.Mqtt.Packets;

namespace IotHub.Broker.Connections;

/// <summary>Packets without what is only for people to read, for a peer that takes no larger ones [MQTT-3.2.2-19] [MQTT-3.2.2-20].</summary>
internal static class ShortPacket
{
    public static MqttPacket Of(MqttPacket packet) => packet switch
    {
        ConnackPacket connack => connack with { Properties = Of(connack.Properties) },
        SubackPacket suback => suback with { Properties = Of(suback.Properties) },
        UnsubackPacket unsuback => unsuback with { Properties = Of(unsuback.Properties) },
        DisconnectPacket disconnect => disconnect with { Properties = Of(disconnect.Properties) },
        AuthPacket auth => auth with { Properties = Of(auth.Properties) },
        _ => packet,
    };

    private static MqttProperties Of(MqttProperties properties) =>
        ReferenceEquals(properties, MqttProperties.Empty) ? properties : properties with { ReasonString = null, UserProperties = [] };
}
