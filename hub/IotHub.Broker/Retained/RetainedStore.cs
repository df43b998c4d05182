using IotHub.Broker.Delivery;
using IotHub.Broker.Limits;
using IotHub.Broker.Subscriptions;

namespace IotHub.Broker.Retained;

/// <summary>The last retained message of each topic, in a tree by level.</summary>
internal sealed class RetainedStore(BrokerLimits limits)
{
    private readonly Lock _lock = new();
    private readonly Node _root = new([]);
    private int _count;
    private long _bytes;

    public (int Count, long Bytes) Size
    {
        get
        {
            lock (_lock)
            {
                return (_count, _bytes);
            }
        }
    }

    /// <summary>
    /// Replaces what a topic retains; an empty payload removes it [MQTT-3.3.1-5] to [MQTT-3.3.1-7]. Where there is no room for the new
    /// message the old one goes too: an old value that passes for the last one is worse than none.
    /// </summary>
    /// <returns>False when there is no room.</returns>
    public bool Set(in OutgoingMessage message)
    {
        lock (_lock)
        {
            var path = Path_NeedsLock(message.Topic);
            var old = path.Count > 0 ? path[^1].Message : null;
            if (message.Payload.IsEmpty)
            {
                Remove_NeedsLock(path);
                return true;
            }

            var stored = new StoredMessage(null, message.Topic.Length + message.Properties.Length + message.Payload.Length);
            stored.Fill(in message);
            if ((old is null && _count >= limits.RetainedMessagesMax) || _bytes - (old?.Bytes ?? 0) + stored.Bytes > limits.RetainedBytesMax)
            {
                Remove_NeedsLock(path);
                return false;
            }

            Put_NeedsLock(message.Topic, stored);
            return true;
        }
    }

    /// <summary>
    /// Hands out what a filter matches, under the lock: a newer message on the same topic cannot overtake an older one that is being handed
    /// out. Expired messages are skipped.
    /// </summary>
    public void ForEachMatch(ReadOnlySpan<byte> filter, long now, Action<StoredMessage> deliver)
    {
        lock (_lock)
        {
            var current = new List<Node> { _root };
            var isFirst = true;
            foreach (var range in filter.Split((byte)'/'))
            {
                var level = filter[range];
                if (level.SequenceEqual("#"u8))
                {
                    current = WithAllBelow(current, isFirst);
                    break;
                }

                var next = new List<Node>();
                foreach (var node in current)
                {
                    node.AddMatches(level, isFirst, next);
                }

                current = next;
                isFirst = false;
            }

            foreach (var node in current)
            {
                if (node.Message is { } message && now < message.ExpiresAt)
                {
                    deliver(message);
                }
            }
        }
    }

    /// <summary>Takes out what has expired, so that its room is free.</summary>
    public void RemoveExpired(long now)
    {
        lock (_lock)
        {
            foreach (var node in WithAllBelow([_root], hidesSystem: false))
            {
                if (node.Message is { } message && now >= message.ExpiresAt)
                {
                    Remove_NeedsLock(Path_NeedsLock(message.Topic));
                }
            }
        }
    }

    /// <summary>Nodes and all below them, parents first.</summary>
    private static List<Node> WithAllBelow(List<Node> nodes, bool hidesSystem)
    {
        var all = new List<Node>(nodes);
        for (var i = 0; i < all.Count; i++)
        {
            foreach (var child in all[i].Children.Values)
            {
                if (!(hidesSystem && i < nodes.Count && child.IsSystem))
                {
                    all.Add(child);
                }
            }
        }

        return all;
    }

    /// <summary>The nodes of a topic from the root to its own; empty when there is none.</summary>
    private List<Node> Path_NeedsLock(ReadOnlySpan<byte> topic)
    {
        var path = new List<Node> { _root };
        foreach (var range in topic.Split((byte)'/'))
        {
            if (!path[^1].Children.GetAlternateLookup<ReadOnlySpan<byte>>().TryGetValue(topic[range], out var child))
            {
                return [];
            }

            path.Add(child);
        }

        return path;
    }

    private void Put_NeedsLock(ReadOnlySpan<byte> topic, StoredMessage message)
    {
        var node = _root;
        foreach (var range in topic.Split((byte)'/'))
        {
            var children = node.Children.GetAlternateLookup<ReadOnlySpan<byte>>();
            if (!children.TryGetValue(topic[range], out var child))
            {
                var name = topic[range].ToArray();
                child = new Node(name);
                node.Children.Add(name, child);
            }

            node = child;
        }

        _count += node.Message is null ? 1 : 0;
        _bytes += message.Bytes - (node.Message?.Bytes ?? 0);
        node.Message = message;
    }

    private void Remove_NeedsLock(List<Node> path)
    {
        if (path.Count == 0)
        {
            return;
        }

        var last = path[^1];
        _count -= last.Message is null ? 0 : 1;
        _bytes -= last.Message?.Bytes ?? 0;
        last.Message = null;
        for (var i = path.Count - 1; i > 0 && path[i].Message is null && path[i].Children.Count == 0; i--)
        {
            path[i - 1].Children.Remove(path[i].Name);
        }
    }

    private sealed class Node(byte[] name)
    {
        private Dictionary<byte[], Node>? _children;

        public byte[] Name => name;

        /// <summary>Whether the first level begins with '$', which wildcards do not see [MQTT-4.7.2-1].</summary>
        public bool IsSystem => name is [(byte)'$', ..];

        public Dictionary<byte[], Node> Children => _children ??= new(ByteKeyComparer.Instance);

        public StoredMessage? Message { get; set; }

        public void AddMatches(ReadOnlySpan<byte> level, bool isFirst, List<Node> into)
        {
            if (!level.SequenceEqual("+"u8))
            {
                if (Children.GetAlternateLookup<ReadOnlySpan<byte>>().TryGetValue(level, out var child))
                {
                    into.Add(child);
                }

                return;
            }

            foreach (var child in Children.Values)
            {
                if (!isFirst || !child.IsSystem)
                {
                    into.Add(child);
                }
            }
        }
    }
}
