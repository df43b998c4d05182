using System.Collections.Immutable;
using System.Text.Json;

namespace IotHub.Insights.Consumables;

/// <summary>What is known of all parts of all devices. A change makes a new one.</summary>
public sealed record ConsumableMemory
{
    /// <summary>Most parts: four for each of the 1,024 devices that a hub has. Further ones are not watched, and counted.</summary>
    public const int PartsMax = 4_096;

    /// <summary>Characters of a text that is read back: every part with full samples stays below.</summary>
    public const int JsonLengthMax = 32 * 1024 * 1024;

    /// <summary>Nothing is known.</summary>
    public static ConsumableMemory Empty { get; } = new();

    /// <summary>By device and part, <c>hoover/main-brush</c>.</summary>
    public ImmutableSortedDictionary<string, ConsumableState> Parts { get; init; } = ImmutableSortedDictionary.Create<string, ConsumableState>(StringComparer.Ordinal);

    /// <summary>Parts that were not taken because the bound was reached.</summary>
    public long Refused { get; init; }

    /// <summary>Finds a part.</summary>
    public ConsumableState? Find(string device, string part) => Parts.GetValueOrDefault(Key(device, part));

    /// <summary>Without the parts of devices that are gone.</summary>
    public ConsumableMemory Without(Func<string, bool> isGone) => this with { Parts = Parts.RemoveRange(Parts.Where(pair => isGone(pair.Value.Device)).Select(pair => pair.Key)) };

    /// <summary>As JSON.</summary>
    public string ToJson() => JsonSerializer.Serialize(new ConsumableMemoryText([.. Parts.Values], Refused), ConsumableJsonContext.Default.ConsumableMemoryText);

    /// <summary>Reads it back; null where the text is none or beyond the bounds.</summary>
    public static ConsumableMemory? TryParse(string json)
    {
        if (json.Length > JsonLengthMax)
        {
            return null;
        }

        try
        {
            return JsonSerializer.Deserialize(json, ConsumableJsonContext.Default.ConsumableMemoryText) is { Parts: { IsDefault: false, Length: <= PartsMax } } read && read.Parts.All(IsWhole)
                ? new ConsumableMemory { Parts = read.Parts.DistinctBy(Key).ToImmutableSortedDictionary(Key, state => state, StringComparer.Ordinal), Refused = read.Refused }
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    internal ConsumableMemory With(ConsumableState state) => Parts.Count >= PartsMax && !Parts.ContainsKey(Key(state))
        ? this with { Refused = Refused + 1 }
        : this with { Parts = Parts.SetItem(Key(state), state) };

    private static string Key(ConsumableState state) => Key(state.Device, state.Part);

    private static string Key(string device, string part) => $"{device}/{part}";

    private static bool IsWhole(ConsumableState? state) => state is { Device: not null, Part: not null } && IsWhole(state.Level) && IsWhole(state.Time);

    private static bool IsWhole(CounterTrack? track) => track is null || (track.FullScale > 0 && !track.Samples.IsDefault && track.Samples.Length <= CounterTrack.SamplesMax);
}
