using System.Collections.Immutable;

namespace IotHub.Insights.Consumables;

/// <summary>What is known of all parts of all devices. A change makes a new one.</summary>
public sealed record ConsumableMemory
{
    /// <summary>Most parts: four for each of the 1,024 devices that a hub has. Further ones are not watched, and counted.</summary>
    public const int PartsMax = 4_096;

    /// <summary>Nothing is known.</summary>
    public static ConsumableMemory Empty { get; } = new();

    /// <summary>By device and part, <c>hoover/main-brush</c>.</summary>
    public ImmutableSortedDictionary<string, ConsumableState> Parts { get; init; } = ImmutableSortedDictionary.Create<string, ConsumableState>(StringComparer.Ordinal);

    /// <summary>Parts that were not taken because the bound was reached.</summary>
    public long Refused { get; init; }

    /// <summary>Finds a part.</summary>
    public ConsumableState? Find(string device, string part) => Parts.GetValueOrDefault(Key(device, part));

    /// <summary>Of parts as they were kept; what is beyond the bound is counted.</summary>
    public static ConsumableMemory Of(IEnumerable<ConsumableState> parts) => parts.Aggregate(Empty, (memory, state) => memory.With(state));

    /// <summary>Without the parts that are gone.</summary>
    public ConsumableMemory Without(Func<ConsumableState, bool> isGone) => this with { Parts = Parts.RemoveRange(Parts.Where(pair => isGone(pair.Value)).Select(pair => pair.Key)) };

    internal ConsumableMemory With(ConsumableState state) => Parts.Count >= PartsMax && !Parts.ContainsKey(Key(state))
        ? this with { Refused = Refused + 1 }
        : this with { Parts = Parts.SetItem(Key(state), state) };

    private static string Key(ConsumableState state) => Key(state.Device, state.Part);

    private static string Key(string device, string part) => $"{device}/{part}";
}
