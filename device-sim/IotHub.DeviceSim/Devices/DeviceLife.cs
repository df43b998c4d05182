using System.Collections.Immutable;
using IotHub.Contracts.Model;
using IotHub.Contracts.Values;

namespace IotHub.DeviceSim.Devices;

/// <summary>
/// What a device does by itself: the behaviours of its properties, each with its own step and its own chance. It is told the time; steps
/// missed are made up one by one, so that the same seed gives the same values however it is called.
/// </summary>
public sealed class DeviceLife
{
    // A device that slept for a day must not report every minute of it: older steps are left out.
    private const int StepsMadeUpMax = 100;

    private readonly DeviceState _state;
    private readonly ImmutableArray<Strand> _strands;

    /// <summary>A device that begins to live.</summary>
    /// <param name="state">Its values.</param>
    /// <param name="table">How properties live.</param>
    /// <param name="seed">Chance of this device.</param>
    /// <param name="begin">When it begins.</param>
    /// <param name="targets">Targets of this device in place of the table's; default for none.</param>
    public DeviceLife(DeviceState state, BehaviourTable table, int seed, DateTimeOffset begin, ImmutableArray<PropertyReading> targets = default)
    {
        _state = state;
        _strands =
        [
            .. from property in state.Contract.Properties
               where property.IsObservable && state.Get(property).HasValue
               let behaviour = table.FindBehaviour(property)
               where behaviour is not null
               select new Strand(property, WithTarget(behaviour, property, targets), state, new Random(unchecked((seed * 397) ^ property.Index)), begin),
        ];
    }

    private static Behaviour WithTarget(Behaviour behaviour, ContractProperty property, ImmutableArray<PropertyReading> targets) =>
        targets.IsDefault || targets.FirstOrDefault(target => target.Property == property) is not { Property: not null } own
            ? behaviour
            : behaviour with { Target = ToNumber(own.Value) };

    private static double ToNumber(PropertyValue value) => value.TryGetNumber(out var number) ? number : value.AsBoolean ? 1 : 0;

    /// <summary>When something may happen next; null when nothing ever does.</summary>
    public DateTimeOffset? NextAt => _strands.IsEmpty ? null : _strands.Min(strand => strand.NextAt);

    /// <summary>Makes all steps due and says what changed, each property once.</summary>
    public ImmutableArray<PropertyReading> Step(DateTimeOffset now)
    {
        var changed = ImmutableArray.CreateBuilder<PropertyReading>();
        foreach (var strand in _strands)
        {
            if (strand.Step(now, _state) is { } reading)
            {
                changed.Add(reading);
            }
        }

        return changed.ToImmutable();
    }

    private sealed class Strand(ContractProperty property, Behaviour behaviour, DeviceState state, Random random, DateTimeOffset begin)
    {
        private readonly ContractProperty? _while = behaviour.While is null ? null : BehaviourTable.FindNear(state.Contract, property.ServiceIid, behaviour.While);
        private readonly ContractProperty? _from = behaviour.From is null ? null : BehaviourTable.FindNear(state.Contract, property.ServiceIid, behaviour.From);

        // The exact value: what is reported is rounded to the property's step, and small changes must still add up.
        private double _exact = ToNumber(state.Get(property));

        // Without a target of its own, a room stays about as it was found: a bathroom warm and damp, a bedroom cool.
        private readonly double _target = behaviour.Target ?? ToNumber(state.Get(property));

        // Somewhere within the first step, so that the devices of a home do not all report in the same moment.
        public DateTimeOffset NextAt { get; private set; } = begin + (behaviour.Every * random.NextDouble());

        public PropertyReading? Step(DateTimeOffset now, DeviceState values)
        {
            var steps = 0L;
            if (now >= NextAt)
            {
                steps = 1 + ((now - NextAt).Ticks / behaviour.Every.Ticks);
                NextAt += steps * behaviour.Every;
            }

            for (var step = Math.Min(steps, StepsMadeUpMax); step > 0; step--)
            {
                StepOnce(values);
            }

            if (steps == 0 || InitialValue.Fit(property, _exact) is not { HasValue: true } value)
            {
                return null;
            }

            var reading = new PropertyReading(property, value);
            return values.Set(reading) ? reading : null;
        }

        private void StepOnce(DeviceState values)
        {
            // Where something else set the value meanwhile (a person, a request), life goes on from there.
            if (InitialValue.Fit(property, _exact) != values.Get(property))
            {
                _exact = ToNumber(values.Get(property));
            }

            var isOn = _while is null || values.Get(_while).AsBoolean;
            switch (behaviour.Kind)
            {
                case BehaviourKind.Walk:
                    Near(_target, behaviour.Noise);
                    break;
                case BehaviourKind.Approach:
                    Near(isOn ? _target : behaviour.Otherwise, isOn || behaviour.Otherwise != 0 ? behaviour.Noise : 0);
                    break;
                case BehaviourKind.Drain:
                    _exact -= isOn ? behaviour.PerDay * behaviour.Every.TotalDays : 0;
                    break;
                case BehaviourKind.Accumulate:
                    _exact += _from is null ? 0 : ToNumber(values.Get(_from)) * behaviour.Every.TotalHours * behaviour.Factor;
                    break;
                case BehaviourKind.Follow:
                    _exact = _from is null ? 0 : ToNumber(values.Get(_from)) * behaviour.Factor;
                    break;
                case BehaviourKind.Elapsed:
                    _exact = isOn ? 0 : _exact + behaviour.Every.TotalSeconds;
                    break;
                default:
                    var chance = random.NextDouble();
                    _exact = _exact != 0 ? (chance < behaviour.End ? 0 : 1) : (chance < behaviour.Begin ? 1 : 0);
                    break;
            }

            if (property.Range is { } range)
            {
                _exact = Math.Clamp(_exact, range.Minimum, range.Maximum);
            }
        }

        private void Near(double target, double noise) =>
            _exact += ((target - _exact) * behaviour.Pull) + (((2 * random.NextDouble()) - 1) * noise);
    }
}
