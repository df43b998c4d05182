namespace IotHub.Gpio.Input;

/// <summary>An input device that is listened to. Disposing ends that.</summary>
internal interface IInputDevice : IDisposable
{
    /// <summary>True when a key is down now.</summary>
    /// <exception cref="InputException">The device is gone.</exception>
    bool IsDown(int code);
}
