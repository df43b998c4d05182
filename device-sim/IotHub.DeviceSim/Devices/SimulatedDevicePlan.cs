using System.Collections.Immutable;
using IotHub.Contracts.Model;
using IotHub.Contracts.Values;
using IotHub.DeviceSim.Faults;
using IotHub.DeviceSim.Rooms;

namespace IotHub.DeviceSim.Devices;

/// <summary>What a simulated device is to be.</summary>
public sealed record SimulatedDevicePlan
{
    /// <summary>Its id, part of its topics: no <c>/</c>, <c>+</c> or <c>#</c>.</summary>
    public required string Did { get; init; }

    /// <summary>What it is.</summary>
    public required DeviceContract Contract { get; init; }

    /// <summary>A name stored in the device; null for none.</summary>
    public string? Label { get; init; }

    /// <summary>A room stored in the device; null for none.</summary>
    public string? Room { get; init; }

    /// <summary>Its chance.</summary>
    public int Seed { get; init; }

    /// <summary>Values it starts with in place of the usual ones; checked against the contract.</summary>
    public ImmutableArray<PropertyReading> Initial { get; init; } = [];

    /// <summary>What properties live around in place of the usual (the watts of a certain appliance); only those that have a target in their behaviour. Default for none.</summary>
    public ImmutableArray<PropertyReading> Targets { get; init; } = [];

    /// <summary>How it misbehaves.</summary>
    public DeviceFaults Faults { get; init; } = DeviceFaults.None;

    /// <summary>What stands between its program and its connection, the nearest to the program first; <see cref="Faults"/> come behind. They belong to this device alone.</summary>
    public ImmutableArray<IWireTamper> Tampers { get; init; } = [];

    /// <summary>Whether it lives by itself; false where time is driven from outside.</summary>
    public bool ActsByItself { get; init; } = true;

    /// <summary>
    /// Which properties live by themselves and keep their <c>report-interval</c>; the others only change when something is done to them. So that a
    /// year of what matters passes without the telemetry that does not. Null for all.
    /// </summary>
    public Func<ContractProperty, bool>? Lives { get; init; }

    /// <summary>
    /// Whether somebody else calls <see cref="SimulatedDevice.StepAsync"/> when something is due, in place of a loop of the device's own: so
    /// that virtual time goes on only when everything of a moment is done.
    /// </summary>
    public bool IsStepped { get; init; }

    /// <summary>The room that it shares with other devices; null for one of its own.</summary>
    public RoomAir? Air { get; init; }
}
