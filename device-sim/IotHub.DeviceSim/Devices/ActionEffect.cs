using System.Collections.Immutable;

namespace IotHub.DeviceSim.Devices;

/// <summary>What an action does, which no contract says.</summary>
public sealed record ActionEffect
{
    /// <summary>Name of the action's type.</summary>
    public required string Action { get; init; }

    /// <summary>Kinds of device that the row is for; empty for all.</summary>
    public ImmutableArray<string> Kinds { get; set; } = [];

    /// <summary>What it sets.</summary>
    public required ImmutableArray<StateEffect> Set { get; init; }
}
