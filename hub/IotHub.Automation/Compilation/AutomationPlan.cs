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

    /// <summary>Version of the document: what runs remember belongs to one version. 0 where nobody counts.</summary>
    public int Version { get; init; }

    /// <summary>False to keep it without running it.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>What happens when a trigger fires during a run.</summary>
    public RunMode Mode { get; init; }

    /// <summary>Runs that go on or wait in line at most, in modes queued and parallel; 1 to <see cref="AutomationLimits.RunsMax"/>.</summary>
    public int RunsMax { get; init; } = 10;

    /// <summary>Beyond <see cref="RunsMax"/>: true to drop the oldest that waits in line or goes on, false to drop the new one.</summary>
    public bool DropsOldest { get; init; }

    /// <summary>How long after the beginning of a run further triggers are refused; null for not at all.</summary>
    public TimeSpan? Cooldown { get; init; }

    /// <summary>True when it is a matter of safety: its commands go before those of comfort.</summary>
    public bool IsSafety { get; init; }

    /// <summary>True when it names devices by room or kind, and must be compiled again when devices join, leave or move.</summary>
    public bool DependsOnHome { get; init; }

    /// <summary>Variables, worked out when a run begins, in this order.</summary>
    public ImmutableArray<VariablePlan> Variables { get; init; } = [];

    /// <summary>Any of these sets it going; at least one.</summary>
    public required ImmutableArray<TriggerPlan> Triggers { get; init; }

    /// <summary>What must hold then.</summary>
    public required ConditionPlan.All Conditions { get; init; }

    /// <summary>What is done, in order; at least one.</summary>
    public required ImmutableArray<ActionPlan> Actions { get; init; }
}
