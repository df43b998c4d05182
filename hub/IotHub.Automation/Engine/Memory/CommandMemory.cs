using System.Collections.Immutable;
using IotHub.Devices;

namespace IotHub.Automation.Engine.Memory;

/// <summary>A command that was sent and has not come to its end. It is sent again under its own id: a device does it once.</summary>
/// <param name="Id">The command's id.</param>
/// <param name="Device">Name of the device.</param>
/// <param name="Action">Key of the action; null where values are set.</param>
/// <param name="Values">Values to take, or arguments of the action.</param>
/// <param name="Cause">Why.</param>
public sealed record CommandMemory(string Id, string Device, string? Action, ImmutableArray<PropertyMemory> Values, Cause Cause);
