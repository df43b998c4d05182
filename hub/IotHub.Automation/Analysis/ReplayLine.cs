using System.Collections.Immutable;
using IotHub.Automation.Traces;
using IotHub.Contracts.Values;

namespace IotHub.Automation.Analysis;

/// <summary>A decision of the engine in a replay, with what it commanded.</summary>
/// <param name="At">When, in UTC.</param>
/// <param name="Automation">Which automation.</param>
/// <param name="Kind">What was decided.</param>
/// <param name="Step">JSON pointer of the step; empty where none is meant.</param>
/// <param name="Text">The engine's sentence.</param>
/// <param name="Root">The first cause of the chain that it belongs to.</param>
public sealed record ReplayLine(DateTimeOffset At, string Automation, DecisionKind Kind, string Step, string Text, long Root)
{
    /// <summary>What was set, by address; empty where nothing was.</summary>
    public ImmutableArray<(string Address, PropertyValue Value)> Sets { get; init; } = [];
}
