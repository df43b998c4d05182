using System.Collections.Immutable;
using IotHub.Contracts.Model;
using IotHub.Contracts.Values;

namespace IotHub.Contracts.Messages;

/// <summary>What a device says of itself when it joins (<c>devices/{did}/announce</c>, retained).</summary>
/// <param name="Contract">URN of its contract.</param>
/// <param name="Firmware">Version of its firmware; null if it does not say.</param>
/// <param name="Maker">Who built it; null if it does not say.</param>
/// <param name="Serial">Its serial number; null if it does not say.</param>
/// <param name="Label">A name that was stored in the device, offered when it is adopted; null if none.</param>
/// <param name="Room">A room that was stored in the device, offered when it is adopted; null if none.</param>
public sealed record AnnounceMessage(string Contract, string? Firmware = null, string? Maker = null, string? Serial = null, string? Label = null, string? Room = null);

/// <summary>Part of a device's state (<c>devices/{did}/properties</c>). Values are checked; order as written.</summary>
/// <param name="Values">At least one.</param>
public sealed record PropertiesMessage(ImmutableArray<PropertyReading> Values);

/// <summary>Something happened at a device (<c>devices/{did}/events/{service.event}</c>).</summary>
/// <param name="Event">What.</param>
/// <param name="Arguments">With what; checked.</param>
/// <param name="At">When, by the device's clock; null if it does not say.</param>
public sealed record EventMessage(ContractEvent Event, ImmutableArray<PropertyReading> Arguments, DateTimeOffset? At);

/// <summary>What the hub asks of a device (<c>devices/{did}/requests</c>): exactly one of set, get and call.</summary>
/// <param name="Id">Echoed in the response.</param>
/// <param name="Set">Values to take; empty unless this is a set.</param>
/// <param name="Get">Properties to report; empty unless this is a get.</param>
/// <param name="Call">Action to run; null unless this is a call.</param>
/// <param name="In">Arguments of the action.</param>
public sealed record RequestMessage(string Id, ImmutableArray<PropertyReading> Set, ImmutableArray<ContractProperty> Get, ContractAction? Call, ImmutableArray<PropertyReading> In);

/// <summary>A device's answer to a request (<c>devices/{did}/responses</c>).</summary>
/// <param name="Id">The request's id.</param>
/// <param name="Code">0 done, 1 accepted and not finished, below zero a MIoT device-level error.</param>
/// <param name="Values">Values now in force; may be empty.</param>
/// <param name="Codes">Properties that failed, each with its code; may be empty.</param>
/// <param name="Out">Results of an action; may be empty.</param>
public sealed record ResponseMessage(
    string Id,
    int Code,
    ImmutableArray<PropertyReading> Values,
    ImmutableArray<PropertyCode> Codes,
    ImmutableArray<PropertyReading> Out);

/// <summary>A property that a request failed on.</summary>
/// <param name="Property">Which.</param>
/// <param name="Code">The MIoT device-level error code, below zero.</param>
public readonly record struct PropertyCode(ContractProperty Property, int Code);
