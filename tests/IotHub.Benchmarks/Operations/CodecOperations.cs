using System.Buffers;
using System.Text;
using IotHub.Mqtt.Codec;
using IotHub.Mqtt.Packets;
using IotHub.Mqtt.Topics;

namespace IotHub.Benchmarks.Operations;

/// <summary>The protocol's share of a message: bytes to packet, packet to bytes, topic against filter.</summary>
internal static class CodecOperations
{
    private const int PacketBytesMax = 1024 * 1024;

    private static readonly byte[] Topic = Encoding.UTF8.GetBytes("devices/sim-light-07/properties");
    private static readonly byte[] Payload = Encoding.UTF8.GetBytes("""{"light.on":true,"light.brightness":60}""");

    public static IEnumerable<Operation> All =>
    [
        new("codec: decode a publish (5.0)", Decode(MqttProtocolVersion.V50)),
        new("codec: decode a publish (3.1.1)", Decode(MqttProtocolVersion.V311)),
        new("codec: write a publish (5.0)", Write()),
        new("topics: match one filter", Match()),
    ];

    private static Action Decode(MqttProtocolVersion version)
    {
        var encoded = new ArrayBufferWriter<byte>();
        MqttEncoder.Write(encoded, new PublishPacket { Topic = Topic, Payload = Payload, Qos = MqttQos.AtLeastOnce, PacketId = 7 }, version);
        var received = new ReadOnlySequence<byte>(encoded.WrittenMemory);
        return () =>
        {
            var buffer = received;
            Check(MqttDecoder.TryDecode(ref buffer, version, PacketBytesMax, out _, out _) == DecodeStatus.Packet);
        };
    }

    private static Action Write()
    {
        var target = new byte[1024];
        return () => Check(MqttEncoder.WritePublish(
            target, Topic, Payload, MqttQos.AtLeastOnce, false, false, 7, [], MqttProtocolVersion.V50, out _) > Payload.Length);
    }

    private static Action Match()
    {
        var filter = Encoding.UTF8.GetBytes("devices/+/properties");
        return () => Check(TopicFilter.Matches(filter, Topic));
    }

    private static void Check(bool isDone)
    {
        if (!isDone)
        {
            throw new InvalidOperationException("The operation did not do what is measured.");
        }
    }
}
