using IotHub.Contracts.Model;
using IotHub.Contracts.Values;
using IotHub.Gpio.Lines;
using IotHub.Gpio.Rules;
using IotHub.Gpio.Wiring;

namespace IotHub.Gpio.Points;

/// <summary>A line that is switched, within its times.</summary>
internal sealed class LineOutput : IOutputPoint
{
    // What was accepted has to come within a minute (R-17 of the device contract).
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly ContractProperty _property;
    private readonly ILineGroup _group;
    private readonly ulong _mask;
    private readonly bool? _stop;
    private readonly RelayGuard _guard;

    /// <summary>Takes over a line as it is.</summary>
    public LineOutput(ContractProperty property, Wire.Line wire, ILineGroup group, int index, TimeSpan now)
    {
        (_property, _group, _mask, _stop) = (property, group, 1UL << index, wire.Stop);
        _guard = new RelayGuard(wire.Times, group.Read(_mask) != 0, now);
    }

    /// <inheritdoc/>
    public TimeSpan? NextDue => _guard.NextDue;

    /// <inheritdoc/>
    public IEnumerable<(ContractProperty Property, PropertyValue Value)> Values => [(_property, PropertyValue.FromBoolean(_guard.IsOn))];

    /// <inheritdoc/>
    public RelayAnswer Set(ContractProperty property, PropertyValue value, TimeSpan now)
    {
        var before = _guard.IsOn;
        var answer = _guard.Ask(value.AsBoolean, now, Patience);
        Follow(before);
        return answer;
    }

    /// <inheritdoc/>
    public void OnTime(TimeSpan now)
    {
        var before = _guard.IsOn;
        _guard.OnTime(now);
        Follow(before);
    }

    /// <inheritdoc/>
    public void Leave()
    {
        if (_stop is { } value)
        {
            _group.Write(_mask, value ? _mask : 0);
        }
    }

    private void Follow(bool before)
    {
        if (_guard.IsOn != before)
        {
            _group.Write(_mask, _guard.IsOn ? _mask : 0);
        }
    }
}
