using System.Collections.Immutable;
using IotHub.Automation.Traces;

namespace IotHub.Runtime.Storing;

/// <summary>Everything that is kept of a run.</summary>
/// <param name="Run">The run in one line.</param>
/// <param name="Decisions">All its decisions, in order, its beginning and end included.</param>
/// <param name="Commands">Its commands by id; one that has not been written down yet, or is not kept any more, is missing.</param>
public sealed record RunTrace(RunRecord Run, ImmutableArray<Decision> Decisions, ImmutableSortedDictionary<string, CommandRecord> Commands);
