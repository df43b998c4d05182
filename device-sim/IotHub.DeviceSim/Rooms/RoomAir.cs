using System.Collections.Immutable;
using IotHub.DeviceSim.Devices;

namespace IotHub.DeviceSim.Rooms;

/// <summary>
/// What the devices of a room share: its air, its light and the people in it. It is told the time by whoever looks or acts, and goes on in
/// steps of a minute from its beginning, so that the same acts at the same times give the same air. Devices of a running home come from
/// several threads; each call is short and takes the room's lock.
/// </summary>
public sealed class RoomAir
{
    private static readonly TimeSpan Tick = TimeSpan.FromMinutes(1);

    // A room nobody looked at for longer is taken to have come to rest.
    private const int StepsMadeUpMax = 2_880;

    private readonly Lock _lock = new();
    private readonly ImmutableArray<Quantity> _quantities;
    private readonly SortedDictionary<string, ImmutableArray<Influence>> _influences = new(StringComparer.Ordinal);
    private readonly TimeZoneInfo _zone;
    private readonly Random _random;
    private DateTimeOffset _at;
    private ImmutableArray<Influence> _acting = [];

    /// <summary>A room that nobody is in.</summary>
    /// <param name="table">What its air is made of.</param>
    /// <param name="seed">Its chance: no two rooms are alike.</param>
    /// <param name="begin">When it begins.</param>
    /// <param name="zone">Where it is, for the time of day.</param>
    public RoomAir(BehaviourTable table, int seed, DateTimeOffset begin, TimeZoneInfo zone)
    {
        _random = new Random(seed);
        _zone = zone;
        _at = begin;
        _quantities = [.. table.Quantities.Select(plan => new Quantity(plan, ((2 * _random.NextDouble()) - 1) * plan.Spread, Hour(begin)))];
    }

    /// <summary>People in the room; null where nobody keeps count.</summary>
    public int? People
    {
        get
        {
            lock (_lock)
            {
                return field;
            }
        }

        private set;
    }

    /// <summary>A quantity at a moment; null where the air has no such.</summary>
    public double? Get(string quantity, DateTimeOffset now)
    {
        lock (_lock)
        {
            GoOn_NeedsLock(now);
            return Find(quantity)?.ValueAt(Hour(now), _acting);
        }
    }

    /// <summary>Says how it was found: a bathroom warm and damp, a bedroom cool. It stays about so; the first to say it is believed.</summary>
    public void Found(string quantity, double value)
    {
        lock (_lock)
        {
            Find(quantity)?.Found(value, Hour(_at));
        }
    }

    /// <summary>Says how somebody acts from now on, in place of what they did before.</summary>
    public void Act(string who, ImmutableArray<Influence> influences, DateTimeOffset now)
    {
        lock (_lock)
        {
            if (_influences.TryGetValue(who, out var before) ? before.SequenceEqual(influences) : influences.IsEmpty)
            {
                return;
            }

            GoOn_NeedsLock(now);
            _influences[who] = influences;
            _acting = [.. _influences.Values.SelectMany(all => all)];
        }
    }

    /// <summary>Says how many people are in the room from now on.</summary>
    public void Count(int people, DateTimeOffset now)
    {
        lock (_lock)
        {
            GoOn_NeedsLock(now);
            People = people;
        }
    }

    private void GoOn_NeedsLock(DateTimeOffset now)
    {
        var steps = (now - _at).Ticks / Tick.Ticks;
        if (steps > StepsMadeUpMax)
        {
            _at += (steps - StepsMadeUpMax) * Tick;
            steps = StepsMadeUpMax;
        }

        for (; steps > 0; steps--)
        {
            _at += Tick;
            foreach (var quantity in _quantities)
            {
                quantity.Step(Tick.TotalHours, Hour(_at), People ?? 0, _acting, _random);
            }
        }
    }

    private Quantity? Find(string name)
    {
        foreach (var quantity in _quantities)
        {
            if (string.Equals(quantity.Name, name, StringComparison.Ordinal))
            {
                return quantity;
            }
        }

        return null;
    }

    private double Hour(DateTimeOffset at) => TimeZoneInfo.ConvertTime(at, _zone).TimeOfDay.TotalHours;

    private sealed class Quantity
    {
        private readonly RoomQuantity _plan;
        private double _aside;
        private double _value;
        private bool _isFound;

        public Quantity(RoomQuantity plan, double aside, double hour)
        {
            (_plan, _aside) = (plan, aside);
            _value = Rest(hour);
        }

        public string Name => _plan.Name;

        public double ValueAt(double hour, ImmutableArray<Influence> acting) =>
            Clamp(_plan.IsInstant ? Rest(hour) + acting.Where(one => one.Quantity == _plan.Name).Sum(one => one.Rate) : _value);

        public void Found(double value, double hour)
        {
            if (!_isFound && !_plan.IsInstant)
            {
                _isFound = true;
                _aside += value - Rest(hour);
                _value = value;
            }
        }

        public void Step(double hours, double hour, int people, ImmutableArray<Influence> acting, Random random)
        {
            if (_plan.IsInstant)
            {
                return;
            }

            _value += ((Rest(hour) - _value) * Share(_plan.LeakPerHour, hours)) + (_plan.PerPerson * people * hours) + (((2 * random.NextDouble()) - 1) * _plan.Noise);
            foreach (var influence in acting)
            {
                if (influence.Quantity == _plan.Name)
                {
                    _value += Change(influence, hours);
                }
            }

            _value = Clamp(_value);
        }

        private double Change(Influence influence, double hours)
        {
            if (influence.Toward is not { } toward)
            {
                return influence.Rate * hours;
            }

            var way = toward - _value;
            return influence.Direction * way < 0 ? 0 : way * Share(influence.Rate, hours);
        }

        private static double Share(double rate, double hours) => 1 - Math.Exp(-rate * hours);

        private double Rest(double hour) => Clamp(_plan.Rest + _aside + (_plan.Swing * Math.Cos((hour - _plan.PeakHour) * Math.Tau / 24)));

        private double Clamp(double value) => Math.Clamp(value, _plan.Minimum, _plan.Maximum);
    }
}
