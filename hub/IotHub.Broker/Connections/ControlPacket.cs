using System.Buffers;
using IotHub.Mqtt.Codec;
using IotHub.Mqtt.Packets;

namespace IotHub.Broker.Connections;

/// <summary>Encodes packets other than PUBLISH for a peer.</summary>
internal static class ControlPacket
{
    /// <summary>
    /// Encodes a packet; where it is larger than the peer takes, without what is only for people to read [MQTT-3.2.2-19] [MQTT-3.2.2-20]. It may
    /// still be larger.
    /// </summary>
    public static ReadOnlySpan<byte> Encode(MqttPacket packet, MqttProtocolVersion version, int bytesMax)
    {
        var encoded = new ArrayBufferWriter<byte>(64);
        MqttEncoder.Write(encoded, packet, version);
        if (encoded.WrittenCount > bytesMax)
        {
            encoded.Clear();
            MqttEncoder.Write(encoded, Shortened(packet), version);
        }

        return encoded.WrittenSpan;
    }

    private static MqttPacket Shortened(MqttPacket packet) => packet switch
    {
        ConnackPacket connack => connack with { Properties = Shortened(connack.Properties) },
        SubackPacket suback => suback with { Properties = Shortened(suback.Properties) },
        UnsubackPacket unsuback => unsuback with { Properties = Shortened(unsuback.Properties) },
        DisconnectPacket disconnect => disconnect with { Properties = Shortened(disconnect.Properties) },
        AuthPacket auth => auth with { Properties = Shortened(auth.Properties) },
        _ => packet,
    };

    private static MqttProperties Shortened(MqttProperties properties) =>
        ReferenceEquals(properties, MqttProperties.Empty) ? properties : properties with { ReasonString = null, UserProperties = [] };
}
