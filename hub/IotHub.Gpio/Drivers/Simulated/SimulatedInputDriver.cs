using System.Collections.Concurrent;
using IotHub.Gpio.Input;
using IotHub.Gpio.Lines;

namespace IotHub.Gpio.Drivers.Simulated;

/// <summary>Input devices without hardware: any name is there, and its keys are pressed from outside.</summary>
/// <param name="time">Where events get their time.</param>
public sealed class SimulatedInputDriver(TimeProvider time) : IInputDriver
{
    private readonly ConcurrentDictionary<SimulatedInput, bool> _open = new();

    /// <summary>A finger on a key.</summary>
    /// <param name="device">Name of the input device.</param>
    /// <param name="code">The key.</param>
    /// <param name="isDown">True for down.</param>
    public void Press(string device, int code, bool isDown) => Tell(device, new InputEvent(InputEventType.Key, code, isDown ? 1 : 0, MonotonicTime.Now(time)));

    /// <summary>A hand at an encoder.</summary>
    /// <param name="device">Name of the input device.</param>
    /// <param name="axis">The axis.</param>
    /// <param name="steps">How far; below zero for back.</param>
    public void Turn(string device, int axis, int steps) => Tell(device, new InputEvent(InputEventType.Relative, axis, steps, MonotonicTime.Now(time)));

    /// <summary>A device is pulled out.</summary>
    public void Remove(string device)
    {
        foreach (var input in _open.Keys.Where(input => input.Name == device))
        {
            _open.TryRemove(input, out _);
            input.Listener.OnLost($"The input device {device} has gone.");
        }
    }

    /// <inheritdoc/>
    IInputDevice IInputDriver.Open(string name, IInputListener listener)
    {
        var input = new SimulatedInput(name, listener, gone => _open.TryRemove(gone, out _));
        _open[input] = true;
        return input;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // Nothing is held outside.
    }

    private void Tell(string device, InputEvent input)
    {
        foreach (var open in _open.Keys.Where(open => open.Name == device))
        {
            open.Take(input);
        }
    }
}
