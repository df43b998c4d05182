using IotHub.Mqtt.Client.Connections;
using IotHub.Mqtt.Packets;

namespace IotHub.Mqtt.Client.Sessions;

/// <summary>
/// Messages on their way out. It outlives connections: where the server kept the session, what it has not acknowledged is sent again under
/// the same packet id, PUBLISH or PUBREL as it stood [MQTT-4.4.0-1]; where the session is gone, what the server never confirmed is a new
/// message, and what it took over (PUBREC) is done.
/// </summary>
internal sealed class Outbox(MqttClientOptions options, TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly WaitingQueue _waiting = new(options.WaitingMax, options.WaitingBytesMax);
    private readonly InFlightTable _inFlight = new();
    private readonly Queue<PendingPublish> _resend = new();
    private ServerLimits _server = ServerLimits.None;
    private int _window;

    /// <summary>Messages that count against the window: sent on this connection, or released.</summary>
    private int _quotaUsed;
    private bool _isOpen;
    private bool _hasStopped;

    public long Acknowledged { get; private set; }

    public long Dropped { get; private set; }

    public long Resent { get; private set; }

    public long Expired { get; private set; }

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

    /// <summary>Takes a message. Null when it was dropped: QoS 0 without a connection.</summary>
    /// <exception cref="MqttConnectionException">The client has stopped.</exception>
    /// <exception cref="MqttRefusedException">There is no room, and never will be or the caller does not want to wait.</exception>
    public PendingPublish? Enter(PublishPacket packet)
    {
        var bytes = ServerLimits.LengthOf(packet, options.Version);
        if (bytes > options.WaitingBytesMax)
        {
            throw new MqttRefusedException($"A message of {bytes} bytes does not fit the queue ({nameof(options.WaitingBytesMax)} {options.WaitingBytesMax}).", ReasonCode.PacketTooLarge);
        }

        lock (_lock)
        {
            if (_hasStopped)
            {
                throw Stopped();
            }

            if (!_isOpen && packet.Qos == MqttQos.AtMostOnce)
            {
                Dropped++;
                return null;
            }

            if (options.RefuseWhenFull && !_waiting.HasRoomFor(bytes))
            {
                throw new MqttRefusedException($"{_waiting.Count} messages wait already; there is no room for {bytes} bytes more.", ReasonCode.QuotaExceeded);
            }

            var pending = new PendingPublish(packet, bytes, time.GetTimestamp());
            _waiting.Add(pending);
            return pending;
        }
    }

    /// <summary>The server has no session any more: what was in flight is a new message, or done.</summary>
    public void Forget()
    {
        lock (_lock)
        {
            foreach (var pending in _inFlight.Released.ToList())
            {
                // PUBREC said that the server owns the message: to send it anew would deliver it twice.
                Finish_NeedsLock(pending, null);
            }

            foreach (var pending in _inFlight.Sent.Reverse().ToList())
            {
                _inFlight.Remove(pending);
                if (pending.IsAbandoned)
                {
                    pending.Complete();
                    continue;
                }

                pending.IsOnThisConnection = false;
                pending.WasSent = true;
                pending.Packet = pending.Packet with { Dup = false, PacketId = 0 };
                _waiting.PutBack(pending);
            }
        }
    }

    /// <summary>A connection is there: what was in flight goes first.</summary>
    /// <param name="server">What the server takes.</param>
    /// <returns>PUBRELs to send, in order [MQTT-4.6.0-4].</returns>
    public List<PubrelPacket> Open(ServerLimits server)
    {
        lock (_lock)
        {
            _server = server;
            _window = Math.Min(options.InFlightMax, server.ReceiveMaximum);
            _resend.Clear();
            foreach (var pending in _inFlight.Sent)
            {
                pending.IsOnThisConnection = false;
                pending.WasSent = true;
                pending.Packet = pending.Packet with { Dup = true };
                _resend.Enqueue(pending);
            }

            var released = _inFlight.Released.Select(pending => new PubrelPacket { PacketId = pending.Packet.PacketId }).ToList();
            _quotaUsed = released.Count;
            _isOpen = true;
            return released;
        }
    }

    /// <summary>The connection is gone: QoS 0 is given up, the rest waits.</summary>
    public void Close()
    {
        lock (_lock)
        {
            _isOpen = false;
            foreach (var pending in _waiting.Snapshot().Where(pending => !pending.IsAcknowledged))
            {
                Dropped++;
                _waiting.Remove(pending);
                pending.Complete();
            }
        }
    }

    /// <summary>The client stops: whoever waits is told.</summary>
    public void Stop()
    {
        lock (_lock)
        {
            _hasStopped = true;
            _isOpen = false;
            foreach (var pending in _waiting.Snapshot())
            {
                _waiting.Remove(pending);
                pending.Fail(Stopped());
            }

            foreach (var pending in _inFlight.Sent.Concat(_inFlight.Released).ToList())
            {
                _inFlight.Remove(pending);
                pending.Fail(Stopped());
            }
        }
    }

    /// <summary>The next message to write; null when there is none or the server takes no more [MQTT-4.9.0-2].</summary>
    public PublishPacket? TakeNext(out PendingPublish? pending)
    {
        pending = null;
        lock (_lock)
        {
            while (_isOpen && (NextAgain_NeedsLock() ?? NextNew_NeedsLock()) is { } next)
            {
                if (next.IsAcknowledged && _quotaUsed >= _window)
                {
                    return null;
                }

                if (Refuse_NeedsLock(next) is { } refusal)
                {
                    Forget_NeedsLock(next);
                    next.Fail(refusal);
                    continue;
                }

                if (next.IsAcknowledged)
                {
                    Depart_NeedsLock(next);
                }
                else
                {
                    _waiting.Remove(next);

                    // It waits no more, though its caller does until it is written: one who gives up meanwhile must not take it out again.
                    next.Stage = PublishStage.Sent;
                }

                pending = next;
                return Aged(next);
            }

            return null;
        }
    }

    /// <summary>PUBACK. An unknown id is passed over: it answers a repeat that was answered before.</summary>
    /// <exception cref="MqttConnectionException">It is no answer to what was sent.</exception>
    public void Take(PubackPacket puback)
    {
        lock (_lock)
        {
            if (!_inFlight.TryGet(puback.PacketId, out var pending))
            {
                return;
            }

            Require(pending.Packet.Qos == MqttQos.AtLeastOnce, puback);
            Finish_NeedsLock(pending, puback);
        }
    }

    /// <summary>PUBREC.</summary>
    /// <returns>The PUBREL to send; null when the server refused the message, which ends it [MQTT-4.4.0-2].</returns>
    /// <exception cref="MqttConnectionException">It is no answer to what was sent.</exception>
    public PubrelPacket? Take(PubrecPacket pubrec)
    {
        lock (_lock)
        {
            if (!_inFlight.TryGet(pubrec.PacketId, out var pending))
            {
                return pubrec.ReasonCode >= ReasonCode.UnspecifiedError
                    ? null
                    : new PubrelPacket { PacketId = pubrec.PacketId, ReasonCode = ReasonCode.PacketIdentifierNotFound };
            }

            Require(pending.Packet.Qos == MqttQos.ExactlyOnce, pubrec);
            if (pubrec.ReasonCode >= ReasonCode.UnspecifiedError)
            {
                Finish_NeedsLock(pending, pubrec);
                return null;
            }

            if (pending.Stage == PublishStage.Sent)
            {
                // One that was not sent again yet counts from here on, as PUBREL does.
                _quotaUsed += pending.IsOnThisConnection ? 0 : 1;
                pending.Answer = pubrec.ReasonCode;
                _inFlight.Release(pending);
            }

            return new PubrelPacket { PacketId = pubrec.PacketId };
        }
    }

    /// <summary>PUBCOMP; 0x92 too means that the server is done with it.</summary>
    /// <exception cref="MqttConnectionException">It is no answer to what was sent.</exception>
    public void Take(PubcompPacket pubcomp)
    {
        lock (_lock)
        {
            if (!_inFlight.TryGet(pubcomp.PacketId, out var pending))
            {
                return;
            }

            Require(pending.Stage == PublishStage.Released, pubcomp);
            Finish_NeedsLock(pending, null);
        }
    }

    /// <summary>The caller has given up. One already sent stays until it is acknowledged, since its packet id is in use.</summary>
    public void Abandon(PendingPublish pending)
    {
        lock (_lock)
        {
            pending.IsAbandoned = true;
            if (pending.Stage is PublishStage.Entering or PublishStage.Waiting)
            {
                Forget_NeedsLock(pending);
                pending.Complete();
            }
        }
    }

    private static MqttConnectionException Stopped() => new("The client has stopped.");

    private static void Require(bool isExpected, PublishResponsePacket packet)
    {
        if (!isExpected)
        {
            throw MqttConnectionException.Broken(ReasonCode.ProtocolError, "4.3", $"{packet.Type} for packet id {packet.PacketId} is not what comes next");
        }
    }

    private PendingPublish? NextAgain_NeedsLock()
    {
        while (_resend.TryPeek(out var again))
        {
            if (again is { Stage: PublishStage.Sent, IsOnThisConnection: false })
            {
                return again;
            }

            // Answered meanwhile, or sent by the turn before.
            _resend.Dequeue();
        }

        return null;
    }

    private PendingPublish? NextNew_NeedsLock() => _waiting.First;

    private MqttException? Refuse_NeedsLock(PendingPublish next)
    {
        // One that was sent is not expired here: the server may have it already [MQTT-4.3.3-7].
        if (!next.WasSent
            && next.Packet.Properties.MessageExpiryInterval is { } seconds
            && time.GetElapsedTime(next.Entered).TotalSeconds >= seconds)
        {
            Expired++;
            return new MqttExpiredException(next.Packet.GetTopicText());
        }

        return _server.Check(next.Packet);
    }

    private void Depart_NeedsLock(PendingPublish next)
    {
        if (next.Stage == PublishStage.Waiting)
        {
            _waiting.Remove(next);
            _inFlight.Add(next);
        }

        Resent += next.WasSent ? 1 : 0;
        next.IsOnThisConnection = true;
        _quotaUsed++;
    }

    private void Forget_NeedsLock(PendingPublish pending)
    {
        if (pending.Stage is PublishStage.Entering or PublishStage.Waiting)
        {
            _waiting.Remove(pending);
        }
        else
        {
            _inFlight.Remove(pending);
        }
    }

    private void Finish_NeedsLock(PendingPublish pending, PublishResponsePacket? answer)
    {
        _quotaUsed -= pending.IsOnThisConnection || pending.Stage == PublishStage.Released ? 1 : 0;
        _inFlight.Remove(pending);
        var reason = answer?.ReasonCode ?? pending.Answer;
        if (reason >= ReasonCode.UnspecifiedError)
        {
            pending.Fail(new MqttRefusedException(
                $"The server refused a message on {pending.Packet.GetTopicText()}: {reason}.", reason, answer?.Properties.ReasonString));
            return;
        }

        Acknowledged++;
        pending.Complete(reason);
    }

    /// <summary>The packet with what is left of its expiry interval.</summary>
    private PublishPacket Aged(PendingPublish pending)
    {
        if (pending.Packet.Properties.MessageExpiryInterval is not { } seconds)
        {
            return pending.Packet;
        }

        var left = Math.Max(1, seconds - Math.Floor(time.GetElapsedTime(pending.Entered).TotalSeconds));
        return pending.Packet with { Properties = pending.Packet.Properties with { MessageExpiryInterval = (uint)left } };
    }
}
