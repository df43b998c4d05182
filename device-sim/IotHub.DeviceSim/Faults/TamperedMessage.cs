namespace IotHub.DeviceSim.Faults;

/// <summary>What goes out in place of a message.</summary>
/// <param name="Message">The message, changed or not.</param>
/// <param name="Delay">How much later than the original; zero for at once, never below.</param>
public readonly record struct TamperedMessage(DeviceWire Message, TimeSpan Delay = default);
