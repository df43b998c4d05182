using IotHub.Contracts.Model;
using IotHub.Contracts.Values;
using IotHub.Gpio.Rules;
using IotHub.Gpio.Sysfs;
using IotHub.Gpio.Wiring;

namespace IotHub.Gpio.Points;

/// <summary>A PWM channel: how strong by one property, whether at all by another or by none.</summary>
internal sealed class PwmOutput : IOutputPoint
{
    private readonly ContractProperty _property;
    private readonly Wire.Pwm _wire;
    private readonly PwmChannel _channel;
    private readonly DutyScale _scale;
    private bool _isOn;
    private double? _level;

    /// <summary>Opens the channel. What it was last set to is kept as level; it does not run before somebody wants it to, unless it runs already.</summary>
    public PwmOutput(ContractProperty property, Wire.Pwm wire, SysfsTree tree)
    {
        (_property, _wire) = (property, wire);
        _channel = PwmChannel.Open(tree, wire.Chip, wire.Channel);
        _scale = new DutyScale(property.Range, wire.DutyFrom, wire.DutyTo);
        var setting = _channel.Setting;
        var isKnown = setting.PeriodNanoseconds == Period && setting.DutyNanoseconds > 0;
        _isOn = wire.Keeps && isKnown && setting.IsEnabled;
        _level = isKnown ? _scale.ValueOf(setting.DutyNanoseconds) : wire.Switch is not null || IsFlag ? _scale.ValueOf(long.MaxValue) : null;
        if (!_isOn)
        {
            Follow();
        }
    }

    /// <inheritdoc/>
    public TimeSpan? NextDue => null;

    /// <inheritdoc/>
    public IEnumerable<(ContractProperty Property, PropertyValue Value)> Values
    {
        get
        {
            yield return (_property, IsFlag ? PropertyValue.FromBoolean(_isOn) : _level is { } level ? PropertyValue.FromNumber(level) : default);
            if (_wire.Switch is { } by)
            {
                yield return (by, PropertyValue.FromBoolean(_isOn));
            }
        }
    }

    private bool IsFlag => _property.Format == PropertyFormat.Boolean;

    private long Period => (long)_wire.Period.TotalNanoseconds;

    /// <inheritdoc/>
    public RelayAnswer Set(ContractProperty property, PropertyValue value, TimeSpan now)
    {
        if (property.Format == PropertyFormat.Boolean)
        {
            _isOn = value.AsBoolean;
        }
        else if (value.TryGetNumber(out var number))
        {
            _level = number;
            _isOn |= _wire.Switch is null;
        }

        Follow();
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
        // The kernel would leave it running.
        if (!_wire.Keeps)
        {
            _isOn = false;
            Follow();
        }
    }

    private void Follow()
    {
        var duty = _level is { } level ? _scale.DutyOf(level) : Math.Min(_channel.Setting.DutyNanoseconds, Period);
        _channel.Set(new PwmSetting(Period, duty, _wire.IsInverted, _isOn));
    }
}
