using System.Buffers;
using System.Buffers.Binary;
using System.IO.Pipelines;
using IotHub.Broker.Delivery;
using IotHub.Broker.Limits;
using IotHub.Mqtt.Codec;
using IotHub.Mqtt.Packets;

namespace IotHub.Broker.Connections;

/// <summary>What became of a message that was to be written.</summary>
internal enum WriteOutcome
{
    Written,
    Full,
    TooLarge,
    Closed,
}

/// <summary>
/// The way out of one connection. Any thread may write; bytes go when <see cref="Flush"/> is called, once for a batch. A flush that the
/// peer does not take is not waited for: what is written meanwhile counts against the bound.
/// </summary>
internal sealed class ConnectionOutput(PipeWriter writer, BrokerLimits limits, BrokerClock clock, BrokerCounters counters)
{
    private const string NotRead = "it does not read the answers to what it sends";

    private readonly Lock _lock = new();
    private bool _dirty;
    private bool _flushing;
    private bool _flushAgain;
    private bool _closed;
    private long _flushingSince;
    private int _unflushed;

    /// <summary>Version of the peer, set before the first message.</summary>
    public MqttProtocolVersion Version { get; set; } = MqttProtocolVersion.V311;

    /// <summary>Largest packet the peer takes (5.0), set before the first message.</summary>
    public int PacketBytesMax { get; set; } = int.MaxValue;

    /// <summary>Called once when a control packet cannot be sent: the peer takes nothing, or takes no packet of that size.</summary>
    public Action<string>? Blocked { get; set; }

    /// <summary>Called when the peer has taken what was written, after it had not.</summary>
    public Action? Drained { get; set; }

    /// <summary>
    /// Writes a control packet. None is ever dropped: a peer that asks and asks and does not read the answers is given up, and so is one
    /// that takes no packet of the size it needs [MQTT-3.1.2-24].
    /// </summary>
    public void Write(MqttPacket packet)
    {
        var encoded = new ArrayBufferWriter<byte>(64);
        MqttEncoder.Write(encoded, packet, Version);
        if (encoded.WrittenCount > PacketBytesMax)
        {
            // [MQTT-3.2.2-19] [MQTT-3.2.2-20]: what is only for people to read goes first.
            encoded.Clear();
            MqttEncoder.Write(encoded, Shortened(packet), Version);
        }

        string? blocked = null;
        lock (_lock)
        {
            if (_closed)
            {
                return;
            }

            if (encoded.WrittenCount > PacketBytesMax)
            {
                blocked = $"it takes packets of {PacketBytesMax} bytes, {packet.Type} has {encoded.WrittenCount}";
            }
            else if (HasRoom_NeedsLock(encoded.WrittenCount))
            {
                writer.Write(encoded.WrittenSpan);
                _unflushed += encoded.WrittenCount;
                return;
            }
        }

        Blocked?.Invoke(blocked ?? NotRead);
    }

    /// <summary>Writes a PUBACK or PUBREC without making a packet.</summary>
    public void WriteResponse(int firstByte, ushort packetId, ReasonCode reason)
    {
        var length = reason == ReasonCode.Success || Version != MqttProtocolVersion.V50 ? 4 : 5;
        lock (_lock)
        {
            if (_closed)
            {
                return;
            }

            if (HasRoom_NeedsLock(length))
            {
                var span = writer.GetSpan(length);
                span[0] = (byte)firstByte;
                span[1] = (byte)(length - 2);
                BinaryPrimitives.WriteUInt16BigEndian(span[2..], packetId);
                if (length == 5)
                {
                    span[4] = (byte)reason;
                }

                writer.Advance(length);
                _unflushed += length;
                return;
            }
        }

        Blocked?.Invoke(NotRead);
    }

    /// <summary>Writes a message.</summary>
    public WriteOutcome WritePublish(Publication message, MqttQos qos, bool retain, bool dup, ushort packetId, int[] identifiers)
    {
        var properties = Version == MqttProtocolVersion.V50 && (message.ExpiresAt is not null || identifiers.Length > 0)
            ? PropertiesFor(message, identifiers)
            : message.Properties;
        var length = MqttEncoder.GetPublishLength(message.Topic.Length, qos, properties.Length, message.Payload.Length, Version);
        if (length > PacketBytesMax)
        {
            return WriteOutcome.TooLarge;
        }

        lock (_lock)
        {
            if (_closed)
            {
                return WriteOutcome.Closed;
            }

            if (_flushing && _unflushed + length > limits.OutboundBytesMax)
            {
                return WriteOutcome.Full;
            }

            MqttEncoder.WritePublish(
                writer.GetSpan(length), message.Topic.Span, message.Payload.Span, qos, dup, retain, packetId, properties.Span, Version, out _);
            writer.Advance(length);
            _unflushed += length;
            if (!_flushing && _unflushed > limits.OutboundBytesMax / 4)
            {
                // A large batch goes out in parts, so that the bound is met only by a peer that does not read.
                StartFlush_NeedsLock();
            }
        }

        counters.AddSent(1);
        return WriteOutcome.Written;
    }

    /// <summary>Notes that there is something to flush.</summary>
    /// <returns>True for the first to note it, who then must flush.</returns>
    public bool MarkDirty()
    {
        lock (_lock)
        {
            var first = !_dirty;
            _dirty = true;
            return first;
        }
    }

    /// <summary>Sends what was written, without waiting.</summary>
    public void Flush()
    {
        lock (_lock)
        {
            _dirty = false;
            if (_closed)
            {
                return;
            }

            if (_flushing)
            {
                _flushAgain = true;
                return;
            }

            StartFlush_NeedsLock();
        }
    }

    /// <summary>Whether the peer has taken nothing for the given time while there was something.</summary>
    public bool IsStalled(long now, TimeSpan limit)
    {
        lock (_lock)
        {
            return _flushing && now - _flushingSince >= limit.TotalMilliseconds;
        }
    }

    /// <summary>Ends the way out; what was written still goes.</summary>
    public ValueTask CloseAsync()
    {
        lock (_lock)
        {
            if (_closed)
            {
                return ValueTask.CompletedTask;
            }

            _closed = true;
        }

        return writer.CompleteAsync();
    }

    private static MqttPacket Shortened(MqttPacket packet) => packet switch
    {
        ConnackPacket connack => connack with { Properties = Shortened(connack.Properties) },
        SubackPacket suback => suback with { Properties = Shortened(suback.Properties) },
        UnsubackPacket unsuback => unsuback with { Properties = Shortened(unsuback.Properties) },
        DisconnectPacket disconnect => disconnect with { Properties = Shortened(disconnect.Properties) },
        _ => packet,
    };

    private static MqttProperties Shortened(MqttProperties properties) =>
        ReferenceEquals(properties, MqttProperties.Empty) ? properties : properties with { ReasonString = null, UserProperties = [] };

    /// <summary>
    /// Whether a control packet may be written; twice the bound of messages, so that messages alone never close a connection.
    /// </summary>
    private bool HasRoom_NeedsLock(int length) => !_flushing || _unflushed + length <= 2L * limits.OutboundBytesMax;

    private void StartFlush_NeedsLock()
    {
        _unflushed = 0;
        var flush = writer.FlushAsync();
        if (flush.IsCompletedSuccessfully)
        {
            _ = flush.Result;
            return;
        }

        _flushing = true;
        _flushingSince = clock.Now;
        _ = AwaitFlushAsync(flush);
    }

    private async Task AwaitFlushAsync(ValueTask<FlushResult> flush)
    {
        while (true)
        {
            try
            {
                await flush;
            }
            catch (Exception error) when (error is IOException or OperationCanceledException or InvalidOperationException)
            {
                // The connection is gone; its reader ends it.
                return;
            }

            lock (_lock)
            {
                _flushingSince = clock.Now;
                if (!_flushAgain || _closed)
                {
                    _flushing = false;
                    break;
                }

                _flushAgain = false;
                _unflushed = 0;
                flush = writer.FlushAsync();
            }
        }

        Drained?.Invoke();
    }

    /// <summary>The message's properties with what belongs to this receiver: the life that is left [MQTT-3.3.2-6], identifiers.</summary>
    private ReadOnlyMemory<byte> PropertiesFor(Publication message, int[] identifiers)
    {
        var own = MqttEncoder.EncodePublishProperties(new MqttProperties
        {
            MessageExpiryInterval = message.ExpiresAt is { } at ? (uint)Math.Clamp((at - clock.Now + 999) / 1000, 0, uint.MaxValue) : null,
            SubscriptionIdentifiers = [.. identifiers],
        });
        return (byte[])[.. message.Properties.Span, .. own.Span];
    }
}
