namespace IotHub.Mqtt.Codec;

/// <summary>What became of an attempt to decode.</summary>
public enum DecodeStatus
{
    /// <summary>The packet is not all there yet: read more.</summary>
    NeedMore,

    /// <summary>A packet was decoded.</summary>
    Packet,

    /// <summary>The bytes are not a packet: the connection must be closed.</summary>
    Fault,
}
