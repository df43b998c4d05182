namespace IotHub.Runtime.Storing;

/// <summary>A signal whose past is kept.</summary>
/// <param name="Device">The device's name, also of one that has left.</param>
/// <param name="Name">Address of a property or an event, <c>light.on</c>. Where a device has both of one address, the property is meant.</param>
public readonly record struct SignalAddress(string Device, string Name);
