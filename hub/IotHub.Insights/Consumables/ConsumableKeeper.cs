using IotHub.Devices.Registry;
using IotHub.Devices.State;
using IotHub.Insights.Catalogue;
using IotHub.Insights.UsageEvents;
using IotHub.Runtime;

namespace IotHub.Insights.Consumables;

/// <summary>
/// Follows the core's outputs for what wears out, and knows what of it is not written yet. Not thread-safe but for <see cref="Memory"/>: whoever writes outputs down owns it.
/// </summary>
/// <param name="memory">What was known when the hub started.</param>
/// <param name="shelf">Says how long a new part takes to come.</param>
public sealed class ConsumableKeeper(ConsumableMemory memory, CatalogueShelf shelf)
{
    private readonly Dictionary<string, Device> _devices = new(StringComparer.Ordinal);
    private readonly HashSet<(string Device, string Part)> _unwritten = [];
    private volatile ConsumableMemory _memory = memory;

    /// <summary>What is known now; may be read from any thread.</summary>
    public ConsumableMemory Memory => _memory;

    /// <summary>True for an output that may say something of a part.</summary>
    public static bool Concerns(HubOutput output) => output
        is HubOutput.Changed { Change: { Origin: ValueOrigin.Reported } change } && ConsumableParts.IsCounter(change.Property)
        || output is HubOutput.DeviceSaved or HubOutput.DeviceRetired or HubOutput.DeviceReplaced;

    /// <summary>Takes an output in.</summary>
    /// <param name="output">What the core said.</param>
    /// <param name="now">The time, for outputs that do not say theirs.</param>
    /// <param name="facts">Where what may be told goes.</param>
    public void Observe(HubOutput output, DateTimeOffset now, ICollection<UsageFact> facts)
    {
        switch (output)
        {
            case HubOutput.Changed { Change: { } change } when change.After.TryGetNumber(out var value):
                _devices[change.Device.Name] = change.Device;
                Take(ConsumableWatch.Report(_memory, change.Device, change.Property, value, part => LeadDays(change.Device, part), change.At), facts);
                break;
            case HubOutput.DeviceSaved { Device: var device }:
                _devices[device.Name] = device;
                break;
            case HubOutput.DeviceReplaced { After: var device }:
                // Other hardware has other parts; what was learned of its use stays where the part is of the same name.
                _devices[device.Name] = device;
                var parts = ConsumableParts.Of(device.Contract);
                Forget(state => state.Device == device.Name && parts.All(part => part.Name != state.Part));
                foreach (var state in _memory.Parts.Values.Where(state => state.Device == device.Name).ToArray())
                {
                    Take(ConsumableWatch.Replaced(_memory, device, state.Part, now), null);
                }

                break;
            case HubOutput.DeviceRetired { Device: var device }:
                _devices.Remove(device.Name);
                Forget(state => state.Device == device.Name);
                break;
            default:
                break;
        }
    }

    /// <summary>A device of the home as it was stored.</summary>
    public void Know(Device device) => _devices.TryAdd(device.Name, device);

    /// <summary>Takes over what a change made of the memory.</summary>
    /// <param name="change">The change; made of <see cref="Memory"/>.</param>
    /// <param name="facts">Where what may be told goes; null where nothing is.</param>
    public void Take(ConsumableChange change, ICollection<UsageFact>? facts)
    {
        if (!ReferenceEquals(change.Memory, _memory))
        {
            _unwritten.UnionWith(Differences(_memory, change.Memory));
            _memory = change.Memory;
        }

        foreach (var news in facts is null ? [] : change.News)
        {
            if (_devices.TryGetValue(news.State.Device, out var device) && ConsumableFacts.Of(news, device.Contract.Type) is { } fact)
            {
                facts!.Add(fact);
            }
        }
    }

    /// <summary>Time passed.</summary>
    public void Tick(DateTimeOffset now, ICollection<UsageFact> facts) => Take(ConsumableWatch.Tick(_memory, _devices.GetValueOrDefault, LeadDays, now), facts);

    /// <summary>What is not written yet; null for a part that is gone.</summary>
    public IEnumerable<(string Device, string Part, ConsumableState? State)> Unwritten => _unwritten.Select(key => (key.Device, key.Part, _memory.Find(key.Device, key.Part)));

    /// <summary>All is written.</summary>
    public void Written() => _unwritten.Clear();

    private static IEnumerable<(string Device, string Part)> Differences(ConsumableMemory before, ConsumableMemory after) => after.Parts
        .Where(pair => !before.Parts.TryGetValue(pair.Key, out var was) || !ReferenceEquals(was, pair.Value))
        .Select(pair => (pair.Value.Device, pair.Value.Part));

    private void Forget(Func<ConsumableState, bool> isGone)
    {
        _unwritten.UnionWith(_memory.Parts.Values.Where(isGone).Select(state => (state.Device, state.Part)));
        _memory = _memory.Without(isGone);
    }

    private int LeadDays(Device device, ConsumablePart part) => shelf.Current?.ConsumableOf(device.Contract.Type, part.Name)?.LeadDays ?? 0;
}
