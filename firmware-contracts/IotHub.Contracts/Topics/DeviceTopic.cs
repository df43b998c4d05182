namespace IotHub.Contracts.Topics;

/// <summary>A topic of a device, taken apart.</summary>
/// <param name="Did">The device.</param>
/// <param name="Kind">What it carries.</param>
/// <param name="EventKey">Address of the event, <c>switch-sensor.click</c>; null for every kind but <see cref="DeviceTopicKind.Event"/>.</param>
public readonly record struct DeviceTopic(string Did, DeviceTopicKind Kind, string? EventKey = null);
