using System.Collections.Immutable;

namespace IotHub.Contracts.Comparison;

/// <summary>How one node of the needed contract fares.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Address">Where, <c>light.brightness</c>.</param>
/// <param name="Verdict">How it fares.</param>
/// <param name="Reasons">Why it is not kept, in sentences; empty when it is.</param>
public sealed record CoverNode(ContractNodeKind Kind, string Address, CoverVerdict Verdict, ImmutableArray<string> Reasons);
