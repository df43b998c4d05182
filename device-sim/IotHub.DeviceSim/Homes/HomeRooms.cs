using System.Collections.Immutable;
using IotHub.DeviceSim.Devices;
using IotHub.DeviceSim.Rooms;

namespace IotHub.DeviceSim.Homes;

/// <summary>The rooms of a home.</summary>
internal static class HomeRooms
{
    /// <summary>One for each room that a device or the plan names, found as the plan says.</summary>
    public static ImmutableSortedDictionary<string, RoomAir> Of(HomePlan plan, DateTimeOffset begin, TimeZoneInfo zone)
    {
        var names = plan.Devices.Select(device => device.Room).OfType<string>().Concat(plan.Rooms.Select(room => room.Name)).Concat(plan.People.Select(person => person.Room));
        var rooms = names.Distinct(StringComparer.Ordinal).ToImmutableSortedDictionary(
            name => name, name => new RoomAir(BehaviourTable.Default, HomeFile.SeedOf(plan.Seed, name), begin, zone), StringComparer.Ordinal);
        foreach (var room in plan.Rooms)
        {
            foreach (var (quantity, value) in room.Air.OrderBy(pair => pair.Key, StringComparer.Ordinal))
            {
                rooms[room.Name].Found(quantity, value);
            }
        }

        return rooms;
    }

    /// <summary>A device's plan with its room; as it is where it names none.</summary>
    public static SimulatedDevicePlan In(SimulatedDevicePlan device, ImmutableSortedDictionary<string, RoomAir> rooms) =>
        device.Room is { } name ? device with { Air = rooms[name] } : device;
}
