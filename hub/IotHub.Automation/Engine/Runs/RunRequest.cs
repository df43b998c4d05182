using System.Collections.Immutable;
using IotHub.Automation.Traces;

namespace IotHub.Automation.Engine.Runs;

/// <summary>A run that was accepted and has not begun.</summary>
/// <param name="Trigger">Id of the trigger.</param>
/// <param name="Event">What set it off.</param>
/// <param name="Because">The sentence of its beginning.</param>
/// <param name="AcceptedAt">When.</param>
internal sealed record RunRequest(string Trigger, TriggerEvent Event, string Because, DateTimeOffset AcceptedAt)
{
    /// <summary>The conditions that let it begin. Not kept over a restart, which the sentence is.</summary>
    public ImmutableArray<TraceClause> Clauses { get; init; } = [];
}
