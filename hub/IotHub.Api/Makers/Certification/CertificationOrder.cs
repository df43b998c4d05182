using IotHub.Contracts.Model;

namespace IotHub.Api.Makers.Certification;

/// <summary>What is to be certified.</summary>
/// <param name="Simulated">Id of a simulated device, of which one like it is made for the run; null for a device that connects by itself.</param>
/// <param name="Contract">The contract of a device that connects by itself; null for a simulated one, which has its own.</param>
/// <param name="Did">Its id; null for a simulated one.</param>
/// <param name="ClientId">Its MQTT client id, to have its connection taken over once; null to leave that out.</param>
/// <param name="IsByHand">Whether a person stands at the device and is asked to switch it off and on.</param>
/// <param name="AllActions">Whether actions are tried that unlock, erase or start what should not start unattended.</param>
public sealed record CertificationOrder(string? Simulated, DeviceContract? Contract, string? Did, string? ClientId, bool IsByHand, bool AllActions);
