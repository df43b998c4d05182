using System.Text.Json;

namespace IotHub.Insights.Consumables;

/// <summary>What is known of one part of one device.</summary>
public sealed record ConsumableState
{
    /// <summary>Characters of a text that is read back: a part with full samples stays below.</summary>
    public const int JsonLengthMax = 16 * 1024;

    /// <summary>The device's name.</summary>
    public required string Device { get; init; }

    /// <summary>The part's name.</summary>
    public required string Part { get; init; }

    /// <summary>The counter of what is left as a share, in percent; null where there is none.</summary>
    public CounterTrack? Level { get; init; }

    /// <summary>The counter of what is left as time, in the property's unit; null where there is none.</summary>
    public CounterTrack? Time { get; init; }

    /// <summary>True from the moment it is low until it is well above that again.</summary>
    public bool IsLow { get; init; }

    /// <summary>The lowest tenth of this life, 0 to 10: each is told once, however the level wavers.</summary>
    public int TenthTold { get; init; } = 10;

    /// <summary>When it was last replaced; null where that was never seen.</summary>
    public DateTimeOffset? ReplacedAt { get; init; }

    /// <summary>No reminder before this; null where nobody put it off.</summary>
    public DateTimeOffset? QuietUntil { get; init; }

    /// <summary>What is left, 0 to 100; null where only time is told and its full scale is a guess.</summary>
    public double? Percent => Level?.Value;

    /// <summary>What is left, 0 to 100, by its share or else by its time; null where neither is known.</summary>
    public double? Share => Percent ?? (Time is { Value: { } left, FullScale: var full } ? left / full * 100 : null);

    /// <summary>As JSON.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, ConsumableJsonContext.Default.ConsumableState);

    /// <summary>Reads it back; null where the text is none or beyond the bounds.</summary>
    public static ConsumableState? TryParse(string json)
    {
        if (json.Length > JsonLengthMax)
        {
            return null;
        }

        try
        {
            return JsonSerializer.Deserialize(json, ConsumableJsonContext.Default.ConsumableState) is { Device: not null, Part: not null } read && IsWhole(read.Level) && IsWhole(read.Time) ? read : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static bool IsWhole(CounterTrack? track) => track is null || (track.FullScale > 0 && !track.Samples.IsDefault && track.Samples.Length <= CounterTrack.SamplesMax);
}
