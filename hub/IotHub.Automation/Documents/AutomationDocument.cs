using System.Collections.Immutable;
using IotHub.Automation.Compilation;

namespace IotHub.Automation.Documents;

/// <summary>An automation as written. Parts whose form is wrong are left out; the diagnostics name them.</summary>
public sealed record AutomationDocument
{
    /// <summary>As written, or the default that the caller gave.</summary>
    public required string Id { get; init; }

    /// <summary>What a person reads; the id where none is written.</summary>
    public required string Name { get; init; }

    /// <summary>What it is for; may be empty.</summary>
    public string Description { get; init; } = string.Empty;

    /// <summary>False where written so.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>What happens when a trigger fires during a run.</summary>
    public RunMode Mode { get; init; }

    /// <summary>In the order written.</summary>
    public ImmutableArray<TriggerDocument> Triggers { get; init; } = [];

    /// <summary>In the order written; all must hold.</summary>
    public ImmutableArray<ConditionDocument> Conditions { get; init; } = [];

    /// <summary>In the order written.</summary>
    public ImmutableArray<ActionDocument> Actions { get; init; } = [];
}
