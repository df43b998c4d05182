using IotHub.Automation.Triggers;

namespace IotHub.Automation.Engine;

/// <summary>Which triggers listen to which event of which device.</summary>
internal sealed class EventIndex
{
    private readonly Dictionary<(string Device, string Event), WatchEntry[]> _entries = [];

    public ReadOnlySpan<WatchEntry> Find(string device, string deviceEvent) => _entries.GetValueOrDefault((device, deviceEvent));

    public void Add(AutomationState state)
    {
        foreach (var (key, entry) in EntriesOf(state))
        {
            WatchEntry[] entries = [.. _entries.GetValueOrDefault(key) ?? [], entry];
            Array.Sort(entries, WatchEntry.Compare);
            _entries[key] = entries;
        }
    }

    public void Remove(AutomationState state)
    {
        foreach (var (key, _) in EntriesOf(state))
        {
            if (_entries.TryGetValue(key, out var entries))
            {
                WatchEntry[] left = [.. entries.Where(entry => entry.State != state)];
                if (left.Length == 0)
                {
                    _entries.Remove(key);
                }
                else
                {
                    _entries[key] = left;
                }
            }
        }
    }

    private static IEnumerable<((string Device, string Event) Key, WatchEntry Entry)> EntriesOf(AutomationState state)
    {
        for (var trigger = 0; trigger < state.Plan.Triggers.Length; trigger++)
        {
            if (state.Plan.Triggers[trigger] is TriggerPlan.Event happening)
            {
                for (var source = 0; source < happening.Sources.Length; source++)
                {
                    yield return ((happening.Sources[source].Device.Name, happening.Sources[source].Happening.Key), new WatchEntry(state, trigger, source));
                }
            }
        }
    }
}
