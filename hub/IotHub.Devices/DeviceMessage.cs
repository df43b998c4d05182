using IotHub.Contracts.Messages;
using IotHub.Contracts.Model;

namespace IotHub.Devices;

/// <summary>What a bridge hands to the core: decoded, checked against the contract, from one piece of hardware.</summary>
/// <param name="Did">The hardware's id on its bridge.</param>
public abstract record DeviceMessage(string Did);

/// <summary>The device joined, or joined again.</summary>
/// <param name="Did">The hardware's id on its bridge.</param>
/// <param name="Announce">What it said of itself.</param>
/// <param name="Contract">Its contract; null when the hub does not have it.</param>
/// <param name="Refusal">Why the hub does not have it, where a contract file is there and cannot be used; null otherwise.</param>
public sealed record DeviceAnnounced(string Did, AnnounceMessage Announce, DeviceContract? Contract, string? Refusal = null) : DeviceMessage(Did);

/// <summary>The device is there, or is gone.</summary>
/// <param name="Did">The hardware's id on its bridge.</param>
/// <param name="IsOnline">Which of the two.</param>
/// <param name="Reason">Why it is gone, in a sentence for people; null where its bridge does not know.</param>
public sealed record DeviceStatusChanged(string Did, bool IsOnline, string? Reason = null) : DeviceMessage(Did);

/// <summary>The device reported values.</summary>
public sealed record DevicePropertiesReported(string Did, PropertiesMessage Properties) : DeviceMessage(Did);

/// <summary>An event happened at the device.</summary>
public sealed record DeviceEventReported(string Did, EventMessage Event) : DeviceMessage(Did);

/// <summary>The device answered a request.</summary>
public sealed record DeviceResponded(string Did, ResponseMessage Response) : DeviceMessage(Did);

/// <summary>A message that was refused, with the reason; counted, and shown to the maker.</summary>
/// <param name="Did">The hardware's id; empty where the topic names none.</param>
/// <param name="Topic">Where it came in.</param>
/// <param name="Rejection">Why.</param>
public sealed record RejectedMessage(string Did, string Topic, Rejection Rejection);
