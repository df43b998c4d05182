namespace IotHub.Gpio.Input;

/// <summary>Input devices: keys on lines, remote controls, rotary encoders.</summary>
internal interface IInputDriver : IDisposable
{
    /// <summary>Listens to a device. It is kept from the console while somebody does: a wired power key must not switch the board off.</summary>
    /// <param name="name">As in <c>/proc/bus/input/devices</c>.</param>
    /// <param name="listener">Who hears.</param>
    /// <exception cref="InputException">There is none of that name, it is taken, or no right to it.</exception>
    IInputDevice Open(string name, IInputListener listener);
}
