using IotHub.Contracts.Model;
using IotHub.Gpio.Rules;

namespace IotHub.Gpio.Wiring;

/// <summary>What an event follows from.</summary>
/// <param name="Event">Of the device's contract.</param>
public abstract record WiredEvent(ContractEvent Event)
{
    /// <summary>A button is pressed in some way.</summary>
    /// <param name="Event">Of the device's contract; with an argument it says how long the button was held, in milliseconds.</param>
    /// <param name="Button">Name of the button.</param>
    /// <param name="Gesture">In which way.</param>
    public sealed record OfButton(ContractEvent Event, string Button, Gesture Gesture) : WiredEvent(Event);

    /// <summary>A property of yes or no becomes something.</summary>
    /// <param name="Event">Of the device's contract.</param>
    /// <param name="Property">Which property.</param>
    /// <param name="Becomes">What it becomes.</param>
    public sealed record OfProperty(ContractEvent Event, ContractProperty Property, bool Becomes) : WiredEvent(Event);

    /// <summary>A rotary encoder is turned.</summary>
    /// <param name="Event">Of the device's contract; its argument says how far.</param>
    /// <param name="Device">Name of the input device.</param>
    /// <param name="Axis">Number of the relative axis.</param>
    /// <param name="Step">How much one step is.</param>
    public sealed record OfAxis(ContractEvent Event, string Device, int Axis, double Step) : WiredEvent(Event);
}
