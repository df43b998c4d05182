namespace IotHub.DeviceSim.Certification.Sessions;

/// <summary>The device answers no more; what is left of the certification cannot be done.</summary>
#pragma warning disable CA1064 // Thrown by checks, caught by the certifier, never seen outside.
internal sealed class DeviceGoneException(string message) : Exception(message);
#pragma warning restore CA1064
