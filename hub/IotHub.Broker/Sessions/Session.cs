using IotHub.Broker.Connections;
using IotHub.Broker.Delivery;
using IotHub.Broker.Limits;
using IotHub.Broker.Subscriptions;
using IotHub.Mqtt.Packets;

namespace IotHub.Broker.Sessions;

/// <summary>What the broker knows of a client from one connection to the next (section 4.1).</summary>
internal sealed class Session(string clientId, BrokerLimits limits, BrokerClock clock, BrokerCounters counters)
{
    private readonly Lock _lock = new();
    private readonly Queue<Waiting> _queue = new();
    private readonly Dictionary<ushort, InFlight> _inFlight = [];

    /// <summary>Of those in flight, what this connection has not been sent yet.</summary>
    private readonly Queue<ushort> _resend = new();
    private volatile ConnectionOutput? _output;
    private long _queuedBytes;
    private long _sequence;
    private ushort _lastPacketId;
    private int _window;
    private bool _discarded;

    public string ClientId => clientId;

    /// <summary>By filter; touched only by the connection that owns the session, or when it is discarded.</summary>
    public Dictionary<string, Subscription> Subscriptions { get; } = new(StringComparer.Ordinal);

    /// <summary>Packet ids of QoS 2 messages taken and not yet released; touched only by the owning connection.</summary>
    public HashSet<ushort> Unreleased { get; } = [];

    /// <summary>The connection that owns the session; null when there is none. Guarded by the session table's lock.</summary>
    public ClientConnection? Owner { get; set; }

    /// <summary>Milliseconds the session outlives its connection; null for ever. Guarded as <see cref="Owner"/>.</summary>
    public long LifeMs { get; set; }

    /// <summary>When it ends without a connection. Guarded as <see cref="Owner"/>.</summary>
    public long EndsAt { get; set; }

    /// <summary>The Will that waits for its delay. Guarded as <see cref="Owner"/>.</summary>
    public WillMessage? DelayedWill { get; set; }

    /// <summary>When the delayed Will is published. Guarded as <see cref="Owner"/>.</summary>
    public long WillAt { get; set; }

    /// <summary>Who published the delayed Will, for access.</summary>
    public Access.AccessSubject? WillSubject { get; set; }

    /// <summary>Gives a message to the client, or keeps it for it.</summary>
    /// <returns>The output to flush; null when nothing was written.</returns>
    public ConnectionOutput? Deliver(Publication message, MqttQos qosMax, bool retain, int[] identifiers)
    {
        var qos = message.Qos < qosMax ? message.Qos : qosMax;
        var output = _output;
        if (qos == MqttQos.AtMostOnce)
        {
            return output is not null && Count(output.WritePublish(message, qos, retain, dup: false, 0, identifiers)) ? output : null;
        }

        lock (_lock)
        {
            if (_discarded)
            {
                return null;
            }

            // Always through the queue, so that nothing overtakes what already waits [MQTT-4.6.0-6].
            Enqueue_NeedsLock(new Waiting(message.Store(), retain, identifiers));
            return Pump_NeedsLock();
        }
    }

    /// <summary>Attaches a connection: sends again what was not acknowledged, in order [MQTT-4.4.0-1], then what waits.</summary>
    public void Attach(ConnectionOutput output, int window)
    {
        lock (_lock)
        {
            _output = output;
            _window = Math.Min(window, limits.InflightMax);
            _resend.Clear();
            foreach (var (packetId, _) in _inFlight.OrderBy(pair => pair.Value.Sequence))
            {
                _resend.Enqueue(packetId);
            }

            Pump_NeedsLock();
        }
    }

    /// <summary>A connection has ended; messages wait from now on, unless another connection is attached already.</summary>
    public void Detach(ConnectionOutput output)
    {
        lock (_lock)
        {
            if (ReferenceEquals(_output, output))
            {
                _output = null;
            }
        }
    }

    /// <summary>The session has ended: nothing is kept any more.</summary>
    public void Discard()
    {
        lock (_lock)
        {
            _discarded = true;
            _output = null;
            _queue.Clear();
            _resend.Clear();
            _inFlight.Clear();
        }
    }

    /// <summary>The client has acknowledged a message.</summary>
    /// <returns>The output to flush; null when nothing was written.</returns>
    public ConnectionOutput? Acknowledge(ushort packetId)
    {
        lock (_lock)
        {
            _inFlight.Remove(packetId);
            return Pump_NeedsLock();
        }
    }

    /// <summary>The client takes bytes again.</summary>
    /// <returns>The output to flush; null when nothing was written.</returns>
    public ConnectionOutput? Resume()
    {
        lock (_lock)
        {
            return Pump_NeedsLock();
        }
    }

    private ConnectionOutput? Pump_NeedsLock()
    {
        if (_output is not { } output)
        {
            return null;
        }

        var wrote = false;
        while (_resend.Count > 0 && _inFlight.Count - _resend.Count < _window)
        {
            if (_inFlight.TryGetValue(_resend.Peek(), out var sent))
            {
                var again = output.WritePublish(sent.Message.AsPublication(), MqttQos.AtLeastOnce, sent.Retain, dup: true, _resend.Peek(), sent.Identifiers);
                if (again is WriteOutcome.Full or WriteOutcome.Closed)
                {
                    return wrote ? output : null;
                }

                if (Count(again))
                {
                    wrote = true;
                }
                else
                {
                    _inFlight.Remove(_resend.Peek());
                }
            }

            _resend.Dequeue();
        }

        while (_queue.Count > 0 && _resend.Count == 0 && _inFlight.Count < _window)
        {
            var next = _queue.Peek();
            if (next.Message.ExpiresAt is { } expiry && clock.Now >= expiry)
            {
                // [MQTT-3.3.2-5]
                Dequeue_NeedsLock();
                counters.Drop(DropReason.Expired);
                continue;
            }

            var packetId = NextPacketId_NeedsLock();
            var outcome = output.WritePublish(next.Message.AsPublication(), MqttQos.AtLeastOnce, next.Retain, dup: false, packetId, next.Identifiers);
            if (outcome is WriteOutcome.Full or WriteOutcome.Closed)
            {
                break;
            }

            Dequeue_NeedsLock();
            if (Count(outcome))
            {
                _inFlight[packetId] = new InFlight(next.Message, next.Retain, next.Identifiers, _sequence++);
                wrote = true;
            }
        }

        return wrote ? output : null;
    }

    private void Enqueue_NeedsLock(Waiting waiting)
    {
        while (_queue.Count > 0 && (_queue.Count >= limits.QueuedMessagesMax || _queuedBytes + waiting.Message.Bytes > limits.QueuedBytesMax))
        {
            Dequeue_NeedsLock();
            counters.Drop(DropReason.QueueFull);
        }

        _queue.Enqueue(waiting);
        _queuedBytes += waiting.Message.Bytes;
    }

    private void Dequeue_NeedsLock() => _queuedBytes -= _queue.Dequeue().Message.Bytes;

    private ushort NextPacketId_NeedsLock()
    {
        do
        {
            _lastPacketId = _lastPacketId == ushort.MaxValue ? (ushort)1 : (ushort)(_lastPacketId + 1);
        }
        while (_inFlight.ContainsKey(_lastPacketId));
        return _lastPacketId;
    }

    private bool Count(WriteOutcome outcome)
    {
        if (outcome == WriteOutcome.Full)
        {
            counters.Drop(DropReason.OutboundFull);
        }
        else if (outcome == WriteOutcome.TooLarge)
        {
            // [MQTT-3.1.2-25]: as if it had been sent.
            counters.Drop(DropReason.TooLargeForReceiver);
        }

        return outcome == WriteOutcome.Written;
    }

    private readonly record struct Waiting(StoredMessage Message, bool Retain, int[] Identifiers);

    private readonly record struct InFlight(StoredMessage Message, bool Retain, int[] Identifiers, long Sequence);
}
