using IotHub.Automation.Triggers;

namespace IotHub.Automation.Engine;

/// <summary>Which triggers watch which property, so that a change costs what its own rules cost. Each list is an array that is replaced, never changed.</summary>
internal sealed class WatchIndex
{
    private readonly Dictionary<string, WatchEntry[]?[]> _byDevice = new(StringComparer.Ordinal);

    /// <summary>The watching triggers in order of automation ids; empty where there is none. Allocates nothing.</summary>
    public ReadOnlySpan<WatchEntry> Find(string device, int property) =>
        _byDevice.TryGetValue(device, out var byProperty) && property < byProperty.Length ? byProperty[property] : default;

    public void Add(AutomationState state)
    {
        foreach (var (device, property, entry) in EntriesOf(state))
        {
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

    public void Remove(AutomationState state)
    {
        foreach (var (device, property, _) in EntriesOf(state))
        {
            if (_byDevice.TryGetValue(device, out var byProperty) && byProperty[property] is { } entries)
            {
                WatchEntry[] left = [.. entries.Where(entry => entry.State != state)];
                byProperty[property] = left.Length == 0 ? null : left;
                if (left.Length == 0 && Array.TrueForAll(byProperty, list => list is null))
                {
                    _byDevice.Remove(device);
                }
            }
        }
    }

    private static IEnumerable<(string Device, int Property, WatchEntry Entry)> EntriesOf(AutomationState state)
    {
        for (var trigger = 0; trigger < state.Plan.Triggers.Length; trigger++)
        {
            if (state.Plan.Triggers[trigger] is TriggerPlan.Property property)
            {
                for (var watch = 0; watch < property.Watched.Length; watch++)
                {
                    var reference = property.Watched[watch].Reference;
                    yield return (reference.Device.Name, reference.Property.Index, new WatchEntry(state, trigger, watch));
                }
            }
        }
    }
}

/// <summary>One watched property of one trigger.</summary>
internal readonly record struct WatchEntry(AutomationState State, int Trigger, int Watch)
{
    public static int Compare(WatchEntry left, WatchEntry right)
    {
        var result = string.CompareOrdinal(left.State.Plan.Id, right.State.Plan.Id);
        result = result != 0 ? result : left.Trigger.CompareTo(right.Trigger);
        return result != 0 ? result : left.Watch.CompareTo(right.Watch);
    }
}
