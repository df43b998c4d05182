namespace IotHub.Automation.Engine.Watching;

/// <summary>Who listens to what, beside properties. Each list is an array that is replaced, never changed, so that it can be walked while it is.</summary>
internal sealed class KeyedIndex
{
    private readonly Dictionary<WatchKey, WatchEntry[]> _entries = [];
    private readonly FilterTree _filters = new();

    /// <summary>True when who listens to MQTT topics has changed since this was last set to false.</summary>
    public bool HasOtherMessages { get; set; }

    /// <summary>In order; empty where nobody listens. Allocates nothing.</summary>
    public ReadOnlySpan<WatchEntry> Find(WatchKey key) => _entries.TryGetValue(key, out var entries) ? entries : default;

    /// <summary>The names of a kind that somebody listens to, in order.</summary>
    public IEnumerable<string> NamesOf(WatchKind kind) => _entries.Keys.Where(key => key.Kind == kind).Select(key => key.Name).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);

    /// <summary>The MQTT filters that somebody listens to and a topic is one of, in order.</summary>
    public IReadOnlyList<string> FiltersOf(string topic) => _filters.Find(topic);

    public void Add(TriggerSet set)
    {
        foreach (var (key, entry) in set.Keys())
        {
            WatchEntry[] entries = [.. _entries.GetValueOrDefault(key) ?? [], entry];
            Array.Sort(entries, WatchEntry.Compare);
            _entries[key] = entries;
            if (key.Kind == WatchKind.Message)
            {
                _filters.Add(key.Name);
                HasOtherMessages = true;
            }
        }
    }

    public void Remove(TriggerSet set)
    {
        foreach (var (key, _) in set.Keys())
        {
            HasOtherMessages |= key.Kind == WatchKind.Message;
            if (_entries.TryGetValue(key, out var entries))
            {
                WatchEntry[] left = [.. entries.Where(entry => entry.Set != set)];
                if (left.Length == 0)
                {
                    _entries.Remove(key);
                    if (key.Kind == WatchKind.Message)
                    {
                        _filters.Remove(key.Name);
                    }
                }
                else
                {
                    _entries[key] = left;
                }
            }
        }
    }
}
