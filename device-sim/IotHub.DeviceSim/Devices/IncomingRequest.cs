namespace IotHub.DeviceSim.Devices;

/// <summary>A request as a device received it.</summary>
/// <param name="Device">Which device.</param>
/// <param name="Payload">What it received.</param>
/// <param name="ReceivedTimestamp">When, by <see cref="TimeProvider.GetTimestamp"/>.</param>
public sealed record IncomingRequest(SimulatedDevice Device, ReadOnlyMemory<byte> Payload, long ReceivedTimestamp);
