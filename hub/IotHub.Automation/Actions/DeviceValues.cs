using System.Collections.Immutable;
using IotHub.Contracts.Values;
using IotHub.Devices.Registry;

namespace IotHub.Automation.Actions;

/// <summary>Values that one device is to take.</summary>
/// <param name="Device">Which.</param>
/// <param name="Values">At least one, in the order written.</param>
public sealed record DeviceValues(Device Device, ImmutableArray<PropertyReading> Values);
