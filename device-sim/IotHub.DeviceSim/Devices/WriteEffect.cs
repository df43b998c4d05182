using System.Collections.Immutable;

namespace IotHub.DeviceSim.Devices;

/// <summary>What setting a property does beside it: a motor told to open goes for the open position.</summary>
public sealed record WriteEffect
{
    /// <summary>Name of the property's type.</summary>
    public required string Property { get; init; }

    /// <summary>Names of the values that do it.</summary>
    public required ImmutableArray<string> Is { get; init; }

    /// <summary>What it sets.</summary>
    public required ImmutableArray<StateEffect> Set { get; init; }
}
