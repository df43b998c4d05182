using System.Collections.Immutable;

namespace IotHub.DeviceSim.Panel;

/// <summary>A command of the panel.</summary>
/// <param name="Name">Its word.</param>
/// <param name="Words">What follows, as shown in help.</param>
/// <param name="WordsMin">How many words must follow.</param>
/// <param name="Meaning">What it does.</param>
public sealed record PanelCommand(string Name, string Words, int WordsMin, string Meaning)
{
    /// <summary>All of them.</summary>
    public static ImmutableArray<PanelCommand> All { get; } =
    [
        new("list", "[part of a name, room or kind]", 0, "the devices, with what they say"),
        new("show", "DEVICE", 1, "all that a device says of itself, its actions, events and faults"),
        new("set", "DEVICE ADDRESS VALUE", 3, "a hand at the device, or what a sensor senses: the property takes the value"),
        new("call", "DEVICE ACTION [ADDRESS=VALUE ...]", 2, "a hand at the device asks for an action"),
        new("fire", "DEVICE EVENT [ADDRESS=VALUE ...]", 2, "an event happens"),
        new("faults", "", 0, "the faults there are"),
        new("break", "DEVICE FAULT [VALUE]", 2, "a fault begins, beside those there are"),
        new("mend", "DEVICE", 1, "all its faults end"),
        new("unplug", "DEVICE", 1, "its power is gone, without a goodbye"),
        new("plug", "DEVICE", 1, "its power is back: it starts anew"),
        new("help", "", 0, "this"),
        new("quit", "", 0, "leave; all devices say goodbye"),
    ];

    /// <summary>How it is written.</summary>
    public string Usage => $"{Name} {Words}".TrimEnd();
}
