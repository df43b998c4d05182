namespace IotHub.Automation.Engine.Watching;

/// <summary>Who watches which property, so that a change costs what its own rules cost. Each list is an array that is replaced, never changed.</summary>
internal sealed class PropertyIndex
{
    private readonly Dictionary<string, WatchEntry[]?[]> _byDevice = new(StringComparer.Ordinal);

    /// <summary>In order; empty where nobody watches. Allocates nothing.</summary>
    public ReadOnlySpan<WatchEntry> Find(string device, int property) =>
        _byDevice.TryGetValue(device, out var byProperty) && property < byProperty.Length ? byProperty[property] : default;

    public void Add(TriggerSet set)
    {
        foreach (var (reference, entry) in set.Properties())
        {
            var (device, property) = (reference.Device.Name, reference.Property.Index);
            var byProperty = _byDevice.GetValueOrDefault(device) ?? [];
            if (property >= byProperty.Length)
            {
                Array.Resize(ref byProperty, property + 1);
            }

            WatchEntry[] entries = [.. byProperty[property] ?? [], entry];
            Array.Sort(entries, WatchEntry.Compare);
            byProperty[property] = entries;
            _byDevice[device] = byProperty;
        }
    }

    public void Remove(TriggerSet set)
    {
        foreach (var (reference, _) in set.Properties())
        {
            if (_byDevice.TryGetValue(reference.Device.Name, out var byProperty) && byProperty[reference.Property.Index] is { } entries)
            {
                WatchEntry[] left = [.. entries.Where(entry => entry.Set != set)];
                byProperty[reference.Property.Index] = left.Length == 0 ? null : left;
                if (left.Length == 0 && Array.TrueForAll(byProperty, list => list is null))
                {
                    _byDevice.Remove(reference.Device.Name);
                }
            }
        }
    }
}
