using System.Collections.Immutable;
using IotHub.Automation.Engine.Memory;
using IotHub.Contracts.Diagnostics;
using IotHub.Contracts.Messages;
using IotHub.Devices.Availability;
using IotHub.Devices.Registry;
using IotHub.Devices.State;
using IotHub.Runtime.Replacement;
using IotHub.Runtime.Storing;

namespace IotHub.Runtime;

/// <summary>The whole state at one moment, for a reader that starts or has fallen behind.</summary>
/// <param name="At">The moment.</param>
/// <param name="Devices">All devices with their values, in order of names.</param>
/// <param name="Found">Hardware that is not part of the home yet.</param>
/// <param name="Automations">All automations, in order of ids.</param>
/// <param name="Scenes">All scenes, in order of ids.</param>
/// <param name="Counters">What was counted since start.</param>
/// <param name="NextCauseId">The id that the next cause will get.</param>
public sealed record HubSnapshot(
    DateTimeOffset At,
    ImmutableArray<DeviceSnapshot> Devices,
    ImmutableArray<FoundDevice> Found,
    ImmutableArray<AutomationEntry> Automations,
    ImmutableArray<SceneEntry> Scenes,
    HubCounters Counters,
    long NextCauseId)
{
    /// <summary>False while the clock is not believed: then its moment is not one up to which schedules have seen everything.</summary>
    public bool IsClockTrusted { get; init; } = true;

    /// <summary>Hardware that was retired and does not join again by itself, the one retired first first.</summary>
    public ImmutableArray<string> Retired { get; init; } = [];

    /// <summary>Hardware that was replaced and can be bound again, in order of names.</summary>
    public ImmutableArray<PreviousBinding> Previous { get; init; } = [];

    /// <summary>People, templates and the arrangement, in this order, each in order of ids.</summary>
    public ImmutableArray<DocumentEntry> Documents { get; init; } = [];

    /// <summary>What automations must not forget.</summary>
    public ImmutableArray<AutomationMemory> Memories { get; init; } = [];
}

/// <summary>A device and what is known of it.</summary>
/// <param name="Device">The device.</param>
/// <param name="IsOnline">True while its connection stands.</param>
/// <param name="OnlineSince">When it came or went last.</param>
/// <param name="States">One for each property, by <c>ContractProperty.Index</c>.</param>
public sealed record DeviceSnapshot(Device Device, bool IsOnline, DateTimeOffset OnlineSince, ImmutableArray<PropertyState> States)
{
    /// <summary>Whether the device is there, as far as the hub can know.</summary>
    public DeviceLiveness Liveness { get; init; } = DeviceLiveness.None;
}

/// <summary>Hardware that announced itself and is not part of the home.</summary>
/// <param name="Did">The hardware.</param>
/// <param name="Announce">What it said of itself.</param>
/// <param name="IsKnownContract">False when the hub does not have the contract: it cannot be adopted then.</param>
/// <param name="FirstSeenAt">When it was first seen.</param>
public sealed record FoundDevice(string Did, AnnounceMessage Announce, bool IsKnownContract, DateTimeOffset FirstSeenAt);

/// <summary>How an automation or a scene stands.</summary>
public enum DocumentStatus
{
    /// <summary>In force.</summary>
    Active,

    /// <summary>Switched off by a person.</summary>
    Disabled,

    /// <summary>Right in itself, but it names a device that is not here yet.</summary>
    Waiting,

    /// <summary>It has errors and does nothing.</summary>
    Broken,
}

/// <summary>An automation as it stands.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">What a person reads.</param>
/// <param name="Text">The JSON document as written.</param>
/// <param name="Version">From 1, one more with each change of the text.</param>
/// <param name="Enabled">False when a person switched it off.</param>
/// <param name="SavedBy">Who saved this version: a person, or <c>file</c>.</param>
/// <param name="SavedAt">When.</param>
/// <param name="Status">How it stands.</param>
/// <param name="Diagnostics">What is wrong, or worth knowing.</param>
/// <param name="LastRunAt">When it last ran; null if not since the hub started.</param>
public sealed record AutomationEntry(
    string Id,
    string Name,
    string Text,
    int Version,
    bool Enabled,
    string SavedBy,
    DateTimeOffset SavedAt,
    DocumentStatus Status,
    ImmutableArray<Diagnostic> Diagnostics,
    DateTimeOffset? LastRunAt);

/// <summary>A scene as it stands; the members mean what they mean in <see cref="AutomationEntry"/>.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">What a person reads.</param>
/// <param name="Icon">Name of a symbol for the app; empty for none.</param>
/// <param name="Text">The JSON document as written.</param>
/// <param name="Version">From 1.</param>
/// <param name="SavedBy">Who saved this version.</param>
/// <param name="SavedAt">When.</param>
/// <param name="Status">How it stands.</param>
/// <param name="Diagnostics">What is wrong, or worth knowing.</param>
public sealed record SceneEntry(
    string Id,
    string Name,
    string Icon,
    string Text,
    int Version,
    string SavedBy,
    DateTimeOffset SavedAt,
    DocumentStatus Status,
    ImmutableArray<Diagnostic> Diagnostics);

/// <summary>A person, a template or the arrangement as it stands; the members mean what they mean in <see cref="AutomationEntry"/>.</summary>
/// <param name="Kind">Which of them.</param>
/// <param name="Id">Its id.</param>
/// <param name="Name">What a person reads.</param>
/// <param name="Text">The JSON document as written.</param>
/// <param name="Version">From 1.</param>
/// <param name="SavedBy">Who saved this version.</param>
/// <param name="SavedAt">When.</param>
/// <param name="Status">How it stands.</param>
/// <param name="Diagnostics">What is wrong, or worth knowing.</param>
public sealed record DocumentEntry(
    DocumentKind Kind,
    string Id,
    string Name,
    string Text,
    int Version,
    string SavedBy,
    DateTimeOffset SavedAt,
    DocumentStatus Status,
    ImmutableArray<Diagnostic> Diagnostics);

/// <summary>What was counted since the hub started. Accepted plus refused is all that came in.</summary>
/// <param name="MessagesAccepted">Device messages that were taken.</param>
/// <param name="MessagesRefused">Device messages that were refused, by reason.</param>
/// <param name="StateChanges">Values that became others.</param>
/// <param name="CommandsSent">Commands that were taken on; each ends in one of the four ways below.</param>
/// <param name="CommandsConfirmed">Of these, done.</param>
/// <param name="CommandsFailed">The device said no or left the home, or the command was not sent since too many were pending.</param>
/// <param name="CommandsTimedOut">Of these, no answer.</param>
/// <param name="CommandsSuperseded">Of these, replaced by a later one.</param>
/// <param name="Decisions">Decisions of automations.</param>
public sealed record HubCounters(
    long MessagesAccepted,
    ImmutableSortedDictionary<RejectionReason, long> MessagesRefused,
    long StateChanges,
    long CommandsSent,
    long CommandsConfirmed,
    long CommandsFailed,
    long CommandsTimedOut,
    long CommandsSuperseded,
    long Decisions)
{
    /// <summary>Messages to devices: commands, repetitions of them, and questions.</summary>
    public long RequestsSent { get; init; }
}
