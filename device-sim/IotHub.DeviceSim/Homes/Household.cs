using System.Collections.Immutable;
using IotHub.Contracts.Values;
using IotHub.DeviceSim.Rooms;

namespace IotHub.DeviceSim.Homes;

/// <summary>The people of a home: where each is, and what follows when one begins something else.</summary>
internal sealed class Household
{
    // Below this much light people reach for the switch; a room lit by a winter noon has some 150 lux.
    private const double DarkLux = 70;

    // Some leave the light on.
    private const double LightOffChance = 0.85;

    private static readonly TimeSpan Hand = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Walk = TimeSpan.FromSeconds(12);

    private readonly HomePlan _plan;
    private readonly IReadOnlyDictionary<string, RoomAir> _rooms;
    private readonly Dictionary<string, RoomPlan> _roomPlans;
    private readonly Action<DateTimeOffset, HomeAct> _act;
    private readonly Action<DateTimeOffset, Action<DateTimeOffset>> _later;
    private readonly string?[] _where;
    private readonly int[] _doing;

    /// <summary>Everybody who is there is in bed.</summary>
    public Household(
        HomePlan plan,
        IReadOnlyDictionary<string, RoomAir> rooms,
        DateTimeOffset start,
        Action<DateTimeOffset, HomeAct> act,
        Action<DateTimeOffset, Action<DateTimeOffset>> later)
    {
        (_plan, _rooms, _act, _later) = (plan, rooms, act, later);
        _roomPlans = plan.Rooms.ToDictionary(room => room.Name, StringComparer.Ordinal);
        _where = [.. plan.People.Select(person => person.IsThere(0) ? person.Room : null)];
        _doing = new int[plan.People.Length];
        foreach (var name in rooms.Keys.Where(_ => !plan.People.IsEmpty).Order(StringComparer.Ordinal))
        {
            Count(name, start);
        }
    }

    /// <summary>A guest whose stay is over is gone when the day begins; one whose stay begins comes with the first thing they do.</summary>
    public void BeginDay(int person, bool isThere, DateTimeOffset now)
    {
        if (!isThere && _where[person] is not null)
        {
            Go(person, null, isDark: true, Random(person, now), now);
        }
    }

    /// <summary>Somebody begins an activity, and so ends what they did before.</summary>
    public void Do(int person, ActivityPlan activity, Random random, DateTimeOffset now)
    {
        var room = activity.IsOut ? null : activity.Room ?? _plan.People[person].Room;
        var begins = Go(person, room, activity.IsDark, random, now);
        var number = ++_doing[person];
        if (room is not null && !activity.Air.IsEmpty && _rooms.TryGetValue(room, out var air))
        {
            var name = Name(person);
            _later(begins, at => air.Act(name, activity.Air, at));
            if (activity.For is { } duration)
            {
                _later(begins + duration, at => End(person, number, air, at));
            }
        }

        Use(activity.Uses, begins, random);
    }

    private void End(int person, int number, RoomAir air, DateTimeOffset at)
    {
        if (_doing[person] == number)
        {
            air.Act(Name(person), [], at);
        }
    }

    /// <returns>When they are there.</returns>
    private DateTimeOffset Go(int person, string? room, bool isDark, Random random, DateTimeOffset now)
    {
        var from = _where[person];
        if (from is not null && _rooms.TryGetValue(from, out var left))
        {
            left.Act(Name(person), [], now);
        }

        var arrival = now;
        if (from != room)
        {
            // Whoever comes or goes passes the way out, whose room sees them for a moment.
            var passage = from is null || room is null ? _plan.WayOut : null;
            arrival = passage is null ? now : now + Walk;
            if (passage is not null)
            {
                Use(passage.Uses, now, random);
                Move(person, passage.Room ?? from ?? room, now);
                _later(arrival, at => Move(person, room, at));
            }
            else
            {
                Move(person, room, now);
            }

            if (from is not null)
            {
                SwitchOff(from, random, now);
            }
        }

        if (room is not null && isDark)
        {
            SwitchLights(room, isOn: false, arrival + (Hand * 5));
        }
        else if (room is not null && _rooms.TryGetValue(room, out var air) && air.Get("light", now) < DarkLux)
        {
            SwitchLights(room, isOn: true, arrival + Hand);
        }

        return arrival;
    }

    private void Move(int person, string? room, DateTimeOffset now)
    {
        var from = _where[person];
        _where[person] = room;
        foreach (var name in ((string?[])[from, room]).OfType<string>().Distinct())
        {
            Count(name, now);
        }
    }

    private void Count(string room, DateTimeOffset now)
    {
        if (_rooms.TryGetValue(room, out var air))
        {
            air.Count(_where.Count(where => where == room), now);
        }
    }

    private void SwitchOff(string room, Random random, DateTimeOffset now)
    {
        if (!_where.Contains(room) && random.NextDouble() < LightOffChance)
        {
            SwitchLights(room, isOn: false, now + Hand);
        }
    }

    private void SwitchLights(string room, bool isOn, DateTimeOffset at)
    {
        if (_roomPlans.TryGetValue(room, out var plan))
        {
            foreach (var (did, on) in plan.Lights)
            {
                _act(at, new HomeAct(did, [on with { Value = PropertyValue.FromBoolean(isOn) }], IfDifferent: true));
            }
        }
    }

    private void Use(ImmutableArray<UsePlan> uses, DateTimeOffset begins, Random random)
    {
        foreach (var use in uses)
        {
            if (random.NextDouble() < use.Chance)
            {
                _act(begins + use.After, new HomeAct(use.Did, use.Set, For: use.For, Call: use.Call, Fire: use.Fire, Arguments: use.Arguments));
            }
        }
    }

    private Random Random(int person, DateTimeOffset now) => new(unchecked((_plan.Seed * 397) ^ person ^ (int)now.ToUnixTimeSeconds()));

    private string Name(int person) => $"person {_plan.People[person].Name}";
}
