using System.Collections.Immutable;
using IotHub.Devices.Registry;

namespace IotHub.Runtime.Arranging;

/// <summary>How people arranged their home on the screen: floors, rooms and their devices, in order. What it does not mention comes after, by name; what it mentions and is gone has its place when it comes back.</summary>
/// <param name="Floors">From the first to be shown.</param>
/// <param name="Rooms">Rooms on no floor; they come after those on one. One of an empty name is for the devices without a room, which come last.</param>
public sealed record HomeArrangement(ImmutableArray<ArrangedFloor> Floors, ImmutableArray<ArrangedRoom> Rooms)
{
    /// <summary>The only id of a document of the kind.</summary>
    public const string Id = "home";

    /// <summary>Nothing is arranged.</summary>
    public static HomeArrangement None { get; } = new([], []);

    /// <summary>Names of rooms in the order in which they are shown, each once; the empty name last.</summary>
    /// <param name="devices">The devices of the home.</param>
    public ImmutableArray<string> OrderRooms(IEnumerable<Device> devices)
    {
        var places = Places();
        return [.. devices.Select(device => device.Room).Distinct(StringComparer.Ordinal).OrderBy(room => PlaceOf(room, places)).ThenBy(room => room, StringComparer.Ordinal)];
    }

    /// <summary>Devices in the order in which they are shown: by rooms, in a room as arranged, then by name.</summary>
    /// <param name="devices">The devices of the home.</param>
    public ImmutableArray<Device> Order(IEnumerable<Device> devices)
    {
        var places = Places();
        var tiles = All.ToDictionary(
            room => room.Name, room => room.Devices.Select((name, at) => (name, at)).ToDictionary(one => one.name, one => one.at, StringComparer.Ordinal), StringComparer.Ordinal);
        return
        [
            .. devices.OrderBy(device => PlaceOf(device.Room, places)).ThenBy(device => device.Room, StringComparer.Ordinal)
                .ThenBy(device => tiles.TryGetValue(device.Room, out var room) && room.TryGetValue(device.Name, out var at) ? at : int.MaxValue)
                .ThenBy(device => device.Name, StringComparer.Ordinal),
        ];
    }

    private IEnumerable<ArrangedRoom> All => Floors.SelectMany(floor => floor.Rooms).Concat(Rooms);

    private Dictionary<string, int> Places() => All.Select((room, at) => (room.Name, at)).ToDictionary(one => one.Name, one => one.at, StringComparer.Ordinal);

    private static long PlaceOf(string room, Dictionary<string, int> places) => room.Length == 0 ? long.MaxValue : places.TryGetValue(room, out var at) ? at : int.MaxValue;
}

/// <summary>A floor.</summary>
/// <param name="Name">What people read; no other floor has it.</param>
/// <param name="Rooms">In order; may be empty.</param>
public sealed record ArrangedFloor(string Name, ImmutableArray<ArrangedRoom> Rooms);

/// <summary>A room.</summary>
/// <param name="Name">As at the devices; stands once in the arrangement.</param>
/// <param name="Devices">Names of devices in order; those that are not here, or in another room now, count for nothing.</param>
public sealed record ArrangedRoom(string Name, ImmutableArray<string> Devices);
