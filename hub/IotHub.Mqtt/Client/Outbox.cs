using IotHub.Mqtt.Packets;

namespace IotHub.Mqtt.Client;

/// <summary>
/// Messages on their way out, in the order they were published: those in flight first (sent, not acknowledged), then those that wait.
/// It outlives connections: what is in flight when one ends is sent again on the next, marked DUP [MQTT-4.4.0-1].
/// </summary>
internal sealed class Outbox : IDisposable
{
    /// <summary>Largest packet id of a PUBLISH; those above are SUBSCRIBE's.</summary>
    public const ushort PacketIdMax = 49_151;

    private readonly Lock _lock = new();
    private readonly SemaphoreSlim _room;
    private readonly int _inFlightMax;
    private readonly Queue<PendingPublish> _waiting = new();
    private readonly Dictionary<ushort, PendingPublish> _inFlight = [];
    private readonly SortedDictionary<long, PendingPublish> _order = [];
    private readonly Dictionary<ushort, long> _sequenceOf = [];
    private readonly Queue<PendingPublish> _resend = new();
    private int _window;
    private ushort _lastPacketId;
    private long _sequence;
    private bool _isOpen;
    private bool _hasStopped;

    public Outbox(int inFlightMax, int waitingMax)
    {
        _inFlightMax = inFlightMax;
        _window = inFlightMax;
        _room = new SemaphoreSlim(inFlightMax + waitingMax);
    }

    public long Acknowledged { get; private set; }

    public long Dropped { get; private set; }

    public long Resent { get; private set; }

    public int Pending
    {
        get
        {
            lock (_lock)
            {
                return _waiting.Count + _inFlight.Count;
            }
        }
    }

    /// <summary>Takes a message, waiting for room. Null when it was dropped: QoS 0 without a connection.</summary>
    public async ValueTask<PendingPublish?> EnterAsync(PublishPacket packet, CancellationToken cancellationToken)
    {
        await _room.WaitAsync(cancellationToken);
        lock (_lock)
        {
            if (_hasStopped)
            {
                _room.Release();
                throw new MqttConnectionException("The client has stopped.");
            }

            if (!_isOpen && packet.Qos == MqttQos.AtMostOnce)
            {
                Dropped++;
                _room.Release();
                return null;
            }

            var pending = new PendingPublish(packet);
            _waiting.Enqueue(pending);
            return pending;
        }
    }

    /// <summary>A connection is ready: sends again what was in flight, then goes on.</summary>
    /// <param name="receiveMaximum">How many the server takes unacknowledged.</param>
    public void Open(int receiveMaximum)
    {
        lock (_lock)
        {
            _window = Math.Min(_inFlightMax, receiveMaximum);
            _resend.Clear();
            foreach (var pending in _order.Values)
            {
                pending.Packet = pending.Packet with { Dup = true };
                _resend.Enqueue(pending);
            }

            _isOpen = true;
        }
    }

    /// <summary>The connection is gone: QoS 0 is given up, the rest waits.</summary>
    public void Close()
    {
        lock (_lock)
        {
            _isOpen = false;
            for (var left = _waiting.Count; left > 0; left--)
            {
                var pending = _waiting.Dequeue();
                if (pending.IsAcknowledged)
                {
                    _waiting.Enqueue(pending);
                }
                else
                {
                    Dropped++;
                    _room.Release();
                    pending.Complete();
                }
            }
        }
    }

    /// <summary>The client stops: whoever waits is told.</summary>
    public void Stop()
    {
        List<PendingPublish> left;
        lock (_lock)
        {
            _hasStopped = true;
            _isOpen = false;
            left = [.. _order.Values, .. _waiting];
            _waiting.Clear();
            _inFlight.Clear();
            _order.Clear();
            _sequenceOf.Clear();
            if (left.Count > 0)
            {
                _room.Release(left.Count);
            }
        }

        left.ForEach(pending => pending.Fail(new MqttConnectionException("The client has stopped.")));
    }

    /// <summary>The next message to write; null when there is none or the window is full.</summary>
    public PendingPublish? TakeNext()
    {
        lock (_lock)
        {
            if (!_isOpen)
            {
                return null;
            }

            while (_resend.TryDequeue(out var again))
            {
                if (_inFlight.ContainsKey(again.Packet.PacketId))
                {
                    Resent++;
                    return again;
                }
            }

            while (_waiting.TryPeek(out var next))
            {
                if (next.IsAbandoned)
                {
                    _waiting.Dequeue();
                    _room.Release();
                    continue;
                }

                if (next.IsAcknowledged && _inFlight.Count >= _window)
                {
                    return null;
                }

                _waiting.Dequeue();
                if (next.IsAcknowledged)
                {
                    var id = NextPacketId_NeedsLock();
                    next.Packet = next.Packet with { PacketId = id };
                    _inFlight.Add(id, next);
                    _sequenceOf.Add(id, _sequence);
                    _order.Add(_sequence++, next);
                }

                return next;
            }

            return null;
        }
    }

    /// <summary>A QoS 0 message has been written.</summary>
    public void Written(PendingPublish pending)
    {
        _room.Release();
        pending.Complete();
    }

    /// <summary>PUBACK. An id that is not in flight is ignored: it answers a repeat that was answered before.</summary>
    public void Acknowledge(ushort packetId, ReasonCode reason)
    {
        PendingPublish? pending;
        lock (_lock)
        {
            if (!_inFlight.Remove(packetId, out pending))
            {
                return;
            }

            _sequenceOf.Remove(packetId, out var sequence);
            _order.Remove(sequence);
            _room.Release();
            Acknowledged += (int)reason < 0x80 ? 1 : 0;
        }

        if ((int)reason < 0x80)
        {
            pending.Complete();
        }
        else
        {
            pending.Fail(new MqttRefusedException($"The server refused a message on {pending.Packet.GetTopicText()}: {reason}.", reason));
        }
    }

    /// <summary>The caller has given up. One already in flight stays there until it is acknowledged, since its packet id is in use.</summary>
    public void Abandon(PendingPublish pending)
    {
        lock (_lock)
        {
            pending.IsAbandoned = true;
        }
    }

    public void Dispose() => _room.Dispose();

    private ushort NextPacketId_NeedsLock()
    {
        // In flight is bounded by the same number and checked before, so a free id exists; 0 is not an id [MQTT-2.2.1-3].
        do
        {
            _lastPacketId = _lastPacketId >= PacketIdMax ? (ushort)1 : (ushort)(_lastPacketId + 1);
        }
        while (_inFlight.ContainsKey(_lastPacketId));
        return _lastPacketId;
    }
}
