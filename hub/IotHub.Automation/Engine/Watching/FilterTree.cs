namespace IotHub.Automation.Engine.Watching;

/// <summary>Topic filters by their levels, so that a message costs what its own filters cost, however many others there are.</summary>
internal sealed class FilterTree
{
    private readonly Dictionary<string, FilterTree> _children = new(StringComparer.Ordinal);
    private string? _filter;

    private bool IsEmpty => _filter is null && _children.Count == 0;

    public void Add(string filter) => Add(filter, filter);

    public void Remove(string filter) => Remove(filter.AsSpan());

    /// <summary>The filters that a topic is one of, in order; see <see cref="Contracts.Topics.MessageTopics.Matches"/>.</summary>
    public IReadOnlyList<string> Find(string topic)
    {
        List<string>? found = null;
        Find(topic, !topic.StartsWith('$'), ref found);
        if (found is null)
        {
            return [];
        }

        found.Sort(StringComparer.Ordinal);
        return found;
    }

    private void Add(ReadOnlySpan<char> rest, string filter)
    {
        var (level, next, isLast) = Cut(rest);
        var children = _children.GetAlternateLookup<ReadOnlySpan<char>>();
        if (!children.TryGetValue(level, out var child))
        {
            children[level] = child = new FilterTree();
        }

        if (isLast)
        {
            child._filter = filter;
        }
        else
        {
            child.Add(next, filter);
        }
    }

    private void Remove(ReadOnlySpan<char> rest)
    {
        var (level, next, isLast) = Cut(rest);
        var children = _children.GetAlternateLookup<ReadOnlySpan<char>>();
        if (!children.TryGetValue(level, out var child))
        {
            return;
        }

        if (isLast)
        {
            child._filter = null;
        }
        else
        {
            child.Remove(next);
        }

        if (child.IsEmpty)
        {
            children.Remove(level);
        }
    }

    private void Find(ReadOnlySpan<char> rest, bool takesWildcards, ref List<string>? found)
    {
        var (level, next, isLast) = Cut(rest);
        var children = _children.GetAlternateLookup<ReadOnlySpan<char>>();
        if (children.TryGetValue(level, out var named))
        {
            named.GoOn(next, isLast, ref found);
        }

        if (takesWildcards && _children.TryGetValue("+", out var any) && any != named)
        {
            any.GoOn(next, isLast, ref found);
        }

        if (takesWildcards && _children.TryGetValue("#", out var below) && below._filter is { } all)
        {
            (found ??= []).Add(all);
        }
    }

    private void GoOn(ReadOnlySpan<char> next, bool isLast, ref List<string>? found)
    {
        if (!isLast)
        {
            Find(next, takesWildcards: true, ref found);
            return;
        }

        if (_filter is not null)
        {
            (found ??= []).Add(_filter);
        }

        // "a/#" is also "a".
        if (_children.TryGetValue("#", out var below) && below._filter is { } all)
        {
            (found ??= []).Add(all);
        }
    }

    private static Parts Cut(ReadOnlySpan<char> text)
    {
        var end = text.IndexOf('/');
        return end < 0 ? new Parts(text, default, true) : new Parts(text[..end], text[(end + 1)..], false);
    }

    private readonly ref struct Parts(ReadOnlySpan<char> level, ReadOnlySpan<char> next, bool isLast)
    {
        private readonly ReadOnlySpan<char> _level = level;
        private readonly ReadOnlySpan<char> _next = next;

        public void Deconstruct(out ReadOnlySpan<char> first, out ReadOnlySpan<char> rest, out bool last)
        {
            first = _level;
            rest = _next;
            last = isLast;
        }
    }
}
