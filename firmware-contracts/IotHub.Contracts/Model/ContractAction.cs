using System.Collections.Immutable;

namespace IotHub.Contracts.Model;

/// <summary>Something a device can be asked to do.</summary>
public sealed record ContractAction
{
    /// <summary>Address inside the device, <c>vacuum.start-sweep</c>; unique among actions.</summary>
    public required string Key { get; init; }

    /// <summary>Instance id of the service that holds it.</summary>
    public required int ServiceIid { get; init; }

    /// <summary>Instance id within the service, among actions.</summary>
    public required int Iid { get; init; }

    /// <summary>The type.</summary>
    public required Urn Type { get; init; }

    /// <summary>What a person reads; may be empty.</summary>
    public required string Description { get; init; }

    /// <summary>Arguments, in order; properties of the same service.</summary>
    public ImmutableArray<ContractProperty> In { get; init; } = [];

    /// <summary>Results, in order.</summary>
    public ImmutableArray<ContractProperty> Out { get; init; } = [];

    /// <summary>Whether a person has to confirm it; null where the contract leaves that to <see cref="Confirmations"/>.</summary>
    public ConfirmRule? Confirm { get; init; }

    /// <inheritdoc/>
    public override string ToString() => Key;
}
