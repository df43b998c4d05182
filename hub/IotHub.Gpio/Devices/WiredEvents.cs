using System.Collections.Immutable;
using IotHub.Contracts.Messages;
using IotHub.Contracts.Model;
using IotHub.Contracts.Values;
using IotHub.Gpio.Input;
using IotHub.Gpio.Rules;
using IotHub.Gpio.Wiring;

namespace IotHub.Gpio.Devices;

/// <summary>The events of one device, from what they follow: buttons, encoders, and properties that become something.</summary>
/// <param name="device">Which.</param>
/// <param name="tell">Called with each event.</param>
internal sealed class WiredEvents(WiredDevice device, Action<EventMessage> tell)
{
    // After the machine stood still, timers are heard before edges that came earlier: these get a moment to arrive.
    private static readonly TimeSpan Grace = TimeSpan.FromMilliseconds(20);

    private readonly Dictionary<string, TimeSpan> _graceEnds = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ButtonGestures> _buttons = device.Buttons.ToDictionary(button => button.Name, button => new ButtonGestures(
        button.DoubleClick, button.LongPress, device.Events.OfType<WiredEvent.OfButton>().Where(one => one.Button == button.Name).Select(one => one.Gesture).ToHashSet()));

    /// <summary>When a button's gesture is next certain; null when nothing is under way.</summary>
    public TimeSpan? NextDue => _buttons.Select(button => _graceEnds.TryGetValue(button.Key, out var end) ? end : button.Value.NextDue).Min();

    /// <summary>Time has passed.</summary>
    public void OnTime(TimeSpan now)
    {
        foreach (var (name, button) in _buttons)
        {
            if (button.NextDue > now || button.NextDue is null)
            {
                continue;
            }

            if (!_graceEnds.TryGetValue(name, out var end))
            {
                _graceEnds.Add(name, now + Grace);
            }
            else if (end <= now)
            {
                _graceEnds.Remove(name);
                button.OnTime(now, (gesture, held) => TellGesture(name, gesture, held));
            }
        }
    }

    /// <summary>A button went down or up.</summary>
    public void Take(string button, bool isDown, TimeSpan at)
    {
        _graceEnds.Remove(button);
        _buttons[button].Take(isDown, at, (gesture, held) => TellGesture(button, gesture, held));
    }

    /// <summary>A key or axis moved.</summary>
    public void Take(WiredWork.Input input)
    {
        foreach (var follows in device.Events.OfType<WiredEvent.OfAxis>())
        {
            if (input.Event.Type == InputEventType.Relative && follows.Device == input.Device && follows.Axis == input.Event.Code)
            {
                Tell(follows.Event, input.Event.Value * follows.Step);
            }
        }
    }

    /// <summary>Values became others.</summary>
    public void Take(ImmutableArray<PropertyReading> changed)
    {
        foreach (var follows in device.Events.OfType<WiredEvent.OfProperty>())
        {
            if (changed.Any(reading => reading.Property == follows.Property && reading.Value.AsBoolean == follows.Becomes))
            {
                Tell(follows.Event, 0);
            }
        }
    }

    private static PropertyReading Argument(ContractProperty argument, double number)
    {
        var bounded = argument.Range is { } range ? Math.Clamp(number, range.Minimum, range.Maximum) : number;
        var value = PropertyValue.FromNumber(argument.Format == PropertyFormat.Float ? bounded : Math.Round(bounded));
        return new PropertyReading(argument, ValueCoercion.TryCheck(argument, value, out var fitting, out _, ValueUse.Report) ? fitting : value);
    }

    private void TellGesture(string button, Gesture gesture, TimeSpan held)
    {
        foreach (var follows in device.Events.OfType<WiredEvent.OfButton>())
        {
            if (follows.Button == button && follows.Gesture == gesture)
            {
                Tell(follows.Event, held.TotalMilliseconds);
            }
        }
    }

    private void Tell(ContractEvent happened, double number) => tell(new EventMessage(happened, [.. happened.Arguments.Select(argument => Argument(argument, number))], null));
}
