using IotHub.Contracts.Values;

namespace IotHub.Automation.Engine.Memory;

/// <summary>A value that was reported shortly before, and may be missing in the history after a power cut.</summary>
/// <param name="Device">Name of the device.</param>
/// <param name="Property">Its property, <c>light.on</c>.</param>
/// <param name="Value">The value.</param>
/// <param name="ChangedAt">When it became this.</param>
/// <param name="CauseId">The cause of that.</param>
public sealed record SeenMemory(string Device, string Property, PropertyValue Value, DateTimeOffset ChangedAt, long CauseId);
