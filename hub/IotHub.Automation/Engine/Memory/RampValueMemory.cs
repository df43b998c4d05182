using IotHub.Contracts.Values;

namespace IotHub.Automation.Engine.Memory;

/// <summary>One number on its way.</summary>
/// <param name="Device">Name of the device.</param>
/// <param name="Property">Its property, <c>light.brightness</c>.</param>
/// <param name="From">Where it began.</param>
/// <param name="To">Where it goes.</param>
public sealed record RampValueMemory(string Device, string Property, double From, PropertyValue To);
