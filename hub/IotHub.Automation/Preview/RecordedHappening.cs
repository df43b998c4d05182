using System.Collections.Immutable;
using System.Text.Json.Serialization;
using IotHub.Automation.Engine.Memory;
using IotHub.Automation.Triggers;
using IotHub.Contracts.Values;
using IotHub.Devices.Availability;
using IotHub.Devices.Commands;
using IotHub.Devices.State;

namespace IotHub.Automation.Preview;

/// <summary>
/// One thing that automations were told, with all that is needed to tell it them again: what a preview replays. Devices, automations and scenes are
/// named by id, since what is recorded outlives them.
/// </summary>
/// <param name="At">When.</param>
/// <param name="Order">The greatest cause id that had been given by then; of a change, that of the first change of its message. Orders what is of one moment.</param>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(Event), "event")]
[JsonDerivedType(typeof(AvailabilityNews), "availability")]
[JsonDerivedType(typeof(Message), "message")]
[JsonDerivedType(typeof(Hook), "hook")]
[JsonDerivedType(typeof(Ready), "ready")]
[JsonDerivedType(typeof(SaidAgain), "said-again")]
[JsonDerivedType(typeof(Called), "called")]
[JsonDerivedType(typeof(CallEnded), "call-ended")]
[JsonDerivedType(typeof(Standing), "standing")]
[JsonDerivedType(typeof(RunNews), "run")]
[JsonDerivedType(typeof(SceneRan), "scene")]
[JsonDerivedType(typeof(Remembered), "remembered")]
[JsonDerivedType(typeof(Asked), "asked")]
[JsonDerivedType(typeof(HubStarted), "hub-started")]
public abstract record RecordedHappening(DateTimeOffset At, long Order)
{
    /// <summary>True for what was due at its moment, such as a device's silence: it comes before what automations had due at the same moment.</summary>
    public bool IsDue { get; init; }

    /// <summary>How many automations had led to it.</summary>
    public int Hops { get; init; }

    /// <summary>
    /// Of what automations did: the one of several calls of the engine within an input. Of a message's changes the <see cref="Change.Place"/> of the one that
    /// they heard of, of what they had due by themselves its place among those, from 0.
    /// </summary>
    public int Call { get; init; }

    /// <summary>Of what automations had due by themselves and did late: when it was due; null for in time.</summary>
    public DateTimeOffset? Due { get; init; }

    /// <summary>Of what automations did: the <see cref="Ticket"/> of what another had brought about and they heard of; 0 where they heard of the input itself.</summary>
    public int Turn { get; init; }

    /// <summary>The number under which others heard of it, from 1 for each input; 0 where none listened. Of news of a run, those who ask whether it runs heard under the next.</summary>
    public int Ticket { get; init; }

    /// <summary>A value became another. Kept as history of the property, not as a happening of its own.</summary>
    /// <param name="At">When.</param>
    /// <param name="Order">As in the base.</param>
    /// <param name="CauseId">Its cause.</param>
    /// <param name="Place">Its place in the message that brought it, from 0: all changes of a message are in the home before any is decided on.</param>
    /// <param name="Device">The device's name.</param>
    /// <param name="Property">The property's address, <c>light.on</c>.</param>
    /// <param name="Value">What it became; the default where it became unknown.</param>
    /// <param name="Origin">Where the value came from.</param>
    public sealed record Change(
        DateTimeOffset At, long Order, long CauseId, int Place, string Device, string Property, PropertyValue Value, ValueOrigin Origin) : RecordedHappening(At, Order);

    /// <summary>A momentary event of a device; <paramref name="Arguments"/> by their addresses.</summary>
    public sealed record Event(DateTimeOffset At, long Order, string Device, string Name, ImmutableArray<PropertyMemory> Arguments) : RecordedHappening(At, Order);

    /// <summary>A device came, fell silent or went.</summary>
    public sealed record AvailabilityNews(DateTimeOffset At, long Order, string Device, DeviceAvailability Becomes) : RecordedHappening(At, Order);

    /// <summary>An MQTT message that some automation listened to; <paramref name="IsCut"/> where only the beginning of the payload was kept.</summary>
    public sealed record Message(DateTimeOffset At, long Order, string Topic, string Payload, bool IsCut) : RecordedHappening(At, Order);

    /// <summary>A request to a hook that some automation listened to; <paramref name="IsCut"/> where only the beginning of the body was kept.</summary>
    public sealed record Hook(DateTimeOffset At, long Order, string Name, string Method, string Body, bool IsCut) : RecordedHappening(At, Order);

    /// <summary>The hub had started and devices had had time to report.</summary>
    public sealed record Ready(DateTimeOffset At, long Order) : RecordedHappening(At, Order);

    /// <summary>After a start a device said a value that was known from before.</summary>
    public sealed record SaidAgain(DateTimeOffset At, long Order, string Device, string Property) : RecordedHappening(At, Order);

    /// <summary>An automation called an action of a device, by the command <paramref name="Command"/>.</summary>
    public sealed record Called(DateTimeOffset At, long Order, string Automation, string Command, string Device, string Action) : RecordedHappening(At, Order);

    /// <summary>A call of an automation came to its end; the results by their addresses.</summary>
    public sealed record CallEnded(
        DateTimeOffset At, long Order, string Automation, string Command, string Device, CommandOutcome Outcome, ImmutableArray<PropertyMemory> Out) : RecordedHappening(At, Order);

    /// <summary>An automation was put into the engine anew, because it was saved or switched on or its devices changed; or taken out, where it is not active.</summary>
    public sealed record Standing(DateTimeOffset At, long Order, string Automation, int Version, bool IsActive) : RecordedHappening(At, Order);

    /// <summary>A run of an automation began or ended; <paramref name="IsAnew"/> where it ended the one before.</summary>
    public sealed record RunNews(DateTimeOffset At, long Order, string Automation, long Run, RunHappening Became, bool IsAnew) : RecordedHappening(At, Order);

    /// <summary>A scene was run; <paramref name="By"/> is the automation that did it, empty for a person.</summary>
    public sealed record SceneRan(DateTimeOffset At, long Order, string Scene, string By) : RecordedHappening(At, Order);

    /// <summary>An automation remembered how devices were then.</summary>
    public sealed record Remembered(DateTimeOffset At, long Order, string Key, ImmutableArray<string> Devices, string By) : RecordedHappening(At, Order);

    /// <summary>Somebody asked for a run; <paramref name="By"/> is the automation that did, empty for a person, <paramref name="With"/> what it gave.</summary>
    public sealed record Asked(DateTimeOffset At, long Order, string Automation, bool TestsConditions, string By, ImmutableArray<NamedValue> With) : RecordedHappening(At, Order);

    /// <summary>The hub started; before it, nobody had looked since <paramref name="LastAlive"/>.</summary>
    public sealed record HubStarted(DateTimeOffset At, long Order, DateTimeOffset LastAlive) : RecordedHappening(At, Order);
}
