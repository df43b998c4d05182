using System.Collections.Immutable;
using IotHub.Automation.Compilation;
using IotHub.Automation.Schedules.Days;
using IotHub.Contracts.Model;
using IotHub.Contracts.Values;
using IotHub.Devices.Registry;

namespace IotHub.Automation.Triggers;

/// <summary>What sets an automation going, checked against the home.</summary>
/// <param name="Id">As written, or the trigger's number from 1.</param>
public abstract record TriggerPlan(string Id)
{
    /// <summary>A value becomes as asked.</summary>
    /// <param name="Id">The trigger's id.</param>
    /// <param name="Watched">Any of these; at least one.</param>
    /// <param name="For">How long the value must stay so, above zero; null for at once.</param>
    public sealed record Property(string Id, ImmutableArray<Watch> Watched, TimeSpan? For) : TriggerPlan(Id);

    /// <summary>Something happens at a device.</summary>
    /// <param name="Id">The trigger's id.</param>
    /// <param name="Device">Where.</param>
    /// <param name="Happening">What.</param>
    /// <param name="Arguments">Arguments that must be as given; others may be anything.</param>
    public sealed record Event(string Id, Device Device, ContractEvent Happening, ImmutableArray<PropertyReading> Arguments) : TriggerPlan(Id);

    /// <summary>A time of the day comes.</summary>
    /// <param name="Id">The trigger's id.</param>
    /// <param name="Times">Local times, sorted, at least one.</param>
    /// <param name="Days">Local days.</param>
    public sealed record Time(string Id, ImmutableArray<TimeOnly> Times, Weekdays Days) : TriggerPlan(Id);

    /// <summary>A property that is watched.</summary>
    /// <param name="Reference">Which.</param>
    /// <param name="Test">What its value must become.</param>
    public sealed record Watch(PropertyReference Reference, PropertyTest Test);
}
