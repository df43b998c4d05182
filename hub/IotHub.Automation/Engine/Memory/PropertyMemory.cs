using IotHub.Contracts.Values;

namespace IotHub.Automation.Engine.Memory;

/// <summary>A value of a property.</summary>
/// <param name="Property">Its address within the device, <c>light.on</c>.</param>
/// <param name="Value">The value.</param>
public sealed record PropertyMemory(string Property, PropertyValue Value);
