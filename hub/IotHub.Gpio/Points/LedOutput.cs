using IotHub.Contracts.Model;
using IotHub.Contracts.Values;
using IotHub.Gpio.Rules;
using IotHub.Gpio.Sysfs;
using IotHub.Gpio.Wiring;

namespace IotHub.Gpio.Points;

/// <summary>A LED: on and off, or as bright as a property says.</summary>
internal sealed class LedOutput : IOutputPoint
{
    private readonly ContractProperty _property;
    private readonly Wire.Led _wire;
    private readonly LedLight _led;
    private PropertyValue _value;

    /// <summary>Opens the LED and makes it dark.</summary>
    public LedOutput(ContractProperty property, Wire.Led wire, SysfsTree tree)
    {
        (_property, _wire) = (property, wire);
        _led = LedLight.Open(tree, wire.Name);
        _value = property.Format == PropertyFormat.Boolean ? PropertyValue.FromBoolean(false) : default;
        _led.Set(0);
    }

    /// <inheritdoc/>
    public TimeSpan? NextDue => null;

    /// <inheritdoc/>
    public IEnumerable<(ContractProperty Property, PropertyValue Value)> Values => [(_property, _value)];

    /// <inheritdoc/>
    public RelayAnswer Set(ContractProperty property, PropertyValue value, TimeSpan now)
    {
        _led.Set(value.TryGetNumber(out var number) ? (int)Math.Round(number / (_property.Range?.Maximum ?? 1) * _led.BrightnessMax) : value.AsBoolean ? _led.BrightnessMax : 0);
        _value = value;
        return RelayAnswer.Done;
    }

    /// <inheritdoc/>
    public void OnTime(TimeSpan now)
    {
        // It does nothing by itself.
    }

    /// <inheritdoc/>
    public void Leave()
    {
        if (!_wire.Keeps)
        {
            _led.Set(0);
        }
    }
}
