using System.Collections.Immutable;
using IotHub.Automation.Actions;
using IotHub.Automation.Conditions;
using IotHub.Automation.Triggers;

namespace IotHub.Automation.Compilation;

/// <summary>An automation that is checked against the home and ready to run. Immutable; holds for the devices and contracts it was compiled with.</summary>
public sealed record AutomationPlan
{
    /// <summary>Its id, <c>kitchen-light</c>.</summary>
    public required string Id { get; init; }

    /// <summary>What a person reads.</summary>
    public required string Name { get; init; }

    /// <summary>False to keep it without running it.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>What happens when a trigger fires during a run.</summary>
    public RunMode Mode { get; init; }

    /// <summary>Any of these sets it going; at least one.</summary>
    public required ImmutableArray<TriggerPlan> Triggers { get; init; }

    /// <summary>What must hold then.</summary>
    public required ConditionPlan.All Conditions { get; init; }

    /// <summary>What is done, in order; at least one.</summary>
    public required ImmutableArray<ActionPlan> Actions { get; init; }
}
