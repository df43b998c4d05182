using IotHub.Broker.Delivery;
using IotHub.Broker.Limits;
using IotHub.Mqtt.Packets;

namespace IotHub.Broker.Sessions;

/// <summary>A message that waits for its receiver.</summary>
internal readonly record struct Waiting(StoredMessage Message, MqttQos Qos, bool Retain, int[] Identifiers);

/// <summary>Messages of QoS 1 and 2 that wait for one session. Bounded by count and bytes; at the bound the oldest goes, and is counted.</summary>
internal sealed class WaitingQueue(BrokerLimits limits, BrokerCounters counters)
{
    private readonly Queue<Waiting> _queue = new();
    private long _bytes;

    public int Count => _queue.Count;

    /// <summary>Whether three quarters of the room are taken.</summary>
    public bool IsNearlyFull => _queue.Count * 4L >= limits.QueuedMessagesMax * 3L || _bytes * 4 >= limits.QueuedBytesMax * 3L;

    /// <summary>Whether less than half of the room is taken.</summary>
    public bool HasRoom => _queue.Count * 2L < limits.QueuedMessagesMax && _bytes * 2 < limits.QueuedBytesMax;

    public Waiting Peek() => _queue.Peek();

    public void Enqueue(Waiting waiting)
    {
        while (_queue.Count > 0 && (_queue.Count >= limits.QueuedMessagesMax || _bytes + waiting.Message.Bytes > limits.QueuedBytesMax))
        {
            Drop(DropReason.QueueFull);
        }

        _queue.Enqueue(waiting);
        _bytes += waiting.Message.Bytes;
    }

    /// <summary>Takes the first out; the caller has its reference.</summary>
    public Waiting Dequeue()
    {
        var first = _queue.Dequeue();
        _bytes -= first.Message.Bytes;
        return first;
    }

    /// <summary>Lets the first go.</summary>
    public void Drop(DropReason reason)
    {
        Dequeue().Message.Release();
        counters.Drop(reason);
    }

    public void Clear()
    {
        while (_queue.Count > 0)
        {
            Dequeue().Message.Release();
        }
    }
}
