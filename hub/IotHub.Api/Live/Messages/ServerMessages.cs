using System.Collections.Immutable;
using System.Text.Json.Serialization;
using IotHub.Api.Confirmation;
using IotHub.Contracts.Values;
using IotHub.Devices;
using IotHub.Runtime;
using IotHub.Runtime.Notices;

namespace IotHub.Api.Live.Messages;

/// <summary>The whole home: first time, another epoch, a gap that is too old, or after a change of devices, scenes or automations.</summary>
/// <param name="Epoch">Identity of the log.</param>
/// <param name="Seq">Position in the log that this stands for.</param>
/// <param name="At">The hub's time when it was made.</param>
/// <param name="Devices">All devices, as the home is arranged, in order of names where it is not.</param>
/// <param name="Rooms">Names of the rooms that have devices, in the same order.</param>
/// <param name="Scenes">All scenes, in order of ids.</param>
/// <param name="Automations">All automations, in short, in order of ids.</param>
/// <param name="FoundCount">How much hardware waits to be adopted.</param>
/// <param name="Contracts">The contracts of these devices by URN: enough to draw controls.</param>
public sealed record SnapMessage(
    string Epoch,
    long Seq,
    DateTimeOffset At,
    IReadOnlyList<SnapDevice> Devices,
    IReadOnlyList<string> Rooms,
    IReadOnlyList<SnapScene> Scenes,
    IReadOnlyList<SnapAutomation> Automations,
    int FoundCount,
    IReadOnlyDictionary<string, SnapContract> Contracts)
{
    /// <summary>Always <c>snap</c>.</summary>
    [JsonPropertyName("t"), JsonPropertyOrder(-1)]
    public string Type { get; } = "snap";

    /// <summary>Floors in order; absent where nobody arranged any.</summary>
    public IReadOnlyList<SnapFloor>? Floors { get; init; }
}

/// <summary>A floor in a snapshot.</summary>
/// <param name="Name">What a person reads.</param>
/// <param name="Rooms">Names of its rooms in order, also of those that have no devices now.</param>
public sealed record SnapFloor(string Name, IReadOnlyList<string> Rooms);

/// <summary>A device in a snapshot.</summary>
/// <param name="Id">Its name.</param>
/// <param name="Label">What a person reads.</param>
/// <param name="Room">The room; empty if none.</param>
/// <param name="Kind">The kind, <c>light</c>.</param>
/// <param name="Contract">URN of its contract.</param>
/// <param name="Online">True while its connection stands.</param>
/// <param name="Since">When it came or went last.</param>
/// <param name="Availability"><c>online</c>, <c>silent</c>, <c>offline</c>, or <c>unknown</c> until it is heard after a start of the hub.</param>
/// <param name="Heard">When it was last heard, some seconds behind at most; absent if not since the hub started.</param>
/// <param name="State">Known values by property; what is not known is absent.</param>
/// <param name="Pending">Values that were asked for and are not confirmed; absent if there are none.</param>
/// <param name="Reason">Why it is offline, in a sentence for people; absent where it is not, or where the hub does not know.</param>
public sealed record SnapDevice(
    string Id,
    string Label,
    string Room,
    string Kind,
    string Contract,
    bool Online,
    DateTimeOffset Since,
    string Availability,
    DateTimeOffset? Heard,
    IReadOnlyDictionary<string, PropertyValue> State,
    IReadOnlyDictionary<string, PropertyValue>? Pending,
    string? Reason = null);

/// <summary>A scene in a snapshot.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">What a person reads.</param>
/// <param name="Icon">Name of a symbol; empty for none.</param>
public sealed record SnapScene(string Id, string Name, string Icon);

/// <summary>An automation in a snapshot.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">What a person reads.</param>
/// <param name="Enabled">False when a person switched it off.</param>
/// <param name="Status"><c>active</c>, <c>disabled</c>, <c>waiting</c> or <c>broken</c>.</param>
public sealed record SnapAutomation(string Id, string Name, bool Enabled, string Status);

/// <summary>What an app needs to draw the controls of a kind of device.</summary>
/// <param name="Properties">The properties by address, in contract order: the first service is what the device is for.</param>
public sealed record SnapContract(IReadOnlyDictionary<string, SnapProperty> Properties);

/// <summary>A property in a snapshot.</summary>
/// <param name="Format">Name of the public specification: <c>bool</c>, <c>uint8</c>, <c>float</c>, <c>string</c>…</param>
/// <param name="Access">Any of <c>read</c>, <c>write</c>, <c>notify</c>.</param>
/// <param name="Unit">The unit as the contract writes it; absent if none.</param>
/// <param name="Min">Smallest value; absent if not bounded.</param>
/// <param name="Max">Largest value; absent if not bounded.</param>
/// <param name="Step">Distance between values; absent if not bounded.</param>
/// <param name="List">The permitted values; absent if any.</param>
public sealed record SnapProperty(
    string Format, IReadOnlyList<string> Access, string? Unit, double? Min, double? Max, double? Step, IReadOnlyList<SnapChoice>? List);

/// <summary>A permitted value.</summary>
/// <param name="Value">On the wire.</param>
/// <param name="Name">Unique within the list.</param>
/// <param name="Label">What a person reads: the contract's own description.</param>
/// <param name="Labels">The same by language, <c>en</c>, <c>zh</c>; absent where the hub has no labels of the contract.</param>
public sealed record SnapChoice(long Value, string Name, string Label, IReadOnlyDictionary<string, string>? Labels = null);

/// <summary>The missed lines follow.</summary>
/// <param name="Epoch">Identity of the log.</param>
/// <param name="Seq">Position after which they begin.</param>
public sealed record ResumeMessage(string Epoch, long Seq)
{
    /// <summary>Always <c>resume</c>.</summary>
    [JsonPropertyName("t"), JsonPropertyOrder(-1)]
    public string Type { get; } = "resume";
}

/// <summary>Something about a device became another.</summary>
/// <param name="Seq">Position in the log, one more each.</param>
/// <param name="Id">The device's name.</param>
/// <param name="Set">Values that became others; absent if none did.</param>
/// <param name="Online">True when the device came, false when it went; absent otherwise.</param>
/// <param name="Cmd">The client's id of the command that this confirms; absent otherwise.</param>
/// <param name="At">When.</param>
/// <param name="Automation">Id of the automation that did it; absent if none did.</param>
/// <param name="Availability">The device's availability, as in a snapshot, when that became another; absent otherwise.</param>
/// <param name="Heard">With it: when the device was last heard; absent if not since the hub started.</param>
/// <param name="Reason">With it: why the device is offline, in a sentence for people; absent where it is not, or where the hub does not know.</param>
public sealed record DeltaMessage(
    long Seq,
    string Id,
    IReadOnlyDictionary<string, PropertyValue>? Set,
    bool? Online,
    string? Cmd,
    DateTimeOffset At,
    string? Automation = null,
    string? Availability = null,
    DateTimeOffset? Heard = null,
    string? Reason = null)
{
    /// <summary>Always <c>delta</c>.</summary>
    [JsonPropertyName("t"), JsonPropertyOrder(-1)]
    public string Type { get; } = "delta";

    internal static DeltaMessage From(long seq, HubOutput.Changed changed)
    {
        var change = changed.Change;
        var set = ImmutableSortedDictionary<string, PropertyValue>.Empty.Add(change.Property.Key, change.After);
        return new DeltaMessage(seq, change.Device.Name, set, null, changed.ClientId, change.At, change.Cause is { Origin: CauseOrigin.Automation, By: var by } ? by : null);
    }

    internal static DeltaMessage From(long seq, HubOutput.OnlineChanged changed) =>
        new(seq, changed.Device.Name, null, changed.IsOnline, null, changed.At);

    internal static DeltaMessage From(long seq, HubOutput.AvailabilityChanged changed) => new(
        seq,
        changed.Device.Name,
        null,
        null,
        null,
        changed.At,
        Availability: AvailabilityText.Of(changed.Liveness.Availability),
        Heard: changed.Liveness.LastHeardAt,
        Reason: changed.Liveness.Reason);
}

/// <summary>Something happened at a device in a moment.</summary>
/// <param name="Seq">Position in the log, one more each.</param>
/// <param name="Id">The device's name.</param>
/// <param name="Ev">The event's address, <c>switch-sensor.click</c>.</param>
/// <param name="Args">What came with it; absent if nothing.</param>
/// <param name="At">When.</param>
/// <param name="Live">False when told later: then nobody must act on it.</param>
public sealed record EventMessage(long Seq, string Id, string Ev, IReadOnlyDictionary<string, PropertyValue>? Args, DateTimeOffset At, bool Live)
{
    /// <summary>Always <c>event</c>.</summary>
    [JsonPropertyName("t"), JsonPropertyOrder(-1)]
    public string Type { get; } = "event";

    internal static EventMessage From(long seq, HubOutput.EventOccurred occurred)
    {
        var arguments = occurred.Event.Arguments;
        return new EventMessage(
            seq,
            occurred.Device.Name,
            occurred.Event.Event.Key,
            arguments.IsDefaultOrEmpty ? null : arguments.ToImmutableSortedDictionary(reading => reading.Property.Key, reading => reading.Value),
            occurred.At,
            true);
    }
}

/// <summary>People were told something. It is in the list of notices a moment later, with its number.</summary>
/// <param name="Seq">Position in the log, one more each.</param>
/// <param name="To">Ids of people; empty for everyone.</param>
/// <param name="Title">May be empty.</param>
/// <param name="Message">What.</param>
/// <param name="Urgency"><c>low</c>, <c>normal</c> or <c>high</c>.</param>
/// <param name="At">When.</param>
/// <param name="Live">False when told later: then nobody must be called by it.</param>
public sealed record NoticeMessage(long Seq, IReadOnlyList<string> To, string Title, string Message, string Urgency, DateTimeOffset At, bool Live)
{
    /// <summary>Always <c>notice</c>.</summary>
    [JsonPropertyName("t"), JsonPropertyOrder(-1)]
    public string Type { get; } = "notice";

    internal static NoticeMessage From(long seq, HubOutput.Notified told) => new(seq, told.To, told.Title, told.Message, NoticeJson.Word(told.Urgency), told.At, true);
}

/// <summary>What became of a command; only for the client that sent it.</summary>
/// <param name="Cmd">The client's id of it.</param>
/// <param name="St"><c>accepted</c>, then one of <c>confirmed</c>, <c>failed</c> and <c>expired</c>.</param>
/// <param name="Err">Why not; absent when accepted or confirmed.</param>
public sealed record AckMessage(string Cmd, string St, AckError? Err)
{
    /// <summary>Always <c>ack</c>.</summary>
    [JsonPropertyName("t"), JsonPropertyOrder(-1)]
    public string Type { get; } = "ack";
}

/// <summary>Why a command came to nothing.</summary>
/// <param name="Code">Stable, dotted: <c>device.offline</c>. The app translates it.</param>
/// <param name="Args">What the translated sentence needs; may be empty.</param>
/// <param name="Confirm">With <c>confirm-required</c>: what to ask the person, and what to send the command again with. Absent otherwise.</param>
public sealed record AckError(string Code, IReadOnlyDictionary<string, string> Args, ConfirmBody? Confirm = null);

/// <summary>The answer to a ping.</summary>
public sealed record PongMessage
{
    /// <summary>Always <c>pong</c>.</summary>
    [JsonPropertyName("t"), JsonPropertyOrder(-1)]
    public string Type { get; } = "pong";
}

/// <summary>A frame could not be used and changed nothing; the connection stays.</summary>
/// <param name="Code">Stable, dotted: <c>frame.malformed</c>.</param>
/// <param name="Message">A sentence.</param>
public sealed record ErrorMessage(string Code, string Message)
{
    /// <summary>Always <c>error</c>.</summary>
    [JsonPropertyName("t"), JsonPropertyOrder(-1)]
    public string Type { get; } = "error";
}
