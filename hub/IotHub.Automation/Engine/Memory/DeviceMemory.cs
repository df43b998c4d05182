using System.Collections.Immutable;

namespace IotHub.Automation.Engine.Memory;

/// <summary>How a device was when it was remembered.</summary>
/// <param name="Device">Its name.</param>
/// <param name="Values">Values that can be set.</param>
public sealed record DeviceMemory(string Device, ImmutableArray<PropertyMemory> Values);
