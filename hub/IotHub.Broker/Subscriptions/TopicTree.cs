namespace IotHub.Broker.Subscriptions;

/// <summary>
/// A tree of filters by level, with the values that stand at each. Not thread-safe. Matching agrees with
/// <see cref="Mqtt.Topics.TopicFilter.Matches(ReadOnlySpan{byte}, ReadOnlySpan{byte})"/>.
/// </summary>
internal sealed class TopicTree<T>
    where T : class
{
    private readonly Node _root = new();

    public int Count { get; private set; }

    public void Add(ReadOnlySpan<byte> filter, T value)
    {
        var node = _root;
        foreach (var range in filter.Split((byte)'/'))
        {
            var level = filter[range];
            var children = node.Children.GetAlternateLookup<ReadOnlySpan<byte>>();
            if (!children.TryGetValue(level, out var child))
            {
                child = new Node();
                children[level] = child;
            }

            node = child;
        }

        node.Values.Add(value);
        Count++;
    }

    public bool Remove(ReadOnlySpan<byte> filter, T value)
    {
        var removed = Remove(_root, filter, last: false, value);
        Count -= removed ? 1 : 0;
        return removed;
    }

    /// <summary>Adds the values of all filters that match a topic name.</summary>
    public void Match(ReadOnlySpan<byte> topic, List<T> into)
    {
        // [MQTT-4.7.2-1]: a wildcard in the first level does not match a topic that begins with '$'.
        var wildcards = topic.Length == 0 || topic[0] != (byte)'$';
        Match(_root, topic, ends: false, wildcards, into);
    }

    private static void Match(Node node, ReadOnlySpan<byte> rest, bool ends, bool wildcards, List<T> into)
    {
        if (wildcards && node.Children.TryGetValue(Hash, out var all))
        {
            into.AddRange(all.Values);
        }

        if (ends)
        {
            into.AddRange(node.Values);
            return;
        }

        var slash = rest.IndexOf((byte)'/');
        var level = slash < 0 ? rest : rest[..slash];
        var next = slash < 0 ? default : rest[(slash + 1)..];
        if (node.Children.GetAlternateLookup<ReadOnlySpan<byte>>().TryGetValue(level, out var child))
        {
            Match(child, next, slash < 0, wildcards: true, into);
        }

        if (wildcards && node.Children.TryGetValue(Plus, out var any))
        {
            Match(any, next, slash < 0, wildcards: true, into);
        }
    }

    private static bool Remove(Node node, ReadOnlySpan<byte> rest, bool last, T value)
    {
        if (last)
        {
            return node.Values.Remove(value);
        }

        var slash = rest.IndexOf((byte)'/');
        var level = slash < 0 ? rest : rest[..slash];
        var children = node.Children.GetAlternateLookup<ReadOnlySpan<byte>>();
        if (!children.TryGetValue(level, out var child) || !Remove(child, slash < 0 ? default : rest[(slash + 1)..], slash < 0, value))
        {
            return false;
        }

        if (child.Values.Count == 0 && child.Children.Count == 0)
        {
            children.Remove(level);
        }

        return true;
    }

    private static readonly byte[] Plus = "+"u8.ToArray();
    private static readonly byte[] Hash = "#"u8.ToArray();

    private sealed class Node
    {
        public Dictionary<byte[], Node> Children { get; } = new(ByteKeyComparer.Instance);

        public List<T> Values { get; } = [];
    }
}
