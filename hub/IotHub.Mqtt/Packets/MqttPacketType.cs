namespace IotHub.Mqtt.Packets;

/// <summary>Types of control packets, as they stand in the high four bits of the first byte (section 2.1.2).</summary>
public enum MqttPacketType
{
    /// <summary>Forbidden on the wire.</summary>
    None = 0,

    /// <summary>Client asks to connect.</summary>
    Connect = 1,

    /// <summary>Answer to CONNECT.</summary>
    Connack = 2,

    /// <summary>An application message.</summary>
    Publish = 3,

    /// <summary>Answer to a QoS 1 PUBLISH.</summary>
    Puback = 4,

    /// <summary>First answer to a QoS 2 PUBLISH.</summary>
    Pubrec = 5,

    /// <summary>Answer to PUBREC.</summary>
    Pubrel = 6,

    /// <summary>Answer to PUBREL.</summary>
    Pubcomp = 7,

    /// <summary>Client asks for topics.</summary>
    Subscribe = 8,

    /// <summary>Answer to SUBSCRIBE.</summary>
    Suback = 9,

    /// <summary>Client gives topics up.</summary>
    Unsubscribe = 10,

    /// <summary>Answer to UNSUBSCRIBE.</summary>
    Unsuback = 11,

    /// <summary>Sign of life.</summary>
    Pingreq = 12,

    /// <summary>Answer to PINGREQ.</summary>
    Pingresp = 13,

    /// <summary>The sender closes.</summary>
    Disconnect = 14,

    /// <summary>Extended authentication, 5.0 only.</summary>
    Auth = 15,
}
