using IotHub.Automation.Expressions.Syntax;
using IotHub.Devices.Registry;

namespace IotHub.Automation.Expressions.Typing;

/// <summary>A property over all devices of the home that have it, at the moment of evaluation.</summary>
/// <param name="Key">Address within the device, <c>light.on</c>.</param>
/// <param name="Room">Only devices of this room, without regard to case; null for all.</param>
/// <param name="Kind">Only devices whose contract is of this kind; null for all.</param>
public sealed record PropertySelection(string Key, string? Room, string? Kind)
{
    /// <summary>True for a device of the room and kind; whether it has the property is another question.</summary>
    public bool Includes(Device device) =>
        (Room is null || string.Equals(device.Room, Room, StringComparison.OrdinalIgnoreCase)) && (Kind is null || string.Equals(device.Contract.Kind, Kind, StringComparison.Ordinal));

    /// <summary>As it is written.</summary>
    public override string ToString() => $"values({ExpressionRenderer.Quote(Key)}"
        + (Room is null ? string.Empty : $", room: {ExpressionRenderer.Quote(Room)}")
        + (Kind is null ? string.Empty : $", kind: {ExpressionRenderer.Quote(Kind)}") + ")";
}
