using IotHub.Broker.Connections;
using IotHub.Broker.Delivery;
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
    private TaskCompletionSource? _room;
    private int _window;
    private bool _isSlow;
    private bool _discarded;

    public string ClientId => clientId;

    /// <summary>
    /// By filter; guarded by itself: a connection that hangs may lose its session and still be about to subscribe. See <see cref="HasEnded"/>.
    /// </summary>
    public Dictionary<string, Subscription> Subscriptions { get; } = new(StringComparer.Ordinal);

    /// <summary>The session has ended: nothing is subscribed for it any more. Guarded by <see cref="Subscriptions"/>.</summary>
    public bool HasEnded { get; set; }

    /// <summary>QoS 2 messages taken and not yet released; touched only by the owning connection. Null until there is one.</summary>
    public UnreleasedMessages? Unreleased { get; set; }

    /// <summary>The connection that owns the session; null when there is none. Guarded by the session table's lock.</summary>
    public ClientConnection? Owner { get; set; }

    // How many milliseconds the session outlives its connection, when it ends without one, and the Will that waits. All guarded as Owner.
    public long LifeMs { get; set; }

    public long EndsAt { get; set; }

    public DelayedWill? DelayedWill { get; set; }

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

    private bool CanSend_NeedsLock => _output is not null && _resend is null && _queue is not { Length: > 0 } && HasWindow_NeedsLock;

    /// <summary>Whether one more message may be in flight: by their number, and by the bytes that are kept for those.</summary>
    private bool HasWindow_NeedsLock => _inFlight.Count < _window && _inFlight.Bytes < core.Limits.QueuedBytesMax;

    /// <summary>Gives a message to the client, or keeps it for it.</summary>
    /// <returns>The output to flush; null when there is nothing to flush, or somebody else does.</returns>
    public ConnectionOutput? Deliver(ref OutgoingMessage message, MqttQos qosMax, bool retain, Recipient recipient)
    {
        var qos = message.Qos < qosMax ? message.Qos : qosMax;
        if (qos == MqttQos.AtMostOnce)
        {
            return _output is { } output && Count(output.WritePublish(in message, qos, retain, dup: false, 0, recipient.Identifiers, out var isFirst)) && isFirst ? output : null;
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
                var outcome = Send_NeedsLock(ref message, qos, retain, recipient, out var isFirst);
                if (outcome is WriteOutcome.Written or WriteOutcome.TooLarge)
                {
                    return isFirst ? _output : null;
                }
            }

            _queue ??= new WaitingQueue(core);
            _queue.Enqueue(new Waiting(message.Share(), qos, retain, recipient));
            if (_output is not null && !_isSlow && _queue.IsNearlyFull)
            {
                message.Behind = this;
            }

            return null;
        }
    }

    /// <summary>
    /// Waits until less than half of the queue is taken, so that a publisher that is faster than its receiver is slowed instead of losing
    /// messages. A receiver that does not catch up within the limit is waited for no more until it has: it harms nobody but itself.
    /// </summary>
    public async ValueTask WaitForRoomAsync(CancellationToken cancellationToken)
    {
        TaskCompletionSource room;
        lock (_lock)
        {
            if (_output is null || _isSlow || _queue is null || _queue.HasRoom)
            {
                return;
            }

            room = _room ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        try
        {
            await room.Task.WaitAsync(core.Limits.SlowReceiverTimeout, core.Clock.Time, cancellationToken);
        }
        catch (TimeoutException)
        {
            lock (_lock)
            {
                _isSlow = ReferenceEquals(room, _room);
                FreePublishers_NeedsLock();
            }
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
                _isSlow = false;
                FreePublishers_NeedsLock();
            }
        }
    }

    /// <summary>The session has ended: nothing is kept any more.</summary>
    /// <returns>
    /// QoS 1 messages of shared subscriptions that were not acknowledged, and all that were not sent, which other members may get; each with its
    /// reference. QoS 2 messages that were sent must go to nobody else [MQTT-4.8.2-5].
    /// </returns>
    public List<Waiting> Discard()
    {
        lock (_lock)
        {
            _discarded = true;
            _output = null;
            _resend = null;
            FreePublishers_NeedsLock();
            var left = new List<Waiting>();
            foreach (var index in _inFlight.InOrder())
            {
                ref var slot = ref _inFlight.At(index);
                if (slot is { Recipient.Group: not null, Message: not null, Qos: MqttQos.AtLeastOnce })
                {
                    left.Add(new Waiting(slot.Message.AddReference(), slot.Qos, slot.Retain, slot.Recipient));
                }
            }

            while (_queue is { Length: > 0 })
            {
                var waiting = _queue.Dequeue();
                if (waiting.Recipient.Group is null)
                {
                    waiting.Message.Release();
                }
                else
                {
                    left.Add(waiting);
                }
            }

            _inFlight.Clear();
            return left;
        }
    }

    /// <summary>The client says something of a message that was sent to it.</summary>
    /// <param name="packetId">Which; an id that is not in flight does no harm (4.3.2, 4.3.3).</param>
    /// <param name="by">PUBACK, PUBREC or PUBCOMP.</param>
    /// <param name="isAccepted">Whether its reason code tells of success.</param>
    /// <param name="output">The output to flush; null when nothing was written, or somebody else flushes.</param>
    /// <returns>False when the message has another QoS, or is not yet so far.</returns>
    public bool TryAcknowledge(ushort packetId, MqttPacketType by, bool isAccepted, out ConnectionOutput? output)
    {
        output = null;
        lock (_lock)
        {
            if (!_inFlight.TryGet(packetId, out var index))
            {
                return true;
            }

            ref var slot = ref _inFlight.At(index);
            var expected = slot.Qos == MqttQos.AtLeastOnce ? MqttPacketType.Puback : MqttPacketType.Pubrec;
            if (by == MqttPacketType.Pubcomp && slot.State == InFlightState.Released)
            {
                expected = by;
            }

            if (by != expected)
            {
                return false;
            }

            if (by == MqttPacketType.Pubrec && isAccepted)
            {
                // The message is the client's; what is left is to agree on that.
                slot.State = InFlightState.Released;
                _inFlight.Release(ref slot);
                return true;
            }

            _inFlight.RemoveAt(index);
            output = _resend is null && _queue is not { Length: > 0 } ? null : Pump_NeedsLock();
            return true;
        }
    }

    /// <summary>The client takes bytes again.</summary>
    /// <returns>The output to flush; null when nothing was written, or somebody else flushes.</returns>
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

        var mustFlush = Resend_NeedsLock(output);
        while (_resend is null && _queue is { Length: > 0 } && HasWindow_NeedsLock)
        {
            var next = _queue.Peek();
            if (core.Clock.Now >= next.Message.ExpiresAt)
            {
                // [MQTT-3.3.2-5]
                _queue.Drop(DropReason.Expired);
                continue;
            }

            var message = new OutgoingMessage(core.Clock, core.Messages, next.Message);
            var outcome = Send_NeedsLock(ref message, next.Qos, next.Retain, next.Recipient, out var isFirst);
            message.Release();
            if (outcome is WriteOutcome.Full or WriteOutcome.Closed)
            {
                break;
            }

            _queue.Dequeue().Message.Release();
            mustFlush |= isFirst;
        }

        if ((_room is not null || _isSlow) && _queue!.HasRoom)
        {
            _isSlow = false;
            FreePublishers_NeedsLock();
        }

        return mustFlush ? output : null;
    }

    private WriteOutcome Send_NeedsLock(ref OutgoingMessage message, MqttQos qos, bool retain, Recipient recipient, out bool isFirst)
    {
        ref var slot = ref _inFlight.Add();
        var outcome = _output!.WritePublish(in message, qos, retain, dup: false, slot.PacketId, recipient.Identifiers, out isFirst);
        if (outcome == WriteOutcome.Written)
        {
            slot.Qos = qos;
            slot.Retain = retain;
            slot.Recipient = recipient;
            _inFlight.Keep(ref slot, message.Share());
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
        var outcome = output.WritePublish(in message, slot.Qos, slot.Retain, dup: true, slot.PacketId, slot.Recipient.Identifiers, out var isFirst);
        message.Release();
        mustFlush |= isFirst;
        if (outcome == WriteOutcome.TooLarge)
        {
            core.Counters.Drop(DropReason.TooLargeForReceiver);
            _inFlight.RemoveAt(index);
        }

        return outcome is WriteOutcome.Written or WriteOutcome.TooLarge;
    }

    private void FreePublishers_NeedsLock()
    {
        _room?.TrySetResult();
        _room = null;
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
