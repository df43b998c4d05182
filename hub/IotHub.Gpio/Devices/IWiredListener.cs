using IotHub.Gpio.Wiring;

namespace IotHub.Gpio.Devices;

/// <summary>What follows from the inputs of a device.</summary>
internal interface IWiredListener
{
    /// <summary>From that of a property.</summary>
    WiredFlag Of(WiredProperty property);

    /// <summary>From that of a button.</summary>
    WiredFlag Of(WiredButton button);
}
