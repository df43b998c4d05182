using System.Collections.Immutable;
using IotHub.Automation.Compilation;
using IotHub.Automation.Schedules.Days;

namespace IotHub.Automation.Conditions;

/// <summary>What must hold for a run to begin, checked against the home.</summary>
public abstract record ConditionPlan
{
    private ConditionPlan()
    {
    }

    /// <summary>Each must hold; with none it always does.</summary>
    public sealed record All(ImmutableArray<ConditionPlan> Of) : ConditionPlan;

    /// <summary>One must hold.</summary>
    public sealed record Any(ImmutableArray<ConditionPlan> Of) : ConditionPlan;

    /// <summary>This must not hold.</summary>
    public sealed record Not(ConditionPlan Of) : ConditionPlan;

    /// <summary>A value is as asked.</summary>
    /// <param name="Reference">Which.</param>
    /// <param name="Test">What it must be. A value that is not known never is.</param>
    /// <param name="For">For how long already, by its last change; null for any time.</param>
    public sealed record Property(PropertyReference Reference, PropertyTest Test, TimeSpan? For) : ConditionPlan;

    /// <summary>The local time lies in a window; one that ends before it begins goes across midnight and belongs to the day of its beginning.</summary>
    /// <param name="After">Included; null for the start of the day.</param>
    /// <param name="Before">Not included; null for the end of the day.</param>
    /// <param name="Days">Days on which the window begins.</param>
    public sealed record Window(TimeOnly? After, TimeOnly? Before, Weekdays Days) : ConditionPlan;

    /// <summary>The run was set going by one of these triggers.</summary>
    public sealed record Trigger(ImmutableArray<string> Ids) : ConditionPlan;
}
