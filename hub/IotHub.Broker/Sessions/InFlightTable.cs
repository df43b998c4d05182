using IotHub.Broker.Delivery;
using IotHub.Broker.Subscriptions;
using IotHub.Mqtt.Packets;

namespace IotHub.Broker.Sessions;

/// <summary>What the receiver still has to say of a message that was sent to it.</summary>
internal enum InFlightState : byte
{
    Free,

    /// <summary>PUBACK for QoS 1, PUBREC for QoS 2.</summary>
    Sent,

    /// <summary>QoS 2: PUBCOMP; the message itself is not needed any more.</summary>
    Released,
}

/// <summary>A message in flight.</summary>
internal struct InFlight
{
    public InFlightState State;
    public MqttQos Qos;
    public bool Retain;
    public ushort PacketId;

    /// <summary>Order of the first sending [MQTT-4.6.0-1].</summary>
    public long Sequence;
    public StoredMessage? Message;
    public Recipient Recipient;
}

/// <summary>
/// Messages in flight by packet id, without an object for each. An id belongs to the slot of its lowest bits, so that finding one costs the
/// same however many there are; an id whose slot is taken is left out when ids are given.
/// </summary>
internal sealed class InFlightTable(int max)
{
    private InFlight[] _slots = [];
    private ushort _lastId;
    private long _sequence;

    public int Count { get; private set; }

    /// <summary>Bytes of the messages that are kept for it.</summary>
    public long Bytes { get; private set; }

    /// <summary>Takes a slot for a message; the caller fills it. There must be fewer than the most.</summary>
    public ref InFlight Add()
    {
        if (Count == _slots.Length)
        {
            Grow();
        }

        ref var slot = ref _slots[0];
        do
        {
            _lastId = _lastId == ushort.MaxValue ? (ushort)1 : (ushort)(_lastId + 1);
            slot = ref _slots[_lastId & (_slots.Length - 1)];
        }
        while (slot.State != InFlightState.Free);
        slot.State = InFlightState.Sent;
        slot.PacketId = _lastId;
        slot.Sequence = _sequence++;
        Count++;
        return ref slot;
    }

    /// <summary>Gives back the slot that was taken last: its message was not sent.</summary>
    public void TakeBack(ref InFlight slot)
    {
        slot = default;
        _lastId--;
        Count--;
    }

    /// <summary>The message with an id.</summary>
    /// <returns>False when there is none; the slot is then of no meaning.</returns>
    public bool TryGet(ushort packetId, out int index)
    {
        index = _slots.Length == 0 ? 0 : packetId & (_slots.Length - 1);
        return _slots.Length > 0 && _slots[index].State != InFlightState.Free && _slots[index].PacketId == packetId;
    }

    public ref InFlight At(int index) => ref _slots[index];

    /// <summary>Keeps a message until it is acknowledged; the reference is the table's.</summary>
    public void Keep(ref InFlight slot, StoredMessage message)
    {
        slot.Message = message;
        Bytes += message.Bytes;
    }

    /// <summary>The message itself is not needed any more.</summary>
    public void Release(ref InFlight slot)
    {
        if (slot.Message is { } message)
        {
            Bytes -= message.Bytes;
            message.Release();
            slot.Message = null;
        }
    }

    public void RemoveAt(int index)
    {
        Release(ref _slots[index]);
        _slots[index] = default;
        Count--;
    }

    /// <summary>Indexes of all in the order they were first sent.</summary>
    public List<int> InOrder()
    {
        var indexes = new List<int>(Count);
        for (var i = 0; i < _slots.Length; i++)
        {
            if (_slots[i].State != InFlightState.Free)
            {
                indexes.Add(i);
            }
        }

        indexes.Sort((a, b) => _slots[a].Sequence.CompareTo(_slots[b].Sequence));
        return indexes;
    }

    public void Clear()
    {
        foreach (ref var slot in _slots.AsSpan())
        {
            Release(ref slot);
        }

        _slots = [];
        Count = 0;
    }

    /// <summary>Doubles: two ids that differ in their lowest bits differ in more of them, so each finds a slot of its own.</summary>
    private void Grow()
    {
        var old = _slots;
        var length = Math.Max(16, old.Length * 2);
        _slots = new InFlight[Math.Min(length, (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)Math.Max(16, max)))];
        foreach (ref var slot in old.AsSpan())
        {
            _slots[slot.PacketId & (_slots.Length - 1)] = slot;
        }
    }
}
