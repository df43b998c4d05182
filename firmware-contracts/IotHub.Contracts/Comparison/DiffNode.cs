using System.Collections.Immutable;

namespace IotHub.Contracts.Comparison;

/// <summary>One difference between two contracts.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Address">Where, <c>light.brightness</c>; empty for the device.</param>
/// <param name="Change">What became of it.</param>
/// <param name="IsBreaking">True when something that worked with the old one may not with the new one; false for a compatible change.</param>
/// <param name="Sentences">What changed, in sentences; what breaks comes first.</param>
public sealed record DiffNode(ContractNodeKind Kind, string Address, DiffChange Change, bool IsBreaking, ImmutableArray<string> Sentences);
