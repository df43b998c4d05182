using System.Collections.Immutable;
using IotHub.Automation.Compilation;
using IotHub.Automation.Expressions;
using IotHub.Automation.Schedules;
using IotHub.Automation.Schedules.Missed;
using IotHub.Contracts.Model;
using IotHub.Contracts.Values;
using IotHub.Devices.Availability;
using IotHub.Devices.Registry;

namespace IotHub.Automation.Triggers;

/// <summary>What sets an automation going, checked against the home.</summary>
/// <param name="Id">As written, or the trigger's number from 1.</param>
public abstract record TriggerPlan(string Id)
{
    /// <summary>A value becomes as asked.</summary>
    /// <param name="Id">The trigger's id.</param>
    /// <param name="Watched">These; at least one.</param>
    /// <param name="For">How long the value must stay so, above zero; null for at once.</param>
    public sealed record Property(string Id, ImmutableArray<Watch> Watched, TimeSpan? For) : TriggerPlan(Id)
    {
        /// <summary>When several are watched, which of them count.</summary>
        public GroupRule Rule { get; init; }
    }

    /// <summary>Something happens at one of several devices.</summary>
    /// <param name="Id">The trigger's id.</param>
    /// <param name="Sources">Any of these; at least one.</param>
    public sealed record Event(string Id, ImmutableArray<EventSource> Sources) : TriggerPlan(Id);

    /// <summary>A device comes, falls silent or goes.</summary>
    /// <param name="Id">The trigger's id.</param>
    /// <param name="Devices">These; at least one.</param>
    /// <param name="Becomes">Any of these.</param>
    /// <param name="Rule">When several are watched, which of them count.</param>
    /// <param name="For">How long it must stay so; null for at once.</param>
    public sealed record Availability(string Id, ImmutableArray<Device> Devices, ImmutableArray<DeviceAvailability> Becomes, GroupRule Rule, TimeSpan? For) : TriggerPlan(Id);

    /// <summary>A moment of a schedule comes.</summary>
    /// <param name="Id">The trigger's id.</param>
    /// <param name="Schedule">Which moments.</param>
    /// <param name="OnMissed">What becomes of moments that passed while the hub was away.</param>
    public sealed record Time(string Id, Schedule Schedule, MissedPolicy OnMissed) : TriggerPlan(Id);

    /// <summary>Somebody comes home or leaves.</summary>
    /// <param name="Id">The trigger's id.</param>
    /// <param name="Change">What happens.</param>
    /// <param name="Persons">Any of these, by id; empty for anyone.</param>
    /// <param name="For">How long it must stay so; null for at once.</param>
    public sealed record Presence(string Id, PresenceChange Change, ImmutableArray<string> Persons, TimeSpan? For) : TriggerPlan(Id);

    /// <summary>A scene is run, by a person or an automation.</summary>
    /// <param name="Id">The trigger's id.</param>
    /// <param name="Scenes">Any of these, by id.</param>
    public sealed record Scene(string Id, ImmutableArray<string> Scenes) : TriggerPlan(Id);

    /// <summary>A run of another automation begins or ends.</summary>
    /// <param name="Id">The trigger's id.</param>
    /// <param name="Automations">Any of these, by id.</param>
    /// <param name="Happening">What of it.</param>
    public sealed record Automation(string Id, ImmutableArray<string> Automations, RunHappening Happening) : TriggerPlan(Id);

    /// <summary>An MQTT message arrives on a topic that is no device's.</summary>
    /// <param name="Id">The trigger's id.</param>
    /// <param name="TopicFilter">With wildcards (MQTT 4.7).</param>
    /// <param name="Payload">The payload must be this; null for any.</param>
    /// <param name="Where">Must be true of <c>trigger.payload</c> and <c>trigger.topic</c>; null for any.</param>
    public sealed record Message(string Id, string TopicFilter, string? Payload, CompiledExpression? Where) : TriggerPlan(Id);

    /// <summary>A request to <c>/webhooks/{hook}</c>.</summary>
    /// <param name="Id">The trigger's id.</param>
    /// <param name="Hook">Name of the hook, which is its secret.</param>
    /// <param name="Method">Upper case, <c>POST</c>.</param>
    public sealed record Webhook(string Id, string Hook, string Method) : TriggerPlan(Id);

    /// <summary>The hub has started, and its devices have had time to report.</summary>
    /// <param name="Id">The trigger's id.</param>
    public sealed record HubStarted(string Id) : TriggerPlan(Id);

    /// <summary>An expression becomes true.</summary>
    /// <param name="Id">The trigger's id.</param>
    /// <param name="Becomes">A boolean expression.</param>
    /// <param name="For">How long it must stay so; null for at once.</param>
    public sealed record Expression(string Id, CompiledExpression Becomes, TimeSpan? For) : TriggerPlan(Id);

    /// <summary>A property that is watched.</summary>
    /// <param name="Reference">Which.</param>
    /// <param name="Test">What its value must become.</param>
    public sealed record Watch(PropertyReference Reference, PropertyTest Test)
    {
        /// <summary>What its value must have been; asks nothing where any will do.</summary>
        public PropertyTest From { get; init; }
    }

    /// <summary>An event of a device.</summary>
    /// <param name="Device">Where.</param>
    /// <param name="Happening">What.</param>
    /// <param name="Arguments">Arguments that must be as given; others may be anything.</param>
    public sealed record EventSource(Device Device, ContractEvent Happening, ImmutableArray<PropertyReading> Arguments);
}
