using IotHub.Contracts.Model;

namespace IotHub.Contracts.Values;

/// <summary>A value of a property, already checked against the contract that holds the property.</summary>
/// <param name="Property">Which property.</param>
/// <param name="Value">Its value, in the kind of the property's format.</param>
public readonly record struct PropertyReading(ContractProperty Property, PropertyValue Value);
