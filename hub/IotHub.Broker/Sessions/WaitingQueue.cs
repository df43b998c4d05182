using IotHub.Broker.Delivery;
using IotHub.Broker.Connections;
using IotHub.Broker.Subscriptions;
using IotHub.Mqtt.Packets;

namespace IotHub.Broker.Sessions;

/// <summary>A message that waits for its receiver.</summary>
internal readonly record struct Waiting(StoredMessage Message, MqttQos Qos, bool Retain, Recipient Recipient);

/// <summary>
/// Messages of QoS 1 and 2 that wait for one session. Bounded by count and bytes, and by the bytes of all sessions; at the bound the oldest
/// goes, and is counted.
/// </summary>
internal sealed class WaitingQueue(BrokerCore core)
{
    private readonly Queue<Waiting> _queue = new();
    private long _bytes;

    public int Length => _queue.Count;

    /// <summary>Whether three quarters of the room are taken.</summary>
    public bool IsNearlyFull => _queue.Count * 4L >= core.Limits.QueuedMessagesMax * 3L || _bytes * 4 >= core.Limits.QueuedBytesMax * 3L;

    /// <summary>Whether less than half of the room is taken.</summary>
    public bool HasRoom => _queue.Count * 2L < core.Limits.QueuedMessagesMax && _bytes * 2 < core.Limits.QueuedBytesMax;

    public Waiting Peek() => _queue.Peek();

    public void Enqueue(Waiting waiting)
    {
        var limits = core.Limits;
        var bytes = waiting.Message.Bytes;
        while (_queue.Count > 0
            && (_queue.Count >= limits.QueuedMessagesMax || _bytes + bytes > limits.QueuedBytesMax || core.QueuedBytes + bytes > limits.QueuedBytesTotalMax))
        {
            Drop(DropReason.QueueFull);
        }

        if (core.QueuedBytes + bytes > limits.QueuedBytesTotalMax)
        {
            // Others have all the room.
            waiting.Message.Release();
            core.Counters.Drop(DropReason.QueueFull);
            return;
        }

        _queue.Enqueue(waiting);
        Count(bytes);
    }

    /// <summary>Takes the first out; the caller has its reference.</summary>
    public Waiting Dequeue()
    {
        var first = _queue.Dequeue();
        Count(-first.Message.Bytes);
        return first;
    }

    /// <summary>Lets the first go.</summary>
    public void Drop(DropReason reason)
    {
        Dequeue().Message.Release();
        core.Counters.Drop(reason);
    }

    private void Count(int bytes)
    {
        _bytes += bytes;
        core.AddQueuedBytes(bytes);
    }
}
