using System.Collections.Immutable;
using IotHub.Contracts.Values;

namespace IotHub.Runtime.Storing;

/// <summary>Why a property became what it is.</summary>
/// <param name="Device">The device's name.</param>
/// <param name="Property">The property's address.</param>
/// <param name="At">When it became so.</param>
/// <param name="Value">The value; none where it was forgotten.</param>
/// <param name="CauseId">The cause of the change.</param>
/// <param name="Chain">What led to it, the last link first; at least one.</param>
public sealed record ChangeReason(string Device, string Property, DateTimeOffset At, PropertyValue Value, long CauseId, ImmutableArray<ReasonLink> Chain);
