using System.Collections.Immutable;

namespace IotHub.Contracts.Model;

/// <summary>Something that happens at a device in a moment, such as a press.</summary>
public sealed record ContractEvent
{
    /// <summary>Address inside the device, <c>switch-sensor.click</c>; unique among events.</summary>
    public required string Key { get; init; }

    /// <summary>Instance id of the service that holds it.</summary>
    public required int ServiceIid { get; init; }

    /// <summary>Instance id within the service, among events; above 1000 for some buttons.</summary>
    public required int Iid { get; init; }

    /// <summary>The type.</summary>
    public required Urn Type { get; init; }

    /// <summary>What a person reads; may be empty.</summary>
    public required string Description { get; init; }

    /// <summary>What comes with it, in order; properties of the same service.</summary>
    public ImmutableArray<ContractProperty> Arguments { get; init; } = [];

    /// <inheritdoc/>
    public override string ToString() => Key;
}
