using System.Text.Json;
using System.Text.Json.Serialization;
using IotHub.Contracts.Values;

namespace IotHub.Api.Devices;

/// <summary>A device of the home.</summary>
/// <param name="Name">Its name in rules and addresses; never changes.</param>
/// <param name="Label">What a person reads.</param>
/// <param name="Room">The room; empty if it has none.</param>
/// <param name="Kind">The kind, <c>light</c>.</param>
/// <param name="Contract">URN of its contract.</param>
/// <param name="Did">The hardware that is bound to the name.</param>
/// <param name="Firmware">Announced last; absent if it said none.</param>
/// <param name="Maker">Announced last; absent if it said none.</param>
/// <param name="AdoptedAt">When it joined the home.</param>
/// <param name="Online">True while its connection stands.</param>
/// <param name="OnlineSince">When it came or went last.</param>
/// <param name="Availability"><c>online</c>; <c>silent</c>: not heard for two intervals; <c>offline</c>: it said so, or its broker did; <c>unknown</c>: not heard since the hub started.</param>
/// <param name="LastHeardAt">When it last said anything, by the hub's clock and ten seconds behind at most; absent if not since the hub started.</param>
/// <param name="ReportInterval">How often it is to be heard.</param>
/// <param name="Properties">What is known of each property that can be observed, by address.</param>
/// <param name="Pending">Values that were asked for and are not confirmed; absent if there are none.</param>
/// <param name="Reason">Why it is offline, in a sentence for people; absent where it is not, or where the hub does not know.</param>
public sealed record DeviceBody(
    string Name,
    string Label,
    string Room,
    string Kind,
    string Contract,
    string Did,
    string? Firmware,
    string? Maker,
    DateTimeOffset AdoptedAt,
    bool Online,
    DateTimeOffset OnlineSince,
    string Availability,
    DateTimeOffset? LastHeardAt,
    ReportIntervalBody ReportInterval,
    IReadOnlyDictionary<string, PropertyStateBody> Properties,
    IReadOnlyDictionary<string, PropertyValue>? Pending,
    string? Reason);

/// <summary>What is known of a property.</summary>
/// <param name="Value">The value.</param>
/// <param name="Origin"><c>reported</c> by the device, <c>restored</c> from before the hub started, or <c>assumed</c>.</param>
/// <param name="ChangedAt">When it became this value.</param>
/// <param name="Cause">Id of the cause of the last change.</param>
/// <param name="SeenAt">When it was last reported, changed or not; ten seconds behind at most.</param>
/// <param name="Stale">True when it is older than two of its own intervals; false where it is only reported when it changes.</param>
public sealed record PropertyStateBody(PropertyValue Value, string Origin, DateTimeOffset ChangedAt, long Cause, DateTimeOffset SeenAt, bool Stale);

/// <summary>How often a device is to be heard; after two of these without a word it is silent.</summary>
/// <param name="Seconds">Above zero.</param>
/// <param name="Source"><c>declared</c> by its contract, <c>learned</c> from regular reports, or <c>default</c>.</param>
public sealed record ReportIntervalBody(double Seconds, string Source);

/// <summary>What may be changed about a device; an absent member stays as it is.</summary>
/// <param name="Label">What a person reads.</param>
/// <param name="Room">The room; empty for none.</param>
public sealed record DevicePatchBody(string? Label = null, string? Room = null);

/// <summary>Which hardware becomes part of the home, and how it is called.</summary>
/// <param name="Did">The hardware.</param>
/// <param name="Name">Its name in rules; absent to make one from label or did.</param>
/// <param name="Label">What a person reads; absent to take what the device offers.</param>
/// <param name="Room">The room; absent to take what the device offers.</param>
public sealed record AdoptBody([property: JsonRequired] string Did, string? Name = null, string? Label = null, string? Room = null);

/// <summary>Hardware that announced itself and is not part of the home.</summary>
/// <param name="Did">The hardware.</param>
/// <param name="Contract">URN of the contract that it announced.</param>
/// <param name="IsKnownContract">False when the hub does not have the contract: it cannot be adopted then.</param>
/// <param name="Firmware">Absent if it said none.</param>
/// <param name="Maker">Absent if it said none.</param>
/// <param name="Label">A name that it offers; absent if none.</param>
/// <param name="Room">A room that it offers; absent if none.</param>
/// <param name="FirstSeenAt">When it was first seen.</param>
public sealed record FoundBody(
    string Did, string Contract, bool IsKnownContract, string? Firmware, string? Maker, string? Label, string? Room, DateTimeOffset FirstSeenAt);

/// <summary>What a device shall do: either <c>set</c>, or <c>call</c> with <c>in</c>.</summary>
/// <param name="Set">Values to take, by property.</param>
/// <param name="Call">Action to run.</param>
/// <param name="In">Arguments of the action, by property.</param>
/// <param name="Id">The sender's own id for it, 1 to 64 characters: the same id twice is the same command. Absent for one made by the hub.</param>
/// <param name="Ttl">After how many milliseconds it counts as expired; brought within the hub's bounds.</param>
public sealed record CommandRequestBody(
    IReadOnlyDictionary<string, JsonElement>? Set = null,
    string? Call = null,
    IReadOnlyDictionary<string, JsonElement>? In = null,
    string? Id = null,
    int? Ttl = null);

/// <summary>A command and how it stands.</summary>
/// <param name="Id">The sender's id of it, or the one made by the hub.</param>
/// <param name="Command">The hub's number of it, as in the device's messages; absent if it was not sent.</param>
/// <param name="Device">The device's name.</param>
/// <param name="State"><c>accepted</c>, <c>confirmed</c>, <c>failed</c> or <c>expired</c>.</param>
/// <param name="Error">Why it came to nothing; absent otherwise.</param>
public sealed record CommandBody(string Id, string? Command, string Device, string State, CommandErrorBody? Error);

/// <summary>Why a command came to nothing.</summary>
/// <param name="Code">Stable, dotted.</param>
/// <param name="Args">What a sentence about it needs.</param>
public sealed record CommandErrorBody(string Code, IReadOnlyDictionary<string, string> Args);

/// <summary>An automation or a scene that uses a device.</summary>
/// <param name="Kind"><c>automation</c> or <c>scene</c>.</param>
/// <param name="Id">Its id.</param>
/// <param name="Name">What a person reads.</param>
public sealed record DeviceUseBody(string Kind, string Id, string Name);

/// <summary>What was erased.</summary>
/// <param name="Device">The device's name.</param>
/// <param name="Values">How many past values went.</param>
public sealed record ErasedBody(string Device, long Values);

/// <summary>Past values of a property in columns, as charts take them.</summary>
/// <param name="Device">The device's name.</param>
/// <param name="Property">The property's address.</param>
/// <param name="From">Start, inclusive.</param>
/// <param name="To">End, exclusive.</param>
/// <param name="Columns">Two columns of one length: when each value began, in seconds since 1970-01-01 UTC with fraction; and the values.</param>
public sealed record HistoryBody(
    string Device, string Property, DateTimeOffset From, DateTimeOffset To, IReadOnlyList<IReadOnlyList<PropertyValue>> Columns);
