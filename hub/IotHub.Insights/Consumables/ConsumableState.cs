namespace IotHub.Insights.Consumables;

/// <summary>What is known of one part of one device.</summary>
public sealed record ConsumableState
{
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
}
