using IotHub.Broker.Subscriptions;

namespace IotHub.Broker.Connections;

/// <summary>Numbers that stand for topics; the first topics of a connection get one and keep it (3.3.2.3.4).</summary>
internal sealed class OutboundAliases
{
    private readonly Dictionary<byte[], ushort> _aliases = new(ByteKeyComparer.Instance);
    private readonly Dictionary<byte[], ushort>.AlternateLookup<ReadOnlySpan<byte>> _lookup;
    private readonly int _max;

    public OutboundAliases(int max)
    {
        _max = max;
        _lookup = _aliases.GetAlternateLookup<ReadOnlySpan<byte>>();
    }

    /// <summary>The alias of a topic, or the one it may be given; 0 when there is none left.</summary>
    /// <param name="topic">Topic name.</param>
    /// <param name="isKnown">Whether the peer has been told, so that the topic need not be sent.</param>
    public ushort Find(ReadOnlySpan<byte> topic, out bool isKnown)
    {
        isKnown = _lookup.TryGetValue(topic, out var alias);
        return isKnown ? alias : _aliases.Count < _max ? (ushort)(_aliases.Count + 1) : (ushort)0;
    }

    /// <summary>The peer has been told the next alias.</summary>
    public void Set(ReadOnlySpan<byte> topic) => _lookup[topic] = (ushort)(_aliases.Count + 1);
}
