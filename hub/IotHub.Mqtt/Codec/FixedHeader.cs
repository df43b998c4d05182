using IotHub.Mqtt.Packets;

namespace IotHub.Mqtt.Codec;

/// <summary>The first two to five bytes of a packet (section 2.1).</summary>
/// <param name="FirstByte">Type and flags.</param>
/// <param name="HeaderLength">Bytes of this header, 2 to 5.</param>
/// <param name="RemainingLength">Bytes after it, 0 to 268,435,455.</param>
public readonly record struct FixedHeader(byte FirstByte, int HeaderLength, int RemainingLength)
{
    /// <summary>Type of the packet.</summary>
    public MqttPacketType Type => (MqttPacketType)(FirstByte >> 4);

    /// <summary>Low four bits of the first byte.</summary>
    public int Flags => FirstByte & 0x0F;

    /// <summary>Whole length in bytes.</summary>
    public int PacketLength => HeaderLength + RemainingLength;
}
