using System.Collections.Immutable;
using IotHub.Devices;

namespace IotHub.Automation.Engine.Memory;

/// <summary>What set a trigger off.</summary>
/// <param name="Why">The sentence for the decision.</param>
/// <param name="Values">What it brought.</param>
/// <param name="Cause">What led to it; null for the clock.</param>
public sealed record EventMemory(string Why, ImmutableArray<NamedValue> Values, Cause? Cause);
