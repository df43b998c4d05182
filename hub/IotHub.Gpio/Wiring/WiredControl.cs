using System.Collections.Immutable;
using IotHub.Gpio.Input;

namespace IotHub.Gpio.Wiring;

/// <summary>A key or an axis of an input device that the wiring uses: what a finger or a hand can do there.</summary>
/// <param name="Input">Name of the input device.</param>
/// <param name="IsAxis">True for something that is turned, false for a key.</param>
/// <param name="Code">Its number in linux/input-event-codes.h.</param>
/// <param name="Name">Its name there; its number where it has none.</param>
/// <param name="Dids">Devices that use it.</param>
public sealed record WiredControl(string Input, bool IsAxis, int Code, string Name, ImmutableArray<string> Dids)
{
    /// <summary>All that wired devices use, by input device and number.</summary>
    public static ImmutableArray<WiredControl> Of(IEnumerable<WiredDevice> devices) =>
    [
        .. devices.SelectMany(device => Uses(device).Select(use => (use.Input, use.IsAxis, use.Code, device.Did)))
            .GroupBy(use => (use.Input, use.IsAxis, use.Code))
            .OrderBy(group => group.Key.Input, StringComparer.Ordinal).ThenBy(group => group.Key.IsAxis).ThenBy(group => group.Key.Code)
            .Select(group => new WiredControl(
                group.Key.Input, group.Key.IsAxis, group.Key.Code, EventCodes.NameOf(group.Key.Code, group.Key.IsAxis), [.. group.Select(use => use.Did).Distinct()])),
    ];

    private static IEnumerable<(string Input, bool IsAxis, int Code)> Uses(WiredDevice device) =>
        device.Properties.Select(property => property.Wire).Concat(device.Buttons.Select(button => button.Wire)).OfType<Wire.Key>().Select(key => (key.Device, false, key.Code))
            .Concat(device.Events.OfType<WiredEvent.OfAxis>().Select(axis => (axis.Device, true, axis.Axis)));
}
