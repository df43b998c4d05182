namespace IotHub.Mqtt.Packets;

/// <summary>Protocol levels as they stand in the CONNECT packet.</summary>
public enum MqttProtocolVersion
{
    /// <summary>No version agreed yet: before CONNECT.</summary>
    None = 0,

    /// <summary>MQTT 3.1, protocol name <c>MQIsdp</c>: old devices; treated as 3.1.1 after CONNECT.</summary>
    V31 = 3,

    /// <summary>MQTT 3.1.1.</summary>
    V311 = 4,

    /// <summary>MQTT 5.0.</summary>
    V50 = 5,
}
