using System.Collections.Immutable;
using System.Text.Json;
using IotHub.Contracts.Json;
using IotHub.Contracts.Model;
using IotHub.Contracts.Values;
using IotHub.DeviceSim.Devices;
using IotHub.DeviceSim.Rooms;

namespace IotHub.DeviceSim.Homes;

/// <summary>Reads who lives in a home: rooms, activities, people and the way out.</summary>
internal sealed class PeopleReading(HomeReading reading, IReadOnlyDictionary<string, SimulatedDevicePlan> devices)
{
    private static readonly ImmutableArray<DayOfWeek> Weekdays = [DayOfWeek.Monday, DayOfWeek.Tuesday, DayOfWeek.Wednesday, DayOfWeek.Thursday, DayOfWeek.Friday];
    private static readonly ImmutableArray<DayOfWeek> Weekend = [DayOfWeek.Saturday, DayOfWeek.Sunday];

    private readonly HashSet<string> _rooms = new(devices.Values.Select(device => device.Room).OfType<string>(), StringComparer.Ordinal);
    private readonly Dictionary<string, ActivityPlan> _activities = new(StringComparer.Ordinal);

    public HomePlan Read(JsonNodeAt root, HomePlan plan)
    {
        ImmutableArray<RoomPlan> rooms = [.. reading.Items(root, "rooms", SimLimits.RoomsMax).Select(ReadRoom).OfType<RoomPlan>()];
        if (root.TryGet("activities", out var activities))
        {
            ReadActivities(activities);
        }

        var people = reading.Items(root, "people", SimLimits.PeopleMax).Select(ReadPerson).OfType<PersonPlan>();
        return plan with
        {
            Rooms = rooms,
            People = [.. people],
            WayOut = root.TryGet("wayOut", out var wayOut) ? ReadActivity("way out", wayOut) : null,
        };
    }

    private RoomPlan? ReadRoom(JsonNodeAt node)
    {
        if (!reading.IsObject(node, "name", "air", "lights") || reading.Text(node, "name", isRequired: true) is not { } name)
        {
            return null;
        }

        _rooms.Add(name);
        var air = ImmutableDictionary.CreateBuilder<string, double>(StringComparer.Ordinal);
        if (node.TryGet("air", out var quantities))
        {
            foreach (var (quantity, value) in ReadQuantities(quantities))
            {
                air[quantity] = value;
            }
        }

        var lights = ImmutableArray.CreateBuilder<(string, PropertyReading)>();
        foreach (var item in reading.Items(node, "lights", SimLimits.UsesMax))
        {
            if (item.Text is null || !devices.TryGetValue(item.Text, out var device))
            {
                reading.Fault(item, "home.day.device", $"There is no device {item.Describe()} in this home.");
            }
            else if (device.Contract.Properties.FirstOrDefault(property => property.Type.Name == "on" && property is { IsWritable: true, Format: PropertyFormat.Boolean }) is { } on)
            {
                lights.Add((device.Did, new PropertyReading(on, PropertyValue.FromBoolean(true))));
            }
            else
            {
                reading.Fault(item, "home.room.light", $"\"{item.Text}\" cannot be switched on; expected a light or an outlet.");
            }
        }

        return new RoomPlan(name, air.ToImmutable(), lights.ToImmutable());
    }

    private void ReadActivities(JsonNodeAt node)
    {
        if (node.Kind != JsonValueKind.Object || node.Properties.Length > SimLimits.ActivitiesMax)
        {
            reading.Fault(node, "home.activities", $"Found {node.Describe()}; expected an object of at most {SimLimits.ActivitiesMax} activities.");
            return;
        }

        foreach (var member in node.Properties)
        {
            if (ReadActivity(member.Name, member.Value) is { } activity)
            {
                _activities[member.Name] = activity;
            }
        }
    }

    private ActivityPlan? ReadActivity(string name, JsonNodeAt node)
    {
        if (!reading.IsObject(node, "room", "out", "dark", "forSeconds", "air", "uses"))
        {
            return null;
        }

        ImmutableArray<Influence> air = node.TryGet("air", out var quantities)
            ? [.. ReadQuantities(quantities).Select(pair => new Influence(pair.Quantity, null, pair.Value))] : [];
        return new ActivityPlan(
            name,
            ReadRoomName(node),
            reading.Flag(node, "out"),
            reading.Flag(node, "dark"),
            reading.Seconds(node, "forSeconds", 1, 86_400),
            air,
            [.. reading.Items(node, "uses", SimLimits.UsesMax).Select(ReadUse).OfType<UsePlan>()]);
    }

    private UsePlan? ReadUse(JsonNodeAt node)
    {
        if (!reading.IsObject(node, "device", "set", "call", "fire", "with", "afterSeconds", "forSeconds", "chance"))
        {
            return null;
        }

        var did = reading.Text(node, "device", isRequired: true) ?? "";
        if (!devices.TryGetValue(did, out var device))
        {
            reading.Fault(node, "home.day.device", $"There is no device \"{did}\" in this home.");
            return null;
        }

        var contract = device.Contract;
        var hasSet = node.TryGet("set", out var set);
        var call = ReadAddress(node, "call", key => contract.TryGetAction(key, out var found) ? found : null, contract, contract.Actions.Select(known => known.Key));
        var fire = ReadAddress(node, "fire", key => contract.TryGetEvent(key, out var found) ? found : null, contract, contract.Events.Select(known => known.Key));
        if ((hasSet ? 1 : 0) + (node.TryGet("call", out _) ? 1 : 0) + (node.TryGet("fire", out _) ? 1 : 0) != 1)
        {
            reading.Fault(node, "home.use", "Expected exactly one of set, call and fire.");
            return null;
        }

        ImmutableArray<ContractProperty> named = call?.In ?? fire?.Arguments ?? [];
        return new UsePlan(
            did,
            set is not null ? reading.Values(set, contract.Type.Name, contract.Properties) : [],
            call,
            fire,
            node.TryGet("with", out var with) ? reading.Values(with, call?.Key ?? fire?.Key ?? "it", named) : [],
            reading.Seconds(node, "afterSeconds", 0, 86_400) ?? TimeSpan.Zero,
            reading.Seconds(node, "forSeconds", 1, 86_400),
            reading.Number(node, "chance", 0.001, 1, isWhole: false) ?? 1);
    }

    private T? ReadAddress<T>(JsonNodeAt node, string name, Func<string, T?> find, DeviceContract contract, IEnumerable<string> known)
        where T : class
    {
        if (reading.Text(node, name) is not { } key)
        {
            return null;
        }

        if (find(key) is { } found)
        {
            return found;
        }

        node.TryGet(name, out var place);
        reading.Fault(place ?? node, "home.use.unknown", $"{contract.Type.Name} has no \"{key}\" to {name}; it has {string.Join(", ", known.Order(StringComparer.Ordinal).Take(20))}.");
        return null;
    }

    private PersonPlan? ReadPerson(JsonNodeAt node)
    {
        if (!reading.IsObject(node, "name", "room", "stays", "routine"))
        {
            return null;
        }

        var stays = ImmutableArray.CreateBuilder<Stay>();
        foreach (var item in reading.Items(node, "stays", SimLimits.UsesMax).Where(item => reading.IsObject(item, "from", "to")))
        {
            var from = (int)(reading.Number(item, "from", 0, 3_650) ?? 0);
            stays.Add(new Stay(from, (int)(reading.Number(item, "to", from, 3_650) ?? from)));
        }

        var name = reading.Text(node, "name", isRequired: true) ?? "";
        var room = reading.Text(node, "room", isRequired: true);
        ReadRoomName(node);
        var routine = reading.Items(node, "routine", SimLimits.HappeningsMax).Select(ReadStep).OfType<RoutineStep>();
        return new PersonPlan(name, room ?? "", stays.ToImmutable(), [.. routine]);
    }

    private RoutineStep? ReadStep(JsonNodeAt node)
    {
        if (!reading.IsObject(node, "at", "jitterSeconds", "days", "chance", "does", "room"))
        {
            return null;
        }

        var at = reading.Clock(node, "at");
        var name = reading.Text(node, "does", isRequired: true) ?? "";
        if (!_activities.TryGetValue(name, out var activity))
        {
            node.TryGet("does", out var place);
            reading.Fault(place ?? node, "home.activity.unknown", $"There is no activity \"{name}\"; there are {string.Join(", ", _activities.Keys.Order(StringComparer.Ordinal).Take(40))}.");
            return null;
        }

        return new RoutineStep(
            ReadDays(node),
            at,
            reading.Seconds(node, "jitterSeconds", 0, 86_400) ?? TimeSpan.Zero,
            reading.Number(node, "chance", 0.001, 1, isWhole: false) ?? 1,
            ReadRoomName(node) is { } room ? activity with { Room = room } : activity);
    }

    private ImmutableArray<DayOfWeek> ReadDays(JsonNodeAt node)
    {
        var text = reading.Text(node, "days") ?? "every day";
        var days = text switch
        {
            "every day" => Weekdays.AddRange(Weekend),
            "weekdays" => Weekdays,
            "weekend" => Weekend,
            _ => [.. text.Split(' ', ',').Where(part => part.Length > 0).SelectMany(part => Enum.GetValues<DayOfWeek>().Where(day => day.ToString().StartsWith(part, StringComparison.OrdinalIgnoreCase) && part.Length >= 3))],
        };
        if (days.IsEmpty)
        {
            reading.Fault(node, "home.days", $"\"{text}\" names no days; expected every day, weekdays, weekend or names such as mon, wed.");
        }

        return days;
    }

    private string? ReadRoomName(JsonNodeAt node)
    {
        var room = reading.Text(node, "room");
        if (room is not null && !_rooms.Contains(room))
        {
            node.TryGet("room", out var place);
            reading.Fault(place ?? node, "home.room.unknown", $"There is no room \"{room}\"; there are {string.Join(", ", _rooms.Order(StringComparer.Ordinal).Take(40))}.");
        }

        return room;
    }

    private IEnumerable<(string Quantity, double Value)> ReadQuantities(JsonNodeAt node)
    {
        if (node.Kind != JsonValueKind.Object)
        {
            reading.Fault(node, "home.type", $"Found {node.Describe()}; expected an object of quantities and numbers.");
            yield break;
        }

        var known = BehaviourTable.Default.Quantities;
        foreach (var member in node.Properties)
        {
            if (!known.Any(quantity => quantity.Name == member.Name))
            {
                reading.Fault(member.Value, "home.quantity.unknown", $"The air has no \"{member.Name}\"; it has {string.Join(", ", known.Select(quantity => quantity.Name))}.");
            }
            else if (reading.Number(node, member.Name, -100_000, 100_000, isWhole: false) is { } value)
            {
                yield return (member.Name, value);
            }
        }
    }
}
