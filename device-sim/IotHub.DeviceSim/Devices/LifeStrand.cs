using System.Collections.Immutable;
using IotHub.Contracts.Model;
using IotHub.Contracts.Values;
using IotHub.DeviceSim.Rooms;

namespace IotHub.DeviceSim.Devices;

/// <summary>The life of one property of one device.</summary>
internal sealed class LifeStrand
{
    // A device that slept for a day must not report every minute of it: older steps are left out.
    private const int StepsMadeUpMax = 100;

    private readonly ContractProperty _property;
    private readonly ImmutableArray<Row> _rows;
    private readonly TimeSpan _every;
    private readonly DateTimeOffset _begin;
    private readonly Random _random;
    private readonly RoomAir _room;
    private readonly double _deadband;

    // Without a target of its own, a property stays about as it was found.
    private readonly double _found;

    // No two sensors of a room say quite the same.
    private readonly double _calibration;

    // The exact value: what is reported is rounded to the property's step, and small changes must still add up.
    private double _exact;
    private PropertyValue _reported;
    private bool _hasArrived;
    private bool _rests;

    public LifeStrand(
        ContractProperty property, ImmutableArray<Behaviour> rows, DeviceState state, Random random, DateTimeOffset begin, RoomAir room, PropertyReading? found)
    {
        _property = property;
        _random = random;
        _room = room;
        _rows = [.. rows.Select(row => new Row(row, state.Contract, property.ServiceIid))];
        _every = rows.Min(row => row.Every);
        _deadband = rows.Max(row => row.Deadband);
        _exact = _found = state.Get(property).ToDouble();

        NextAt = _begin = begin;
        _calibration = (2 * random.NextDouble()) - 1;
        if (rows.FirstOrDefault(row => row.Kind == BehaviourKind.Sense) is { Quantity: { } quantity } sense)
        {
            if (found is { } own)
            {
                room.Found(quantity, (own.Value.ToDouble() - sense.Plus) / sense.Factor);
            }
            else if (room.Get(quantity, begin) is { } air && InitialValue.Fit(property, Sensed(sense, air)) is { HasValue: true } value)
            {
                state.Set(new PropertyReading(property, value));
                _exact = value.ToDouble();
            }
        }

        _reported = state.Get(property);
    }

    /// <summary>When the next step is due; far away while it rests.</summary>
    public DateTimeOffset NextAt { get; private set; }

    /// <summary>Something in the device changed: a use may have begun, and a strand that rested, since nothing in it would change by itself, steps again.</summary>
    public void Wake(DateTimeOffset now, DeviceState state)
    {
        foreach (var row in _rows)
        {
            row.CountUse(state);
        }

        if (_rests)
        {
            _rests = false;
            NextAt = _begin + ((((now - _begin).Ticks / _every.Ticks) + 1) * _every);
        }
    }

    public PropertyReading? Step(DateTimeOffset now, DeviceState state)
    {
        if (now < NextAt)
        {
            return null;
        }

        var steps = 1 + ((now - NextAt).Ticks / _every.Ticks);
        var at = NextAt;
        for (var step = Math.Max(0, steps - StepsMadeUpMax); step < steps; step++)
        {
            StepOnce(state, at + (step * _every));
        }

        NextAt = _rests ? DateTimeOffset.MaxValue : at + (steps * _every);

        if (InitialValue.Fit(_property, _exact) is not { HasValue: true } value)
        {
            return null;
        }

        var reading = new PropertyReading(_property, value);
        state.Set(reading);
        if (value == _reported || (_deadband > 0 && !_hasArrived && Math.Abs(value.ToDouble() - _reported.ToDouble()) < _deadband))
        {
            return null;
        }

        _reported = value;
        return reading;
    }

    private void StepOnce(DeviceState state, DateTimeOffset at)
    {
        // Where something else set the value meanwhile (a person, a request), life goes on from there.
        var current = state.Get(_property);
        if (InitialValue.Fit(_property, _exact) != current)
        {
            _exact = current.ToDouble();
            _reported = current;
        }

        _hasArrived = false;
        _rests = true;
        foreach (var row in _rows)
        {
            if (BoundCondition.AllHold(row.When, state))
            {
                StepBy(row, state, at);
                break;
            }
        }

        if (_property.Range is { } range)
        {
            _exact = Math.Clamp(_exact, range.Minimum, range.Maximum);
        }
    }

    private void StepBy(Row row, DeviceState state, DateTimeOffset at)
    {
        var plan = row.Plan;
        var isOn = BoundCondition.AllHold(row.While, state);

        // It rests when the next step would do nothing unless something else in the device changes first.
        _rests = plan.Kind switch
        {
            BehaviourKind.Approach => !isOn && plan.Otherwise is null,
            BehaviourKind.Drain => (!isOn || plan.PerDay == 0) && !row.HasUses,
            BehaviourKind.Accumulate => !isOn || row.From is null || state.Get(row.From).ToDouble() == 0,
            BehaviourKind.Move => !isOn,
            BehaviourKind.Follow => true,
            _ => false,
        };
        switch (plan.Kind)
        {
            case BehaviourKind.Walk:
                Near(plan.Target ?? _found, plan.Pull, plan.Noise);
                break;
            case BehaviourKind.Approach when isOn || plan.Otherwise is not null:
                var target = isOn ? Target(row, state) : plan.Otherwise!.Value;
                Near(target, plan.Pull, target == 0 ? 0 : plan.Noise);
                _rests = target == 0 && Math.Abs(_exact) < 1e-9;
                break;
            case BehaviourKind.Move when isOn:
                var way = Target(row, state) - _exact;
                var most = plan.PerSecond * _every.TotalSeconds;
                _exact += Math.Clamp(way, -most, most);

                // Where it comes to rest is always reported, however near the last report.
                _rests = _hasArrived = Math.Abs(way) <= most;
                break;
            case BehaviourKind.Drain:
                _exact -= (isOn ? plan.PerDay * _every.TotalDays : 0) + (plan.PerUse * row.TakeUses());
                break;
            case BehaviourKind.Accumulate:
                _exact += isOn && row.From is not null ? state.Get(row.From).ToDouble() * _every.TotalHours * plan.Factor : 0;
                break;
            case BehaviourKind.Follow when row.From is not null:
                var followed = state.Get(row.From).ToDouble();
                _exact = plan.Bounds.IsEmpty ? plan.Plus + (followed * plan.Factor) : plan.Plus + plan.Bounds.Count(bound => followed >= bound);
                break;
            case BehaviourKind.Elapsed:
                _exact = isOn ? 0 : _exact + _every.TotalSeconds;
                break;
            case BehaviourKind.Sense when plan.Quantity is not null && _room.Get(plan.Quantity, at) is { } air:
                _exact = Sensed(plan, air);
                break;
            case BehaviourKind.Pulse:
                Pulse(plan, isPossible: isOn);
                break;
            case BehaviourKind.Presence:
                Pulse(plan, isPossible: isOn && _room.People is not 0);
                break;
        }
    }

    private double Target(Row row, DeviceState state) => row.Toward is not null ? state.Get(row.Toward).ToDouble() : row.Plan.Target ?? _found;

    private double Sensed(Behaviour plan, double air) => plan.Plus + (air * plan.Factor) + (_calibration * plan.Noise);

    private void Pulse(Behaviour plan, bool isPossible)
    {
        var chance = _random.NextDouble();
        _exact = _exact != 0 ? (!isPossible || chance < plan.End ? 0 : 1) : (isPossible && chance < plan.Begin ? 1 : 0);
    }

    private void Near(double target, double pull, double noise) =>
        _exact += ((target - _exact) * pull) + (((2 * _random.NextDouble()) - 1) * noise);

    private sealed class Row(Behaviour plan, DeviceContract contract, int serviceIid)
    {
        private readonly ImmutableArray<BoundCondition> _use = BoundCondition.Bind(plan.Use, contract, serviceIid);
        private int _uses;
        private bool _isUsed;

        public Behaviour Plan { get; } = plan;

        public ImmutableArray<BoundCondition> When { get; } = BoundCondition.Bind(plan.When, contract, serviceIid);

        public ImmutableArray<BoundCondition> While { get; } = BoundCondition.Bind(plan.While, contract, serviceIid);

        public ContractProperty? From { get; } = plan.From is null ? null : BehaviourTable.FindNear(contract, serviceIid, plan.From);

        public ContractProperty? Toward { get; } = plan.Toward is null ? null : BehaviourTable.FindNear(contract, serviceIid, plan.Toward);

        public bool HasUses => _uses > 0;

        public void CountUse(DeviceState state)
        {
            if (!_use.IsEmpty)
            {
                var isUsed = BoundCondition.AllHold(_use, state);
                _uses += isUsed && !_isUsed ? 1 : 0;
                _isUsed = isUsed;
            }
        }

        public int TakeUses()
        {
            var uses = _uses;
            _uses = 0;
            return uses;
        }
    }
}
