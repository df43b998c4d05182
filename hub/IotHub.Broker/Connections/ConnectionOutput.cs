using System.Buffers.Binary;
using IotHub.Broker.Delivery;
using IotHub.Broker.Limits;
using IotHub.Mqtt.Packets;

namespace IotHub.Broker.Connections;

/// <summary>
/// The way out of one connection. Any thread may write; bytes go when <see cref="Flush"/> is called, once for a batch. What the peer does
/// not take is not waited for: what is written meanwhile counts against the bound.
/// </summary>
internal sealed class ConnectionOutput(OutputTransport transport, BrokerLimits limits, BrokerClock clock, BrokerCounters counters)
{
    private const string NotRead = "it does not read the answers to what it sends";

    /// <summary>A batch goes out in parts of this size, so that the bound is met only by a peer that does not read.</summary>
    private readonly int _partBytes = Math.Min(64 * 1024, limits.OutboundBytesMax / 4);

    private readonly Lock _lock = new();
    private readonly TaskCompletionSource _finished = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private PooledBytes _filling;
    private PooledBytes _sending;
    private OutboundAliases? _aliases;
    private int _sent;
    private int _messages;
    private bool _dirty;
    private bool _draining;
    private bool _waiting;
    private bool _hasWaited;
    private bool _closed;
    private bool _ended;
    private long _waitingSince;

    /// <summary>Whether the peer speaks 5.0; set before the first message.</summary>
    public bool IsV5 => Version == MqttProtocolVersion.V50;

    /// <summary>Version of the peer, set before the first message.</summary>
    public MqttProtocolVersion Version { get; set; } = MqttProtocolVersion.V311;

    /// <summary>Largest packet the peer takes (5.0), set before the first message.</summary>
    public int PacketBytesMax { get; set; } = int.MaxValue;

    /// <summary>Called once when a control packet cannot be sent: the peer takes nothing, or takes no packet of that size.</summary>
    public Action<string>? Blocked { get; set; }

    /// <summary>Called when the peer has taken all that was written, after it had not.</summary>
    public Action? Drained { get; set; }

    /// <summary>Completes when all that was written has been handed over, or never can be.</summary>
    public Task Finished => _finished.Task;

    /// <summary>The peer understands so many aliases of topics.</summary>
    public void UseAliases(int count) => _aliases = count > 0 ? new OutboundAliases(count) : null;

    /// <summary>
    /// Writes a control packet. None is ever dropped: a peer that asks and asks and does not read the answers is given up, and so is one
    /// that takes no packet of the size it needs [MQTT-3.1.2-24].
    /// </summary>
    /// <returns>True for the first to write since the last flush, who then must flush.</returns>
    public bool Write(MqttPacket packet)
    {
        var encoded = ControlPacket.Encode(packet, Version, PacketBytesMax);
        if (encoded.Length > PacketBytesMax)
        {
            Blocked?.Invoke($"it takes packets of {PacketBytesMax} bytes, {packet.Type} has {encoded.Length}");
            return false;
        }

        return WriteControl(encoded);
    }

    /// <summary>Writes a PUBACK, PUBREC, PUBREL or PUBCOMP without making a packet.</summary>
    /// <returns>As <see cref="Write"/>.</returns>
    public bool WriteResponse(int firstByte, ushort packetId, ReasonCode reason)
    {
        Span<byte> packet = stackalloc byte[5];
        var length = reason == ReasonCode.Success || !IsV5 ? 4 : 5;
        packet[0] = (byte)firstByte;
        packet[1] = (byte)(length - 2);
        BinaryPrimitives.WriteUInt16BigEndian(packet[2..], packetId);
        packet[4] = (byte)reason;
        return WriteControl(packet[..length]);
    }

    /// <summary>Writes an encoded control packet.</summary>
    /// <returns>As <see cref="Write"/>.</returns>
    public bool WriteControl(ReadOnlySpan<byte> packet)
    {
        lock (_lock)
        {
            if (_closed)
            {
                return false;
            }

            // Twice the bound of messages, so that messages alone never close a connection.
            if (!_waiting || Pending_NeedsLock + packet.Length <= 2L * limits.OutboundBytesMax)
            {
                packet.CopyTo(_filling.Take(packet.Length));
                return MarkDirty_NeedsLock();
            }
        }

        Blocked?.Invoke(NotRead);
        return false;
    }

    /// <summary>Writes a message.</summary>
    /// <param name="message">The message.</param>
    /// <param name="qos">QoS of this delivery.</param>
    /// <param name="retain">Retain flag.</param>
    /// <param name="dup">Whether it was sent before.</param>
    /// <param name="packetId">Packet id; 0 for QoS 0.</param>
    /// <param name="identifiers">Identifiers of the receiver's subscriptions.</param>
    /// <param name="isFirst">True for the first to write since the last flush, who then must flush.</param>
    public WriteOutcome WritePublish(
        in OutgoingMessage message, MqttQos qos, bool retain, bool dup, ushort packetId, ReadOnlySpan<int> identifiers, out bool isFirst)
    {
        isFirst = false;
        if (_aliases is not null)
        {
            return WriteWithAlias(in message, qos, retain, dup, packetId, identifiers, out isFirst);
        }

        int idOffset;
        var frame = dup || (identifiers.Length > 0 && IsV5)
            ? message.Encode(IsV5, qos, retain, dup, packetId, message.Topic, identifiers, 0, out idOffset)
            : message.Frame(IsV5, qos, retain, out idOffset);
        if (frame.Length > PacketBytesMax)
        {
            return WriteOutcome.TooLarge;
        }

        bool isPart;
        lock (_lock)
        {
            var room = Room_NeedsLock(frame.Length);
            if (room != WriteOutcome.Written)
            {
                return room;
            }

            var target = _filling.Take(frame.Length);
            frame.CopyTo(target);
            if (idOffset > 0)
            {
                BinaryPrimitives.WriteUInt16BigEndian(target[idOffset..], packetId);
            }

            isFirst = Written_NeedsLock(out isPart);
        }

        if (isPart)
        {
            Drain();
        }

        return WriteOutcome.Written;
    }

    /// <summary>Sends what was written, without waiting.</summary>
    public void Flush()
    {
        lock (_lock)
        {
            _dirty = false;
            if (_draining || _filling.Length == 0 || _ended)
            {
                // Whoever sends, goes on until nothing is left.
                return;
            }

            _draining = true;
        }

        Drain();
    }

    /// <summary>The transport takes more.</summary>
    public void Ready()
    {
        lock (_lock)
        {
            _waiting = false;
        }

        Drain();
    }

    /// <summary>Whether the peer has taken nothing for the given time while there was something.</summary>
    public bool IsStalled(long now, TimeSpan limit)
    {
        lock (_lock)
        {
            return _waiting && now - _waitingSince >= limit.TotalMilliseconds;
        }
    }

    /// <summary>Ends the way out; what was written still goes.</summary>
    public void Close()
    {
        lock (_lock)
        {
            if (_closed)
            {
                return;
            }

            _closed = true;
            _dirty = false;
            if (_draining)
            {
                return;
            }

            _draining = true;
        }

        Drain();
    }

    /// <summary>Cuts the connection: what was written and not taken is lost.</summary>
    public void Abort()
    {
        transport.Abort();
        lock (_lock)
        {
            _closed = true;
            End_NeedsLock();
        }
    }

    private int Pending_NeedsLock => _filling.Length + _sending.Length - _sent;

    private WriteOutcome WriteWithAlias(
        in OutgoingMessage message, MqttQos qos, bool retain, bool dup, ushort packetId, ReadOnlySpan<int> identifiers, out bool isFirst)
    {
        isFirst = false;
        bool isPart;
        lock (_lock)
        {
            // Which alias stands for what depends on the order in which messages are written, so it is decided under the lock.
            var alias = _aliases!.Find(message.Topic, out var isKnown);
            var frame = message.Encode(IsV5, qos, retain, dup, packetId, isKnown ? default : message.Topic, identifiers, alias, out _);
            if (frame.Length > PacketBytesMax)
            {
                return WriteOutcome.TooLarge;
            }

            var room = Room_NeedsLock(frame.Length);
            if (room != WriteOutcome.Written)
            {
                return room;
            }

            if (alias != 0 && !isKnown)
            {
                _aliases.Set(message.Topic);
            }

            frame.CopyTo(_filling.Take(frame.Length));
            isFirst = Written_NeedsLock(out isPart);
        }

        if (isPart)
        {
            Drain();
        }

        return WriteOutcome.Written;
    }

    private WriteOutcome Room_NeedsLock(int length) =>
        _closed ? WriteOutcome.Closed
        : _waiting && Pending_NeedsLock + length > limits.OutboundBytesMax ? WriteOutcome.Full
        : WriteOutcome.Written;

    private bool Written_NeedsLock(out bool isPart)
    {
        _messages++;
        isPart = _filling.Length >= _partBytes && !_draining;
        _draining |= isPart;
        return MarkDirty_NeedsLock();
    }

    private bool MarkDirty_NeedsLock()
    {
        var first = !_dirty;
        _dirty = true;
        return first;
    }

    /// <summary>Sends until nothing is left or the peer takes no more; by the one who set <see cref="_draining"/>.</summary>
    private void Drain()
    {
        bool isRelieved;
        while (TryNext(out isRelieved))
        {
            var state = transport.Send(_sending.Span[_sent..], out var taken);
            _sent += taken;
            if (state == SendState.Taken)
            {
                continue;
            }

            lock (_lock)
            {
                if (state == SendState.Lost)
                {
                    _closed = true;
                    End_NeedsLock();
                }

                if (_ended)
                {
                    return;
                }

                _waiting = true;
                _hasWaited = true;
                _waitingSince = clock.Now;
            }

            transport.CallWhenReady();
            return;
        }

        if (isRelieved)
        {
            Drained?.Invoke();
        }
    }

    /// <summary>Makes the next bytes ready to be sent.</summary>
    /// <param name="isRelieved">True when nothing is left after the peer had been waited for.</param>
    private bool TryNext(out bool isRelieved)
    {
        isRelieved = false;
        lock (_lock)
        {
            if (_ended || _sent < _sending.Length)
            {
                return !_ended;
            }

            _sending.Return();
            _sent = 0;
            if (_filling.Length > 0)
            {
                (_sending, _filling) = (_filling, default);
                counters.AddSent(_messages);
                _messages = 0;
                return true;
            }

            _draining = false;
            isRelieved = _hasWaited;
            _hasWaited = false;
            if (_closed)
            {
                transport.Complete();
                End_NeedsLock();
            }

            return false;
        }
    }

    private void End_NeedsLock()
    {
        if (!_ended)
        {
            _ended = true;
            _waiting = false;

            // What is being sent by another thread is left to the garbage collector.
            _filling.Return();
            _finished.TrySetResult();
        }
    }
}
