using System.Collections.Immutable;
using IotHub.Devices;

namespace IotHub.Automation.Traces;

/// <summary>What a decision was made of, as data. Bounds are in <see cref="TraceLimits"/>.</summary>
public sealed record DecisionTrace
{
    /// <summary>What the step does, as the document writes it: <c>set</c>, <c>wait</c>, <c>if</c>; empty where no step is meant.</summary>
    public string Does { get; init; } = string.Empty;

    /// <summary>True when the step takes time and has only begun. A later decision of the same step and run tells its end, and when it began.</summary>
    public bool GoesOn { get; init; }

    /// <summary>When a step that took time began; the decision is its end. Null for what took no time.</summary>
    public DateTimeOffset? BegunAt { get; init; }

    /// <summary>The clauses that decided.</summary>
    public ImmutableArray<TraceClause> Clauses { get; init; } = [];

    /// <summary>What was read beside the clauses; for the beginning of a run what the trigger brought.</summary>
    public ImmutableArray<TraceValue> Values { get; init; } = [];

    /// <summary>Ids of the commands that were sent, in order.</summary>
    public ImmutableArray<string> Commands { get; init; } = [];

    /// <summary>What led to the beginning of a run; null for all else.</summary>
    public Cause? Source { get; init; }

    /// <summary>At the end of a run: how many of its steps left no trace because they were too many.</summary>
    public int StepsLeftOut { get; init; }
}
