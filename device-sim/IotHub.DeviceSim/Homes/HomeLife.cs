using System.Collections.Immutable;
using IotHub.Contracts.Values;
using IotHub.DeviceSim.Rooms;

namespace IotHub.DeviceSim.Homes;

/// <summary>
/// What goes on in a home day after day: what happens by the clock, and people who go from room to room, do things, leave and come back. It is
/// told the time, moves people between rooms itself, and says what is done at which device. Each day is drawn from the seed, the day and the
/// place in the list, so that it is the same whenever the simulation was started.
/// </summary>
internal sealed class HomeLife
{
    // Bounded: a day's happenings and steps, each with its uses and at most one return.
    private readonly PriorityQueue<Action<DateTimeOffset>, (DateTimeOffset At, long Order)> _agenda = new();
    private readonly Queue<HomeAct> _acts = new();
    private readonly HomePlan _plan;
    private readonly TimeZoneInfo _zone;
    private readonly DateTimeOffset _start;
    private readonly DateOnly _firstDay;
    private readonly Household _household;
    private long _order;

    public HomeLife(HomePlan plan, IReadOnlyDictionary<string, RoomAir> rooms, DateTimeOffset start, TimeZoneInfo zone)
    {
        (_plan, _start, _zone) = (plan, start, zone);
        _firstDay = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(start, zone).DateTime);
        _household = new Household(plan, rooms, start, (at, act) => Later(at, now => Perform(act, now)), Later);
        Begin(_firstDay);
    }

    /// <summary>When something happens next.</summary>
    public DateTimeOffset NextAt => _acts.Count > 0 ? DateTimeOffset.MinValue : _agenda.TryPeek(out _, out var first) ? first.At : DateTimeOffset.MaxValue;

    /// <summary>Takes the next thing that is due to be done at a device.</summary>
    public bool TryTake(DateTimeOffset now, out HomeAct act)
    {
        while (_acts.Count == 0 && _agenda.TryPeek(out var happens, out var first) && first.At <= now)
        {
            _agenda.Dequeue();
            happens(first.At);
        }

        return _acts.TryDequeue(out act!);
    }

    /// <summary>Values come back after a while.</summary>
    public void Return(string did, ImmutableArray<PropertyReading> before, DateTimeOffset at)
    {
        if (!before.IsEmpty)
        {
            Later(at, now => Perform(new HomeAct(did, before), now));
        }
    }

    private void Perform(HomeAct act, DateTimeOffset now)
    {
        _ = now;
        _acts.Enqueue(act);
    }

    private void Later(DateTimeOffset at, Action<DateTimeOffset> happens) => _agenda.Enqueue(happens, (at, _order++));

    private void Begin(DateOnly day)
    {
        for (var i = 0; i < _plan.Day.Length; i++)
        {
            var happening = _plan.Day[i];
            var at = At(day, happening.At) + (happening.Jitter * Draw(day, i).NextDouble());
            if (at >= _start)
            {
                Later(at, now => Perform(new HomeAct(happening.Did, happening.Set, For: happening.For), now));
            }
        }

        for (var i = 0; i < _plan.People.Length; i++)
        {
            var person = _plan.People[i];
            var isThere = person.IsThere(day.DayNumber - _firstDay.DayNumber);
            var index = i;
            Later(Latest(At(day, TimeOnly.MinValue), _start), now => _household.BeginDay(index, isThere, now));
            for (var j = 0; j < person.Routine.Length && isThere; j++)
            {
                var step = person.Routine[j];
                var random = Draw(day, HappeningsOf(i) + j);
                var at = At(day, step.At) + (step.Jitter * random.NextDouble());
                if (step.Days.Contains(day.DayOfWeek) && random.NextDouble() < step.Chance && at >= _start)
                {
                    Later(at, now => _household.Do(index, step.Does, random, now));
                }
            }
        }

        Later(At(day.AddDays(1), TimeOnly.MinValue), _ => Begin(day.AddDays(1)));
    }

    // A happening keeps its chance when people move in, and each person theirs.
    private static int HappeningsOf(int person) => (person + 1) * 10_000;

    private Random Draw(DateOnly day, int place) => new(unchecked((((_plan.Seed * 397) ^ day.DayNumber) * 397) ^ place));

    private static DateTimeOffset Latest(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;

    private DateTimeOffset At(DateOnly day, TimeOnly clock)
    {
        var local = day.ToDateTime(clock, DateTimeKind.Unspecified);
        return new DateTimeOffset(local, _zone.GetUtcOffset(local)).ToUniversalTime();
    }
}
