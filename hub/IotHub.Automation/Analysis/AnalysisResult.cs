using System.Collections.Immutable;

namespace IotHub.Automation.Analysis;

/// <summary>What was found in a home's automations.</summary>
/// <param name="Findings">In the order of the kinds, then of the automations.</param>
/// <param name="Dropped">How many suspicions did not happen when they were replayed, and are not among the findings.</param>
/// <param name="Unchecked">How many suspicions were left aside because the bounds of <see cref="AnalysisLimits"/> were reached; 0 when all was looked at.</param>
public sealed record AnalysisResult(ImmutableArray<Finding> Findings, int Dropped, int Unchecked);
