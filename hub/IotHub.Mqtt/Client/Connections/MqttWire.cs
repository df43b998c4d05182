using System.IO.Pipelines;
using IotHub.Mqtt.Codec;
using IotHub.Mqtt.Packets;

namespace IotHub.Mqtt.Client.Connections;

/// <summary>Packets from a pipe.</summary>
internal static class MqttWire
{
    /// <summary>The next packet; null at the end of the stream. What it holds is a copy.</summary>
    /// <exception cref="MqttConnectionException">The bytes are not a packet.</exception>
    public static async ValueTask<MqttPacket?> ReadAsync(PipeReader input, MqttClientOptions options, CancellationToken cancellationToken)
    {
        while (true)
        {
            var read = await input.ReadAsync(cancellationToken);
            var buffer = read.Buffer;
            var status = MqttDecoder.TryDecode(ref buffer, options.Version, options.PacketBytesMax, out var packet, out var fault);
            if (status == DecodeStatus.Packet && packet is PublishPacket publish)
            {
                // The packet points into the pipe's buffer, which is used again after AdvanceTo.
                packet = publish with { Topic = publish.Topic.ToArray(), Payload = publish.Payload.ToArray() };
            }

            // After NeedMore everything was looked at; otherwise what follows the packet is to be read at once.
            input.AdvanceTo(buffer.Start, status == DecodeStatus.NeedMore ? buffer.End : buffer.Start);
            if (status == DecodeStatus.Packet)
            {
                return packet;
            }

            if (fault is not null)
            {
                throw MqttConnectionException.Broken(fault.ReasonCode, fault.Statement, fault.Message);
            }

            if (read.IsCompleted)
            {
                return null;
            }
        }
    }
}
