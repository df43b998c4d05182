using System.Collections.Immutable;
using IotHub.Contracts.Values;
using IotHub.Devices.Registry;

namespace IotHub.Automation.Actions;

/// <summary>Values that one device is to take.</summary>
/// <param name="Device">Which.</param>
/// <param name="Values">Constant values, in the order written.</param>
public sealed record DeviceValues(Device Device, ImmutableArray<PropertyReading> Values)
{
    /// <summary>Values that are worked out when the step is reached. With <see cref="Values"/>, at least one.</summary>
    public ImmutableArray<ComputedValue> Computed { get; init; } = [];
}
