using IotHub.DeviceSim.Faults;

namespace IotHub.DeviceSim.Devices;

/// <summary>Messages of a device that are held back, in the order in which they fall due.</summary>
internal sealed class WireAgenda
{
    private readonly PriorityQueue<Held, (DateTimeOffset Due, long Order)> _held = new();
    private long _order;

    /// <summary>When the first falls due; null without any.</summary>
    public DateTimeOffset? NextAt => _held.TryPeek(out _, out var first) ? first.Due : null;

    /// <summary>Holds a message back.</summary>
    /// <returns>False when there are as many as may be; the message is then lost, as in a radio whose buffer is full.</returns>
    public bool TryHold(DeviceWire message, bool isOutgoing, DateTimeOffset due)
    {
        if (_held.Count >= SimLimits.MessagesHeldMax)
        {
            return false;
        }

        _held.Enqueue(new Held(message, isOutgoing), (due, _order++));
        return true;
    }

    /// <summary>Takes the first one that is due.</summary>
    public bool TryTake(DateTimeOffset now, out DeviceWire message, out bool isOutgoing)
    {
        if (_held.TryPeek(out var held, out var first) && first.Due <= now)
        {
            _held.Dequeue();
            (message, isOutgoing) = (held.Message, held.IsOutgoing);
            return true;
        }

        (message, isOutgoing) = (null!, false);
        return false;
    }

    private sealed record Held(DeviceWire Message, bool IsOutgoing);
}
