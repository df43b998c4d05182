using System.Collections.Immutable;

namespace IotHub.Automation.Preview;

/// <summary>What one version of an automation would have done.</summary>
/// <param name="RunCount">Runs that began within the span.</param>
/// <param name="CommandCount">What they would have sent, in all.</param>
/// <param name="RefusedCount">Triggers that fired and began no run.</param>
/// <param name="Runs">The first runs, in order; at most <see cref="PreviewLimits.RunsShownMax"/>.</param>
/// <param name="Refused">The first refused triggers, in order; at most <see cref="PreviewLimits.RefusalsShownMax"/>.</param>
public sealed record PreviewOutcome(int RunCount, int CommandCount, int RefusedCount, ImmutableArray<PreviewRun> Runs, ImmutableArray<PreviewRefusal> Refused);
