using System.Collections.Immutable;
using IotHub.Automation.Actions;
using IotHub.Automation.Engine.Memory;
using IotHub.Automation.Preview;
using IotHub.Automation.Traces;
using IotHub.Contracts.Messages;
using IotHub.Devices;
using IotHub.Devices.Availability;
using IotHub.Devices.Commands;
using IotHub.Devices.Registry;
using IotHub.Devices.State;
using IotHub.Runtime.Replacement;
using IotHub.Runtime.Storing;

namespace IotHub.Runtime;

/// <summary>Everything that the core wants done or known, in order. Bridges carry out requests; feeds take what they need.</summary>
public abstract record HubOutput
{
    private HubOutput()
    {
    }

    /// <summary>Send a command to its device, the first time or again.</summary>
    /// <param name="Message">What goes out.</param>
    public sealed record Request(DeviceRequest Message) : HubOutput
    {
        /// <summary>A command as it first goes out.</summary>
        public Request(DeviceCommand command)
            : this(new DeviceRequest(command.Id, command.Device, command, command.Set, [], 1))
        {
        }

        /// <summary>The command that is sent.</summary>
        public DeviceCommand Command => Message.Command!;
    }

    /// <summary>Ask a device for values: whether it is there, or whether it did what it said.</summary>
    /// <param name="Message">What goes out.</param>
    public sealed record Question(DeviceRequest Message) : HubOutput;

    /// <summary>A command was taken on and is sent a moment later: another value for the same property has just gone out.</summary>
    public sealed record CommandWaits(DeviceCommand Command) : HubOutput;

    /// <summary>A command came to its end.</summary>
    public sealed record CommandEnded(CommandEnd End) : HubOutput;

    /// <summary>A value became another.</summary>
    /// <param name="Change">Which.</param>
    /// <param name="ClientId">The app's id of the command that this confirms; null where it confirms none.</param>
    public record Changed(StateChange Change, string? ClientId) : HubOutput
    {
        /// <summary>Its place among the changes of its message, from 0.</summary>
        public int Place { get; init; }

        /// <summary>How much greater its cause id is than that of the first change of its message.</summary>
        public int CauseOffset { get; init; }
    }

    /// <summary>A value became another because a command asked for it.</summary>
    /// <param name="Change">Which.</param>
    /// <param name="ClientId">As in <see cref="Changed"/>.</param>
    /// <param name="CommandId">Id of the command.</param>
    public sealed record ChangedByCommand(StateChange Change, string? ClientId, string CommandId) : Changed(Change, ClientId);

    /// <summary>A momentary event happened at a device.</summary>
    public sealed record EventOccurred(Device Device, EventMessage Event, Cause Cause, DateTimeOffset At) : HubOutput;

    /// <summary>A device came or went.</summary>
    public sealed record OnlineChanged(Device Device, bool IsOnline, DateTimeOffset At) : HubOutput;

    /// <summary>A device is available in another way than before.</summary>
    /// <param name="Device">Which.</param>
    /// <param name="Liveness">How it stands now.</param>
    /// <param name="At">When.</param>
    public sealed record AvailabilityChanged(Device Device, DeviceLiveness Liveness, DateTimeOffset At) : HubOutput;

    /// <summary>A device was heard, and nothing else is new; told every ten seconds at most.</summary>
    /// <param name="Device">Which.</param>
    /// <param name="Liveness">When it was heard, and how often it is to be.</param>
    /// <param name="States">What is known of each property, and when it was last seen; by <c>ContractProperty.Index</c>.</param>
    public sealed record Heard(Device Device, DeviceLiveness Liveness, ImmutableArray<PropertyState> States) : HubOutput;

    /// <summary>A device joined the home, or its label, room, firmware or contract changed.</summary>
    public sealed record DeviceSaved(Device Device) : HubOutput;

    /// <summary>A device left the home: bridges forget its hardware and what it left on the bus.</summary>
    public sealed record DeviceRetired(Device Device) : HubOutput;

    /// <summary>Other hardware is bound to a device's name. Its commands have ended before this; documents that name it are told after it.</summary>
    /// <param name="Before">The device as it was.</param>
    /// <param name="After">The device as it is.</param>
    /// <param name="States">What is known of each property now; by <c>ContractProperty.Index</c>.</param>
    /// <param name="LostValues">Addresses whose value was forgotten.</param>
    /// <param name="Previous">What can be taken back; null after it was.</param>
    /// <param name="At">When.</param>
    public sealed record DeviceReplaced(
        Device Before, Device After, ImmutableArray<PropertyState> States, ImmutableArray<string> LostValues, PreviousBinding? Previous, DateTimeOffset At) : HubOutput;

    /// <summary>Hardware announced itself and is not part of the home yet.</summary>
    /// <param name="Found">Which.</param>
    /// <param name="ForgottenDid">The did of the one that the hub forgot to make room for it; null for none.</param>
    public sealed record DeviceFound(FoundDevice Found, string? ForgottenDid = null) : HubOutput;

    /// <summary>Tell people something.</summary>
    /// <param name="To">Whom, by id; empty for everyone.</param>
    /// <param name="Title">May be empty.</param>
    /// <param name="Message">What.</param>
    /// <param name="Urgency">How urgent.</param>
    /// <param name="Automation">Who tells it.</param>
    /// <param name="Cause">Why.</param>
    /// <param name="At">When.</param>
    public sealed record Notified(
        ImmutableArray<string> To, string Title, string Message, Urgency Urgency, string Automation, Cause Cause, DateTimeOffset At) : HubOutput;

    /// <summary>Send an HTTP request for an automation.</summary>
    public sealed record WebRequested(
        string Method, string Url, ImmutableArray<KeyValuePair<string, string>> Headers, string? Body, string Automation, Cause Cause) : HubOutput;

    /// <summary>Publish an MQTT message for an automation.</summary>
    public sealed record MessageWanted(string Topic, string Payload, bool Retain, int Qos, string Automation, Cause Cause) : HubOutput;

    /// <summary>Automations listen to other MQTT topics than before.</summary>
    /// <param name="Filters">All topic filters from now on, in order, each once.</param>
    public sealed record MessageFilters(ImmutableArray<string> Filters) : HubOutput;

    /// <summary>An automation decided something.</summary>
    public sealed record Decided(Decision Decision) : HubOutput;

    /// <summary>
    /// Automations have something to remember, each in place of what it remembered before. Comes before all else of its step, and all of a step in one:
    /// either all is written or nothing.
    /// </summary>
    /// <param name="Memories">What; at least one.</param>
    /// <param name="IsBinding">True when what this step and later ones send out has to wait until it is written.</param>
    public sealed record AutomationsRemembered(ImmutableArray<AutomationMemory> Memories, bool IsBinding) : HubOutput;

    /// <summary>The hub looks after its schedules; told once a minute, so that after a restart it is known since when nobody did.</summary>
    public sealed record Alive(DateTimeOffset At) : HubOutput;

    /// <summary>Automations were told something that is no change of a value; kept so that it can be told again to a draft.</summary>
    /// <param name="What">What.</param>
    public sealed record Recorded(RecordedHappening What) : HubOutput;

    /// <summary>An automation was saved, or its status changed.</summary>
    /// <param name="Entry">How it stands now.</param>
    /// <param name="IsNewVersion">True when the text changed, false when only the status did.</param>
    public sealed record AutomationSaved(AutomationEntry Entry, bool IsNewVersion) : HubOutput;

    /// <summary>An automation was deleted.</summary>
    public sealed record AutomationRemoved(string Id) : HubOutput;

    /// <summary>A scene was saved, or its status changed.</summary>
    public sealed record SceneSaved(SceneEntry Entry, bool IsNewVersion) : HubOutput;

    /// <summary>A scene was deleted.</summary>
    public sealed record SceneRemoved(string Id) : HubOutput;

    /// <summary>A person, a template or the arrangement was saved, or its status changed.</summary>
    /// <param name="Entry">How it stands now.</param>
    /// <param name="IsNewVersion">True when the text changed, false when only the status did.</param>
    public sealed record DocumentSaved(DocumentEntry Entry, bool IsNewVersion) : HubOutput;

    /// <summary>A person, a template or the arrangement was deleted.</summary>
    /// <param name="Kind">Which of them.</param>
    /// <param name="Id">Its id.</param>
    public sealed record DocumentRemoved(DocumentKind Kind, string Id) : HubOutput;

    /// <summary>A message was refused.</summary>
    public sealed record Refused(RejectedMessage Message, DateTimeOffset At) : HubOutput;

    /// <summary>The whole state, as asked for.</summary>
    public sealed record SnapshotTaken(HubSnapshot Snapshot) : HubOutput;

    /// <summary>The clock was set, and all moments that the hub had noted were moved with it.</summary>
    /// <param name="By">How far; below zero for back.</param>
    /// <param name="Snapshot">The whole state, by the clock as it is now.</param>
    public sealed record ClockSet(TimeSpan By, HubSnapshot Snapshot) : HubOutput;

    /// <summary>Schedules go by the clock from now on, or wait.</summary>
    /// <param name="IsTrusted">Which of the two.</param>
    /// <param name="Why">A sentence for people.</param>
    /// <param name="At">When.</param>
    public sealed record ClockBelieved(bool IsTrusted, string Why, DateTimeOffset At) : HubOutput;

    /// <summary>The driven clock went on, perhaps not all the way.</summary>
    /// <param name="Id">Of the input.</param>
    /// <param name="Now">The hub's time now.</param>
    /// <param name="Requests">How many requests the hub has sent to devices since it started: commands, repetitions and questions.</param>
    public sealed record ClockAdvanced(long Id, DateTimeOffset Now, long Requests) : HubOutput;

    /// <summary>The answer to whoever posted this input.</summary>
    public sealed record Answered(HubAnswer Answer) : HubOutput;
}
