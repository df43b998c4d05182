namespace IotHub.Broker.Subscriptions;

/// <summary>
/// A tree of filters by level, with the values that stand at each. Not thread-safe. Matching agrees with
/// <see cref="Mqtt.Topics.TopicFilter.Matches(ReadOnlySpan{byte}, ReadOnlySpan{byte})"/>, and costs what the levels of the topic and the
/// wildcards beside them cost, however many filters do not match.
/// </summary>
internal sealed class TopicTree<T>
    where T : class
{
    private readonly Node _root = new();

    /// <summary>Nodes that match what of the topic has been walked, and those of the next level; kept from walk to walk.</summary>
    private List<Node> _current = [];
    private List<Node> _next = [];

    public int Count { get; private set; }

    public void Add(ReadOnlySpan<byte> filter, T value)
    {
        var node = _root;
        foreach (var range in filter.Split((byte)'/'))
        {
            node = node.GetOrAdd(filter[range]);
        }

        node.Add(value);
        Count++;
    }

    public bool Remove(ReadOnlySpan<byte> filter, T value)
    {
        var path = new List<Node> { _root };
        foreach (var range in filter.Split((byte)'/'))
        {
            if (path[^1].Find(filter[range]) is not { } child)
            {
                return false;
            }

            path.Add(child);
        }

        if (!path[^1].Remove(value))
        {
            return false;
        }

        for (var i = path.Count - 1; i > 0 && path[i].IsEmpty; i--)
        {
            path[i - 1].Remove(path[i]);
        }

        Count--;
        return true;
    }

    /// <summary>Adds the values of all filters that match a topic name.</summary>
    public void Match(ReadOnlySpan<byte> topic, List<T> into)
    {
        // [MQTT-4.7.2-1]: a wildcard in the first level does not match a topic that begins with '$'.
        var wildcards = topic.Length == 0 || topic[0] != (byte)'$';
        _current.Add(_root);
        foreach (var range in topic.Split((byte)'/'))
        {
            var level = topic[range];
            foreach (var node in _current)
            {
                if (wildcards)
                {
                    node.Hash?.AddTo(into);
                    Enter(node.Plus);
                }

                Enter(node.FindName(level));
            }

            _current.Clear();
            (_current, _next) = (_next, _current);
            wildcards = true;
        }

        foreach (var node in _current)
        {
            // "a/#" matches "a" too.
            node.Hash?.AddTo(into);
            node.AddTo(into);
        }

        _current.Clear();
    }

    private void Enter(Node? node)
    {
        if (node is not null)
        {
            _next.Add(node);
        }
    }

    /// <summary>A level. Most have one child and one value or none, for which no table is made.</summary>
    private sealed class Node(byte[]? name = null)
    {
        private Node? _onlyChild;
        private Dictionary<byte[], Node>? _children;
        private T? _onlyValue;
        private List<T>? _values;

        public Node? Plus { get; private set; }

        public Node? Hash { get; private set; }

        public bool IsEmpty => _onlyChild is null && _children is null && _onlyValue is null && _values is null && Plus is null && Hash is null;

        public Node? Find(ReadOnlySpan<byte> level) => level switch
        {
            [(byte)'+'] => Plus,
            [(byte)'#'] => Hash,
            _ => FindName(level),
        };

        public Node? FindName(ReadOnlySpan<byte> level)
        {
            if (_children is not null)
            {
                return _children.GetAlternateLookup<ReadOnlySpan<byte>>().TryGetValue(level, out var child) ? child : null;
            }

            return _onlyChild is { } only && level.SequenceEqual(only.Name) ? only : null;
        }

        public Node GetOrAdd(ReadOnlySpan<byte> level)
        {
            if (Find(level) is { } known)
            {
                return known;
            }

            var child = new Node(level.ToArray());
            switch (level)
            {
                case [(byte)'+']:
                    return Plus = child;
                case [(byte)'#']:
                    return Hash = child;
                default:
                    break;
            }

            if (_onlyChild is null && _children is null)
            {
                return _onlyChild = child;
            }

            if (_children is null)
            {
                _children = new Dictionary<byte[], Node>(ByteKeyComparer.Instance) { [_onlyChild!.Name] = _onlyChild };
                _onlyChild = null;
            }

            return _children[child.Name] = child;
        }

        public void Remove(Node child)
        {
            if (ReferenceEquals(child, Plus))
            {
                Plus = null;
            }
            else if (ReferenceEquals(child, Hash))
            {
                Hash = null;
            }
            else if (_children is null)
            {
                _onlyChild = null;
            }
            else
            {
                _children.Remove(child.Name);
                _children = _children.Count == 0 ? null : _children;
            }
        }

        public void Add(T value)
        {
            if (_values is not null)
            {
                _values.Add(value);
            }
            else if (_onlyValue is null)
            {
                _onlyValue = value;
            }
            else
            {
                _values = [_onlyValue, value];
                _onlyValue = null;
            }
        }

        public bool Remove(T value)
        {
            if (_values is null)
            {
                var isIt = ReferenceEquals(_onlyValue, value);
                _onlyValue = isIt ? null : _onlyValue;
                return isIt;
            }

            var removed = _values.Remove(value);
            _values = _values.Count == 0 ? null : _values;
            return removed;
        }

        public void AddTo(List<T> into)
        {
            if (_onlyValue is not null)
            {
                into.Add(_onlyValue);
            }
            else if (_values is not null)
            {
                into.AddRange(_values);
            }
        }

        private byte[] Name => name ?? [];
    }
}
