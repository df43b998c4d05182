using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace IotHub.DeviceSim.Devices;

/// <summary>What a device does when its state has come to something: one arrow of a status machine, or a kettle that ends when it boils.</summary>
public sealed record Reaction
{
    /// <summary>Kinds of device that the row is for; empty for all.</summary>
    public ImmutableArray<string> Kinds { get; set; } = [];

    /// <summary>What must hold; at least one.</summary>
    [JsonConverter(typeof(ConditionsConverter))]
    public required ImmutableArray<Condition> When { get; init; }

    /// <summary>How long it must have held; zero for at once.</summary>
    public TimeSpan After { get; set; }

    /// <summary>What is then set.</summary>
    public required ImmutableArray<StateEffect> Set { get; init; }
}
