namespace IotHub.Gpio.Input;

/// <summary>Hears of one input device. Called on the driver's thread: hand on and return.</summary>
internal interface IInputListener
{
    /// <summary>Something happened.</summary>
    void OnInput(in InputEvent input);

    /// <summary>The device is gone; nothing more follows.</summary>
    /// <param name="reason">A sentence for people.</param>
    void OnLost(string reason);
}
