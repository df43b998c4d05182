using IotHub.Mqtt.Codec;
using IotHub.Mqtt.Packets;

namespace IotHub.Broker.Delivery;

/// <summary>One message on its way to its receivers. Its bytes belong to the receive buffer until somebody needs to keep them.</summary>
/// <remarks><see cref="Release"/> it when it has been sent.</remarks>
internal ref struct OutgoingMessage
{
    /// <summary>Expiry of what never expires.</summary>
    public const long Never = long.MaxValue;

    private readonly BrokerClock _clock;
    private readonly MessagePool _pool;
    private readonly FrameScratch _scratch = FrameScratch.Rent();
    private StoredMessage? _stored;

    public OutgoingMessage(BrokerClock clock, MessagePool pool)
    {
        _clock = clock;
        _pool = pool;
    }

    /// <summary>A message that was kept; its reference stays with whoever holds it.</summary>
    public OutgoingMessage(BrokerClock clock, MessagePool pool, StoredMessage stored)
        : this(clock, pool)
    {
        _stored = stored;
        IsBorrowed = true;
        Topic = stored.Topic;
        Payload = stored.Payload.Span;
        Properties = stored.Properties;
        Qos = stored.Qos;
        Retain = stored.Retain;
        ExpiresAt = stored.ExpiresAt;
        Publisher = stored.Publisher;
    }

    public ReadOnlySpan<byte> Topic { get; init; }

    public ReadOnlySpan<byte> Payload { get; init; }

    /// <summary>Properties that are passed on, encoded, without their length.</summary>
    public ReadOnlySpan<byte> Properties { get; init; }

    public MqttQos Qos { get; init; }

    public bool Retain { get; init; }

    /// <summary>Milliseconds of the broker's clock at which it expires, or <see cref="Never"/>.</summary>
    public long ExpiresAt { get; init; } = Never;

    /// <summary>Client that published it; empty for the hub.</summary>
    public string Publisher { get; init; } = "";

    /// <summary>The packet as it came, where it holds nothing but what is passed on; empty otherwise.</summary>
    public ReadOnlySpan<byte> Received { get; init; }

    /// <summary>Whether <see cref="Received"/> is of 5.0.</summary>
    public bool IsReceivedV5 { get; init; }

    /// <summary>A receiver whose queue is nearly full; null when there is none.</summary>
    public Sessions.Session? Behind { get; set; }

    private bool IsBorrowed { get; }

    /// <summary>The message as a packet for receivers of one kind; the packet id, where there is one, is to be patched in.</summary>
    /// <param name="isV5">Whether the receiver speaks 5.0.</param>
    /// <param name="qos">QoS of this delivery.</param>
    /// <param name="retain">Retain flag.</param>
    /// <param name="idOffset">Where the packet id stands; 0 for QoS 0.</param>
    public readonly ReadOnlySpan<byte> Frame(bool isV5, MqttQos qos, bool retain, out int idOffset)
    {
        var flags = ((int)qos << 1) | (retain ? 1 : 0);
        if (Received.Length > 0 && isV5 == IsReceivedV5 && Received[0] == (0x30 | flags))
        {
            idOffset = qos == MqttQos.AtMostOnce ? 0 : TopicEnd();
            return Received;
        }

        var form = (isV5 ? 6 : 0) + flags;
        if (_scratch.TryGet(form, out var known, out idOffset))
        {
            return known;
        }

        var frame = Encode(isV5, qos, retain, dup: false, 0, Topic, [], 0, out idOffset);
        _scratch.Keep(form, frame.Length, idOffset);
        return frame;
    }

    /// <summary>The message as a packet for one receiver.</summary>
    /// <param name="isV5">Whether the receiver speaks 5.0.</param>
    /// <param name="qos">QoS of this delivery.</param>
    /// <param name="retain">Retain flag.</param>
    /// <param name="dup">Whether it was sent before.</param>
    /// <param name="packetId">Packet id; not written for QoS 0.</param>
    /// <param name="topic">The topic, or nothing where the alias says it.</param>
    /// <param name="identifiers">Identifiers of the receiver's subscriptions.</param>
    /// <param name="alias">Topic alias; 0 for none.</param>
    /// <param name="idOffset">Where the packet id stands; 0 for QoS 0.</param>
    public readonly ReadOnlySpan<byte> Encode(
        bool isV5, MqttQos qos, bool retain, bool dup, ushort packetId, ReadOnlySpan<byte> topic, ReadOnlySpan<int> identifiers, ushort alias, out int idOffset)
    {
        var version = isV5 ? MqttProtocolVersion.V50 : MqttProtocolVersion.V311;
        var properties = Properties;
        if (isV5 && (ExpiresAt != Never || identifiers.Length > 0 || alias != 0))
        {
            properties = WithOwn(identifiers, alias);
        }

        var length = MqttEncoder.GetPublishLength(topic.Length, qos, properties.Length, Payload.Length, version);
        var frame = _scratch.Take(length);
        MqttEncoder.WritePublish(frame, topic, Payload, qos, dup, retain, packetId, properties, version, out idOffset);
        return frame;
    }

    /// <summary>Keeps the message; the copy is made once. The caller gets a reference.</summary>
    public StoredMessage Share()
    {
        if (_stored is null)
        {
            _stored = _pool.Rent(Topic.Length + Properties.Length + Payload.Length);
            _stored.Fill(in this);
        }

        return _stored.AddReference();
    }

    /// <summary>To be called at the end, once: lets go of the copy, if one was made, and of the room for frames.</summary>
    public readonly void Release()
    {
        _scratch.Return();
        if (!IsBorrowed)
        {
            _stored?.Release();
        }
    }

    private readonly int TopicEnd()
    {
        // Fixed header, two bytes of length, topic: the topic stands as it came.
        var header = 2;
        while ((Received[header - 1] & 0x80) != 0)
        {
            header++;
        }

        return header + 2 + Topic.Length;
    }

    /// <summary>The message's properties with what belongs to this receiver: the life that is left [MQTT-3.3.2-6], alias, identifiers.</summary>
    private readonly ReadOnlySpan<byte> WithOwn(ReadOnlySpan<int> identifiers, ushort alias)
    {
        var target = _scratch.Take(Properties.Length + MqttEncoder.GetReceiverPropertiesMax(identifiers.Length));
        uint? seconds = ExpiresAt == Never ? null : (uint)Math.Clamp((ExpiresAt - _clock.Now + 999) / 1000, 0, uint.MaxValue);
        return target[..MqttEncoder.WriteReceiverProperties(target, Properties, seconds, alias, identifiers)];
    }
}
