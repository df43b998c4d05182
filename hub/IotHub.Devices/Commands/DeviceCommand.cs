using System.Collections.Immutable;
using IotHub.Contracts.Messages;
using IotHub.Contracts.Model;
using IotHub.Contracts.Values;
using IotHub.Devices.Registry;

namespace IotHub.Devices.Commands;

/// <summary>Something that a device was asked to do. Sent is not done: see <see cref="CommandOutcome"/>.</summary>
public sealed record DeviceCommand
{
    /// <summary>Unique within a hub's life; echoed by the device.</summary>
    public required string Id { get; init; }

    /// <summary>Which device.</summary>
    public required Device Device { get; init; }

    /// <summary>Values to take; empty for a call.</summary>
    public ImmutableArray<PropertyReading> Set { get; init; } = [];

    /// <summary>Action to run; null for a set.</summary>
    public ContractAction? Call { get; init; }

    /// <summary>Arguments of the action.</summary>
    public ImmutableArray<PropertyReading> In { get; init; } = [];

    /// <summary>Why.</summary>
    public required Cause Cause { get; init; }

    /// <summary>The id that the app gave, to follow its command; null where there is none.</summary>
    public string? ClientId { get; init; }

    /// <summary>When it was sent.</summary>
    public required DateTimeOffset SentAt { get; init; }

    /// <summary>When it counts as timed out.</summary>
    public required DateTimeOffset Deadline { get; init; }
}

/// <summary>How a command ended. Each ends in exactly one of these.</summary>
public enum CommandOutcome
{
    /// <summary>The device reported the wanted values, or answered the call with success.</summary>
    Confirmed,

    /// <summary>The device said no.</summary>
    Failed,

    /// <summary>Nothing came in time.</summary>
    TimedOut,

    /// <summary>A later command to the same property took its place.</summary>
    Superseded,
}

/// <summary>The end of a command.</summary>
/// <param name="Command">Which.</param>
/// <param name="Outcome">How.</param>
/// <param name="ErrorCode">
/// Stable: <c>device.rejected</c>, <c>device.timeout</c>, <c>device.silent</c>, <c>device.offline</c>, <c>device.retired</c>, <c>device.replaced</c>,
/// <c>command.superseded</c>, <c>hub.busy</c>; null when confirmed.
/// </param>
/// <param name="DeviceCode">The device's own code, below zero; null where it gave none.</param>
/// <param name="At">When.</param>
public sealed record CommandEnd(DeviceCommand Command, CommandOutcome Outcome, string? ErrorCode, int? DeviceCode, DateTimeOffset At)
{
    /// <summary>The properties that the device refused, each with its code; empty where it refused all or none. What it did not refuse it may have done.</summary>
    public ImmutableArray<PropertyCode> Codes { get; init; } = [];
}
