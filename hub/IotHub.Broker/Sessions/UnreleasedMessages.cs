using IotHub.Broker.Delivery;

namespace IotHub.Broker.Sessions;

/// <summary>
/// QoS 2 messages that a client has sent and not yet released, by packet id: each goes on once, at PUBREL, however often it was sent, also
/// on another connection of the session. Touched only by the connection that owns the session. Bounded in bytes; their number is judged
/// before (Receive Maximum).
/// </summary>
internal sealed class UnreleasedMessages(long bytesMax)
{
    private readonly Dictionary<ushort, StoredMessage> _messages = [];
    private long _bytes;

    public int Count => _messages.Count;

    public bool Contains(ushort packetId) => _messages.ContainsKey(packetId);

    /// <summary>Keeps a message.</summary>
    /// <returns>False when there is no room.</returns>
    public bool TryAdd(ushort packetId, ref OutgoingMessage message)
    {
        var stored = message.Share();
        if (_bytes + stored.Bytes > bytesMax)
        {
            stored.Release();
            return false;
        }

        _messages.Add(packetId, stored);
        _bytes += stored.Bytes;
        return true;
    }

    /// <summary>Takes a message out; the caller has its reference. Null when the id is not known.</summary>
    public StoredMessage? Take(ushort packetId)
    {
        if (!_messages.Remove(packetId, out var stored))
        {
            return null;
        }

        _bytes -= stored.Bytes;
        return stored;
    }
}
