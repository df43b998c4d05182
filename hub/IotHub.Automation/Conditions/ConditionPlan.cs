using System.Collections.Immutable;
using IotHub.Automation.Compilation;
using IotHub.Automation.Expressions;
using IotHub.Automation.Schedules;
using IotHub.Automation.Schedules.Days;
using IotHub.Devices.Availability;
using IotHub.Devices.Registry;

namespace IotHub.Automation.Conditions;

/// <summary>What must hold for a run to begin or to go on, checked against the home.</summary>
public abstract record ConditionPlan
{
    private ConditionPlan()
    {
    }

    /// <summary>Where it stands in the document, as a JSON pointer, <c>/conditions/1</c>: its name in traces. Empty where it stands nowhere.</summary>
    public string Path { get; init; } = string.Empty;

    /// <summary>True when both ask the same, wherever they are written.</summary>
    public virtual bool Equals(ConditionPlan? other) => other is not null && EqualityContract == other.EqualityContract;

    /// <inheritdoc/>
    public override int GetHashCode() => EqualityContract.GetHashCode();

    /// <summary>Each must hold; with none it always does.</summary>
    public sealed record All(ImmutableArray<ConditionPlan> Of) : ConditionPlan;

    /// <summary>One must hold.</summary>
    public sealed record Any(ImmutableArray<ConditionPlan> Of) : ConditionPlan;

    /// <summary>This must not hold.</summary>
    public sealed record Not(ConditionPlan Of) : ConditionPlan;

    /// <summary>A value is as asked. Several properties are an <see cref="All"/> or <see cref="Any"/> of these.</summary>
    /// <param name="Reference">Which.</param>
    /// <param name="Test">What it must be. A value that is not known never is.</param>
    /// <param name="For">For how long already, by its last change; null for any time.</param>
    public sealed record Property(PropertyReference Reference, PropertyTest Test, TimeSpan? For) : ConditionPlan;

    /// <summary>The local time lies in a window; one that ends before it begins goes across midnight and belongs to the day of its beginning.</summary>
    /// <param name="After">Included; null for the start of the day.</param>
    /// <param name="Before">Not included; null for the end of the day.</param>
    /// <param name="Days">Days on which the window begins.</param>
    public sealed record Window(TimeOnly? After, TimeOnly? Before, Weekdays Days) : ConditionPlan;

    /// <summary>The time is as asked in other ways: dates, kinds of days, the sun.</summary>
    /// <param name="Test">What is asked.</param>
    public sealed record Time(TimeTest Test) : ConditionPlan;

    /// <summary>The run was set going by one of these triggers.</summary>
    public sealed record Trigger(ImmutableArray<string> Ids) : ConditionPlan;

    /// <summary>Who is at home is as asked.</summary>
    /// <param name="Persons">These, by id; empty for all that the home knows.</param>
    /// <param name="IsHome">True when they must be at home, false when they must be away.</param>
    /// <param name="NeedsAll">True when it must be so of all of them, false when one is enough.</param>
    public sealed record Presence(ImmutableArray<string> Persons, bool IsHome, bool NeedsAll) : ConditionPlan;

    /// <summary>Another automation is as asked.</summary>
    /// <param name="Id">Which.</param>
    /// <param name="Is">What it must be.</param>
    public sealed record Automation(string Id, AutomationStanding Is) : ConditionPlan;

    /// <summary>A device is there, or not.</summary>
    /// <param name="Device">Which.</param>
    /// <param name="Is">Any of these.</param>
    public sealed record Availability(Device Device, ImmutableArray<DeviceAvailability> Is) : ConditionPlan;

    /// <summary>An expression is true; where it is unknown, the condition does not hold.</summary>
    /// <param name="Value">A boolean expression.</param>
    public sealed record Expression(CompiledExpression Value) : ConditionPlan;
}
