using System.Collections.Immutable;
using IotHub.Devices.Availability;
using IotHub.Devices.Commands;
using IotHub.Devices.Registry;
using IotHub.Devices.State;

namespace IotHub.Api.Live;

/// <summary>A device as the app sees it: what is known, and what was asked of it and is not decided yet.</summary>
/// <param name="Device">The device.</param>
/// <param name="IsOnline">True while its connection stands.</param>
/// <param name="OnlineSince">When it came or went last.</param>
/// <param name="States">One for each property, by index; reported and never merely wanted.</param>
/// <param name="Pending">Commands that were sent and have not ended, oldest first.</param>
public sealed record DeviceView(
    Device Device, bool IsOnline, DateTimeOffset OnlineSince, ImmutableArray<PropertyState> States, ImmutableArray<DeviceCommand> Pending)
{
    /// <summary>Whether the device is there, and when it was last heard; at most ten seconds behind.</summary>
    public DeviceLiveness Liveness { get; init; } = DeviceLiveness.None;
}
