using System.Collections.Immutable;
using IotHub.Automation.Traces;

namespace IotHub.Automation.Preview;

/// <summary>A run that would have been.</summary>
/// <param name="Number">Its number within the automation.</param>
/// <param name="Trigger">Id of the trigger that set it going; empty where somebody asked for it.</param>
/// <param name="Why">What happened, and which values decided it.</param>
/// <param name="BegunAt">When it began.</param>
public sealed record PreviewRun(long Number, string Trigger, string Why, DateTimeOffset BegunAt)
{
    /// <summary>When it ended; null where it goes on at the end of the span.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>How it ended; null where it goes on.</summary>
    public DecisionKind? End { get; init; }

    /// <summary>What it did and why, in order; at most <see cref="PreviewLimits.StepsShownMax"/>.</summary>
    public ImmutableArray<PreviewStep> Steps { get; init; } = [];

    /// <summary>What it would have sent, in order; at most <see cref="PreviewLimits.StepsShownMax"/>.</summary>
    public ImmutableArray<PreviewCommand> Commands { get; init; } = [];

    /// <summary>How much it would have sent in all.</summary>
    public int CommandCount { get; init; }
}
