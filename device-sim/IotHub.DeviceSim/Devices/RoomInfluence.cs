using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace IotHub.DeviceSim.Devices;

/// <summary>What a device does to the air or the light of its room.</summary>
public sealed record RoomInfluence
{
    /// <summary>Kinds of device that the row is for; empty for all that have the properties.</summary>
    public ImmutableArray<string> Kinds { get; set; } = [];

    /// <summary>Which quantity it acts on.</summary>
    public required string Quantity { get; init; }

    /// <summary>When it acts; at least one condition.</summary>
    [JsonConverter(typeof(ConditionsConverter))]
    public required ImmutableArray<Condition> While { get; init; }

    /// <summary>Value that it draws the quantity to; null to add to it.</summary>
    public double? Toward { get; set; }

    /// <summary>Name of a property whose value it draws the quantity to.</summary>
    public string? TowardProperty { get; set; }

    /// <summary>Drawing: share of the way in an hour, as a rate. Adding: units in an hour; units at once for a quantity without memory, such as light.</summary>
    public required double Rate { get; init; }

    /// <summary>Name of a property that scales the rate from <see cref="LeastShare"/> at its smallest to 1 at its largest value; null for always 1.</summary>
    public string? ScaledBy { get; set; }

    /// <summary>Share of the rate at the smallest value of <see cref="ScaledBy"/>.</summary>
    public double LeastShare { get; set; } = 0.25;

    /// <summary>Only upwards (a heater) or downwards (a cooler) when above or below zero; both when zero.</summary>
    public int Direction { get; set; }
}
