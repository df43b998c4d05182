using System.Collections.Immutable;
using IotHub.Contracts.Model;

namespace IotHub.Gpio.Wiring;

/// <summary>A device that is wired to the board, checked against its contract.</summary>
/// <param name="Did">Its id.</param>
/// <param name="Contract">Its contract.</param>
/// <param name="Label">What people read when it joins; null for none.</param>
/// <param name="Room">The room that it joins in; null for none.</param>
public sealed record WiredDevice(string Did, DeviceContract Contract, string? Label, string? Room)
{
    /// <summary>What is wired of its properties.</summary>
    public ImmutableArray<WiredProperty> Properties { get; init; } = [];

    /// <summary>Its buttons, for its events.</summary>
    public ImmutableArray<WiredButton> Buttons { get; init; } = [];

    /// <summary>What its events follow from.</summary>
    public ImmutableArray<WiredEvent> Events { get; init; } = [];

    /// <summary>What its actions do.</summary>
    public ImmutableArray<WiredAction> Actions { get; init; } = [];
}

/// <summary>A property and its wire.</summary>
/// <param name="Property">Of the device's contract.</param>
/// <param name="Wire">Where its value comes from or goes to.</param>
public sealed record WiredProperty(ContractProperty Property, Wire Wire);

/// <summary>A button.</summary>
/// <param name="Name">As the wiring calls it.</param>
/// <param name="Wire">A line or a key.</param>
/// <param name="DoubleClick">The second press of two comes within this time.</param>
/// <param name="LongPress">Held for so long is a long press.</param>
public sealed record WiredButton(string Name, Wire Wire, TimeSpan DoubleClick, TimeSpan LongPress);

/// <summary>What an action does: it turns a property of yes or no around.</summary>
/// <param name="Action">Of the device's contract.</param>
/// <param name="Toggles">The property.</param>
public sealed record WiredAction(ContractAction Action, ContractProperty Toggles);
