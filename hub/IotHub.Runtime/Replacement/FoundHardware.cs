using IotHub.Contracts.Messages;
using IotHub.Contracts.Model;

namespace IotHub.Runtime.Replacement;

/// <summary>Hardware that could be bound to a name.</summary>
/// <param name="Did">Which.</param>
/// <param name="Announce">What it said of itself.</param>
/// <param name="Contract">Its contract; null when the hub does not have it.</param>
internal sealed record FoundHardware(string Did, AnnounceMessage Announce, DeviceContract? Contract);
