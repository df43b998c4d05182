using IotHub.Broker.Delivery;
using IotHub.Broker.Limits;
using IotHub.Broker.Subscriptions;

namespace IotHub.Broker.Retained;

/// <summary>The last retained message of each topic, in a tree by level.</summary>
internal sealed class RetainedStore(BrokerLimits limits)
{
    private readonly Lock _lock = new();
    private readonly Node _root = new();
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

    /// <summary>Replaces what a topic retains; an empty payload removes it [MQTT-3.3.1-5] to [MQTT-3.3.1-7].</summary>
    /// <returns>False when there is no room.</returns>
    public bool Set(Publication message)
    {
        lock (_lock)
        {
            var topic = message.Topic.Span;
            if (message.Payload.IsEmpty)
            {
                Remove_NeedsLock(_root, topic, last: false);
                return true;
            }

            var stored = message.Store();
            var old = Find_NeedsLock(topic)?.Message;
            if ((old is null && _count >= limits.RetainedMessagesMax) || _bytes - (old?.Bytes ?? 0) + stored.Bytes > limits.RetainedBytesMax)
            {
                return false;
            }

            Put_NeedsLock(topic, stored);
            return true;
        }
    }

    /// <summary>
    /// Hands out what a filter matches, under the lock: a newer message on the same topic cannot overtake an older one that is being handed out.
    /// </summary>
    public void ForEachMatch(ReadOnlySpan<byte> filter, long now, Action<StoredMessage> deliver)
    {
        lock (_lock)
        {
            Match_NeedsLock(_root, filter, ends: false, first: true, now, deliver);
        }
    }

    private static void Match_NeedsLock(Node node, ReadOnlySpan<byte> rest, bool ends, bool first, long now, Action<StoredMessage> deliver)
    {
        if (ends)
        {
            node.Deliver(now, deliver);
            return;
        }

        var slash = rest.IndexOf((byte)'/');
        var level = slash < 0 ? rest : rest[..slash];
        var next = slash < 0 ? default : rest[(slash + 1)..];
        if (level.SequenceEqual("#"u8))
        {
            DeliverAll(node, first, now, deliver);
        }
        else if (level.SequenceEqual("+"u8))
        {
            foreach (var (name, child) in node.Children)
            {
                if (!first || !IsHidden(name))
                {
                    Match_NeedsLock(child, next, slash < 0, first: false, now, deliver);
                }
            }
        }
        else if (node.Children.GetAlternateLookup<ReadOnlySpan<byte>>().TryGetValue(level, out var child))
        {
            Match_NeedsLock(child, next, slash < 0, first: false, now, deliver);
        }
    }

    private static void DeliverAll(Node node, bool first, long now, Action<StoredMessage> deliver)
    {
        node.Deliver(now, deliver);
        foreach (var (name, child) in node.Children)
        {
            if (!first || !IsHidden(name))
            {
                DeliverAll(child, first: false, now, deliver);
            }
        }
    }

    private static bool IsHidden(byte[] firstLevel) => firstLevel.Length > 0 && firstLevel[0] == (byte)'$';

    private Node? Find_NeedsLock(ReadOnlySpan<byte> topic)
    {
        var node = _root;
        foreach (var range in topic.Split((byte)'/'))
        {
            if (!node.Children.GetAlternateLookup<ReadOnlySpan<byte>>().TryGetValue(topic[range], out var child))
            {
                return null;
            }

            node = child;
        }

        return node;
    }

    private void Put_NeedsLock(ReadOnlySpan<byte> topic, StoredMessage message)
    {
        var node = _root;
        foreach (var range in topic.Split((byte)'/'))
        {
            var children = node.Children.GetAlternateLookup<ReadOnlySpan<byte>>();
            if (!children.TryGetValue(topic[range], out var child))
            {
                child = new Node();
                children[topic[range]] = child;
            }

            node = child;
        }

        _count += node.Message is null ? 1 : 0;
        _bytes += message.Bytes - (node.Message?.Bytes ?? 0);
        node.Message = message;
    }

    private void Remove_NeedsLock(Node node, ReadOnlySpan<byte> rest, bool last)
    {
        if (last)
        {
            _count -= node.Message is null ? 0 : 1;
            _bytes -= node.Message?.Bytes ?? 0;
            node.Message = null;
            return;
        }

        var slash = rest.IndexOf((byte)'/');
        var level = slash < 0 ? rest : rest[..slash];
        var children = node.Children.GetAlternateLookup<ReadOnlySpan<byte>>();
        if (children.TryGetValue(level, out var child))
        {
            Remove_NeedsLock(child, slash < 0 ? default : rest[(slash + 1)..], slash < 0);
            if (child.Message is null && child.Children.Count == 0)
            {
                children.Remove(level);
            }
        }
    }

    private sealed class Node
    {
        public Dictionary<byte[], Node> Children { get; } = new(ByteKeyComparer.Instance);

        public StoredMessage? Message { get; set; }

        public void Deliver(long now, Action<StoredMessage> deliver)
        {
            if (Message is { } message && (message.ExpiresAt is not { } expiry || now < expiry))
            {
                deliver(message);
            }
        }
    }
}
