using System.Collections.Immutable;
using IotHub.Contracts.Topics;
using IotHub.DeviceSim.Faults;
using IotHub.Mqtt.Packets;

namespace IotHub.DeviceSim.Devices;

/// <summary>What stands between a device's program and its link: the tampers, and the messages that they hold back.</summary>
internal sealed class DeviceVoice(string did, TamperChain tampers, DeviceLink link, TimeProvider time, DeviceStatistics statistics, Action held)
{
    private readonly WireAgenda _agenda = new();

    /// <summary>When the first message that is held back falls due; null without any.</summary>
    public DateTimeOffset? NextAt => _agenda.NextAt;

    /// <summary>Puts other tampers in place of all; what is held back stays so.</summary>
    public void Replace(ImmutableArray<IWireTamper> others) => tampers.Replace(others);

    /// <summary>Takes the first message that is due.</summary>
    public bool TryTake(DateTimeOffset now, out DeviceWire message, out bool isOutgoing) => _agenda.TryTake(now, out message, out isOutgoing);

    /// <summary>Sends messages as they come out of the tampers.</summary>
    public async ValueTask SayAsync(ImmutableArray<DeviceWire> messages, bool isSilent, CancellationToken cancellationToken)
    {
        foreach (var message in messages)
        {
            // A silent device still announces itself after a reconnect: its radio module does that, not its program.
            if (isSilent && message.Kind is DeviceTopicKind.Properties or DeviceTopicKind.Event)
            {
                continue;
            }

            foreach (var (tampered, delay) in tampers.Send(message))
            {
                if (delay > TimeSpan.Zero)
                {
                    Hold(tampered, isOutgoing: true, delay);
                }
                else
                {
                    await link.SendAsync(tampered, cancellationToken);
                }
            }
        }
    }

    /// <summary>A request as it comes out of the tampers: what is to be answered at once. The rest is held back, or lost.</summary>
    /// <param name="payload">What came.</param>
    /// <param name="think">How long the device takes before it answers.</param>
    public ImmutableArray<ReadOnlyMemory<byte>> Hear(ReadOnlyMemory<byte> payload, TimeSpan think)
    {
        var atOnce = ImmutableArray.CreateBuilder<ReadOnlyMemory<byte>>();
        var heard = tampers.Receive(new DeviceWire(DeviceTopicKind.Requests, DeviceTopics.Requests(did), payload, MqttQos.AtLeastOnce, false));
        if (heard.Count == 0)
        {
            statistics.CountDropped();
        }

        foreach (var (message, delay) in heard)
        {
            if (delay + think > TimeSpan.Zero)
            {
                Hold(message, isOutgoing: false, delay + think);
            }
            else
            {
                atOnce.Add(message.Payload);
            }
        }

        return atOnce.ToImmutable();
    }

    private void Hold(DeviceWire message, bool isOutgoing, TimeSpan delay)
    {
        if (_agenda.TryHold(message, isOutgoing, time.GetUtcNow() + delay))
        {
            held();
        }
        else
        {
            statistics.CountLost();
        }
    }
}
