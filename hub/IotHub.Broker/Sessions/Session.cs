using IotHub.Broker.Connections;
using IotHub.Broker.Delivery;
using IotHub.Broker.Limits;
using IotHub.Broker.Subscriptions;
using IotHub.Mqtt.Packets;

namespace IotHub.Broker.Sessions;

/// <summary>What the broker knows of a client from one connection to the next (section 4.1), and the way of messages to it.</summary>
internal sealed class Session(string clientId, BrokerCore core)
{
    private readonly Lock _lock = new();
    private readonly InFlightTable _inFlight = new(core.Limits.InflightMax);
    private WaitingQueue? _queue;

    /// <summary>Of those in flight, what this connection has not been sent yet.</summary>
    private Queue<ushort>? _resend;
    private volatile ConnectionOutput? _output;
    private int _window;
    private bool _discarded;

    public string ClientId => clientId;

    /// <summary>By filter; touched only by the connection that owns the session, or when it is discarded.</summary>
    public Dictionary<string, Subscription> Subscriptions { get; } = new(StringComparer.Ordinal);

    /// <summary>Packet ids of QoS 2 messages taken and not yet released; touched only by the owning connection. Null until there is one.</summary>
    public HashSet<ushort>? Unreleased { get; set; }

    /// <summary>The connection that owns the session; null when there is none. Guarded by the session table's lock.</summary>
    public ClientConnection? Owner { get; set; }

    /// <summary>Milliseconds the session outlives its connection. Guarded as <see cref="Owner"/>.</summary>
    public long LifeMs { get; set; }

    /// <summary>When it ends without a connection. Guarded as <see cref="Owner"/>.</summary>
    public long EndsAt { get; set; }

    /// <summary>The Will that waits for its delay. Guarded as <see cref="Owner"/>.</summary>
    public DelayedWill? DelayedWill { get; set; }

    /// <summary>Whether a connection is attached.</summary>
    public bool IsOnline => _output is not null;

    /// <summary>Whether a connection is attached and has room for one more message of QoS 1 or 2 at once.</summary>
    public bool IsReady
    {
        get
        {
            lock (_lock)
            {
                return CanSend_NeedsLock;
            }
        }
    }

    private bool CanSend_NeedsLock => _output is not null && _resend is null && _queue is not { Count: > 0 } && _inFlight.Count < _window;

    /// <summary>Gives a message to the client, or keeps it for it.</summary>
    /// <returns>The output to flush; null when there is nothing to flush, or somebody else does.</returns>
    public ConnectionOutput? Deliver(ref OutgoingMessage message, MqttQos qosMax, bool retain, int[] identifiers)
    {
        var qos = message.Qos < qosMax ? message.Qos : qosMax;
        if (qos == MqttQos.AtMostOnce)
        {
            return _output is { } output && Count(output.WritePublish(in message, qos, retain, dup: false, 0, identifiers, out var isFirst)) && isFirst ? output : null;
        }

        lock (_lock)
        {
            if (_discarded)
            {
                return null;
            }

            // Nothing overtakes what already waits [MQTT-4.6.0-6].
            if (CanSend_NeedsLock)
            {
                var outcome = Send_NeedsLock(ref message, qos, retain, identifiers, out var isFirst);
                if (outcome is WriteOutcome.Written or WriteOutcome.TooLarge)
                {
                    return isFirst ? _output : null;
                }
            }

            _queue ??= new WaitingQueue(core.Limits, core.Counters);
            _queue.Enqueue(new Waiting(message.Share(), qos, retain, identifiers));
            return null;
        }
    }

    /// <summary>Attaches a connection: sends again what was not acknowledged, in order [MQTT-4.4.0-1], then what waits.</summary>
    public void Attach(ConnectionOutput output, int window)
    {
        lock (_lock)
        {
            _output = output;
            _window = Math.Min(window, core.Limits.InflightMax);
            _resend = null;
            foreach (var index in _inFlight.InOrder())
            {
                _resend ??= new Queue<ushort>();
                _resend.Enqueue(_inFlight.At(index).PacketId);
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
            _resend = null;
            _queue?.Clear();
            _inFlight.Clear();
        }
    }

    /// <summary>PUBACK, or PUBCOMP, or a PUBREC that refuses: a delivery is over.</summary>
    /// <returns>The output to flush; null when nothing was written, or somebody else flushes.</returns>
    public ConnectionOutput? Acknowledge(ushort packetId, MqttPacketType by)
    {
        lock (_lock)
        {
            if (_inFlight.TryGet(packetId, out var index) && Ends(ref _inFlight.At(index), by))
            {
                _inFlight.RemoveAt(index);
                return _resend is null && _queue is not { Count: > 0 } ? null : Pump_NeedsLock();
            }

            // An acknowledgement of nothing does no harm (4.3.2, 4.3.3).
            return null;
        }
    }

    /// <summary>PUBREC that accepts: the message is the client's, what is left is to agree on that.</summary>
    /// <returns>False when the id is not known [MQTT-4.3.3-4]; PUBREL is due in both cases.</returns>
    public bool Release(ushort packetId)
    {
        lock (_lock)
        {
            if (!_inFlight.TryGet(packetId, out var index))
            {
                return false;
            }

            ref var slot = ref _inFlight.At(index);
            if (slot.Qos != MqttQos.ExactlyOnce)
            {
                return false;
            }

            slot.State = InFlightState.Released;
            slot.Message?.Release();
            slot.Message = null;
            return true;
        }
    }

    /// <summary>The client takes bytes again.</summary>
    /// <returns>As <see cref="Acknowledge"/>.</returns>
    public ConnectionOutput? Resume()
    {
        lock (_lock)
        {
            return Pump_NeedsLock();
        }
    }

    private static bool Ends(ref InFlight slot, MqttPacketType by) => by switch
    {
        MqttPacketType.Puback => slot.Qos == MqttQos.AtLeastOnce,
        MqttPacketType.Pubrec => slot.Qos == MqttQos.ExactlyOnce && slot.State == InFlightState.Sent,
        _ => slot.State == InFlightState.Released,
    };

    private ConnectionOutput? Pump_NeedsLock()
    {
        if (_output is not { } output)
        {
            return null;
        }

        var mustFlush = Resend_NeedsLock(output);
        while (_resend is null && _queue is { Count: > 0 } && _inFlight.Count < _window)
        {
            var next = _queue.Peek();
            if (core.Clock.Now >= next.Message.ExpiresAt)
            {
                // [MQTT-3.3.2-5]
                _queue.Drop(DropReason.Expired);
                continue;
            }

            var message = new OutgoingMessage(core.Clock, core.Messages, next.Message);
            var outcome = Send_NeedsLock(ref message, next.Qos, next.Retain, next.Identifiers, out var isFirst);
            message.Release();
            if (outcome is WriteOutcome.Full or WriteOutcome.Closed)
            {
                break;
            }

            _queue.Dequeue().Message.Release();
            mustFlush |= isFirst;
        }

        return mustFlush ? output : null;
    }

    private WriteOutcome Send_NeedsLock(ref OutgoingMessage message, MqttQos qos, bool retain, int[] identifiers, out bool isFirst)
    {
        ref var slot = ref _inFlight.Add();
        var outcome = _output!.WritePublish(in message, qos, retain, dup: false, slot.PacketId, identifiers, out isFirst);
        if (outcome == WriteOutcome.Written)
        {
            slot.Qos = qos;
            slot.Retain = retain;
            slot.Identifiers = identifiers;
            slot.Message = message.Share();
        }
        else
        {
            _inFlight.TakeBack(ref slot);
            if (outcome == WriteOutcome.TooLarge)
            {
                // [MQTT-3.1.2-25]: as if it had been sent.
                core.Counters.Drop(DropReason.TooLargeForReceiver);
            }
        }

        return outcome;
    }

    /// <summary>Goes on sending again what was in flight when the connection before was lost.</summary>
    private bool Resend_NeedsLock(ConnectionOutput output)
    {
        var mustFlush = false;
        var isFull = false;
        while (!isFull && _resend is { Count: > 0 })
        {
            if (!_inFlight.TryGet(_resend.Peek(), out var index))
            {
                _resend.Dequeue();
                continue;
            }

            ref var slot = ref _inFlight.At(index);
            if (slot.State == InFlightState.Released)
            {
                mustFlush |= output.WriteResponse(0x62, slot.PacketId, ReasonCode.Success);
            }
            else if (_inFlight.Count - _resend.Count >= _window)
            {
                return mustFlush;
            }
            else
            {
                isFull = !ResendMessage_NeedsLock(output, index, ref mustFlush);
            }

            if (!isFull)
            {
                _resend.Dequeue();
            }
        }

        if (_resend is { Count: 0 })
        {
            _resend = null;
        }

        return mustFlush;
    }

    private bool ResendMessage_NeedsLock(ConnectionOutput output, int index, ref bool mustFlush)
    {
        ref var slot = ref _inFlight.At(index);
        var message = new OutgoingMessage(core.Clock, core.Messages, slot.Message!);
        var outcome = output.WritePublish(in message, slot.Qos, slot.Retain, dup: true, slot.PacketId, slot.Identifiers, out var isFirst);
        message.Release();
        mustFlush |= isFirst;
        if (outcome == WriteOutcome.TooLarge)
        {
            core.Counters.Drop(DropReason.TooLargeForReceiver);
            _inFlight.RemoveAt(index);
        }

        return outcome is WriteOutcome.Written or WriteOutcome.TooLarge;
    }

    private bool Count(WriteOutcome outcome)
    {
        if (outcome == WriteOutcome.Full)
        {
            core.Counters.Drop(DropReason.OutboundFull);
        }
        else if (outcome == WriteOutcome.TooLarge)
        {
            // [MQTT-3.1.2-25]: as if it had been sent.
            core.Counters.Drop(DropReason.TooLargeForReceiver);
        }

        return outcome == WriteOutcome.Written;
    }
}
