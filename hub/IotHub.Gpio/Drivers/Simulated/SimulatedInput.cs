using System.Collections.Concurrent;
using IotHub.Gpio.Input;

namespace IotHub.Gpio.Drivers.Simulated;

/// <summary>A simulated input device that somebody listens to.</summary>
internal sealed class SimulatedInput(string name, IInputListener listener, Action<SimulatedInput> forget) : IInputDevice
{
    private readonly ConcurrentDictionary<int, bool> _down = new();

    public string Name => name;

    public IInputListener Listener => listener;

    public void Take(InputEvent input)
    {
        if (input.Type == InputEventType.Key)
        {
            _down[input.Code] = input.Value != 0;
        }

        listener.OnInput(input);
    }

    /// <inheritdoc/>
    public bool IsDown(int code) => _down.GetValueOrDefault(code);

    /// <inheritdoc/>
    public void Dispose() => forget(this);
}
