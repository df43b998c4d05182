using System.Collections.Immutable;

namespace IotHub.Contracts.Model;

/// <summary>A group of properties, actions and events: one function of a device.</summary>
public sealed record ContractService
{
    /// <summary>Instance id within the device.</summary>
    public required int Iid { get; init; }

    /// <summary>Address inside the device: the type's name, with <c>-2</c>, <c>-3</c> where it repeats.</summary>
    public required string Key { get; init; }

    /// <summary>The type.</summary>
    public required Urn Type { get; init; }

    /// <summary>What a person reads; may be empty.</summary>
    public required string Description { get; init; }

    /// <summary>In contract order.</summary>
    public ImmutableArray<ContractProperty> Properties { get; init; } = [];

    /// <summary>In contract order.</summary>
    public ImmutableArray<ContractAction> Actions { get; init; } = [];

    /// <summary>In contract order.</summary>
    public ImmutableArray<ContractEvent> Events { get; init; } = [];
}
