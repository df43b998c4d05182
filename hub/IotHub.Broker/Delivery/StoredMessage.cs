using IotHub.Mqtt.Packets;

namespace IotHub.Broker.Delivery;

/// <summary>
/// A message that owns its bytes and is shared by all who keep it: queues, what is in flight, the retained store. Who takes one releases
/// it once; one that is never released is only collected instead of used again.
/// </summary>
internal sealed class StoredMessage(MessagePool? pool, int capacity)
{
    /// <summary>Object, array and queue entry, roughly: so that many empty messages count too.</summary>
    private const int OverheadBytes = 128;

    private readonly byte[] _bytes = new byte[capacity];
    private int _topicLength;
    private int _propertiesLength;
    private int _payloadLength;
    private int _references;

    public ReadOnlySpan<byte> Topic => _bytes.AsSpan(0, _topicLength);

    /// <summary>Properties that are passed on, encoded, without their length.</summary>
    public ReadOnlySpan<byte> Properties => _bytes.AsSpan(_topicLength, _propertiesLength);

    public ReadOnlyMemory<byte> Payload => _bytes.AsMemory(_topicLength + _propertiesLength, _payloadLength);

    public MqttQos Qos { get; private set; }

    public bool Retain { get; private set; }

    /// <summary>Milliseconds of the broker's clock; see <see cref="OutgoingMessage.Never"/>.</summary>
    public long ExpiresAt { get; private set; }

    public string Publisher { get; private set; } = "";

    public int Capacity => _bytes.Length;

    public int Bytes => _topicLength + _propertiesLength + _payloadLength + OverheadBytes;

    /// <summary>Takes the bytes of a message; whoever made it holds the first reference.</summary>
    public void Fill(in OutgoingMessage message)
    {
        message.Topic.CopyTo(_bytes);
        message.Properties.CopyTo(_bytes.AsSpan(message.Topic.Length));
        message.Payload.CopyTo(_bytes.AsSpan(message.Topic.Length + message.Properties.Length));
        _topicLength = message.Topic.Length;
        _propertiesLength = message.Properties.Length;
        _payloadLength = message.Payload.Length;
        Qos = message.Qos;
        Retain = message.Retain;
        ExpiresAt = message.ExpiresAt;
        Publisher = message.Publisher;
        _references = 1;
    }

    public StoredMessage AddReference()
    {
        Interlocked.Increment(ref _references);
        return this;
    }

    public void Release()
    {
        if (Interlocked.Decrement(ref _references) == 0)
        {
            pool?.Return(this);
        }
    }
}
