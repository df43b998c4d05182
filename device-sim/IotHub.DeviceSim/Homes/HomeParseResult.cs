using System.Collections.Immutable;
using IotHub.Contracts.Diagnostics;

namespace IotHub.DeviceSim.Homes;

/// <summary>What came of reading a home file.</summary>
/// <param name="Plan">The home; null when there is an error.</param>
/// <param name="Diagnostics">Every fault, in the order found.</param>
public sealed record HomeParseResult(HomePlan? Plan, ImmutableArray<Diagnostic> Diagnostics);
