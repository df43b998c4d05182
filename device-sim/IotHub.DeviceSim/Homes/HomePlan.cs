using System.Collections.Immutable;
using IotHub.DeviceSim.Devices;

namespace IotHub.DeviceSim.Homes;

/// <summary>A simulated home as read from its file.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Seed">Its chance.</param>
/// <param name="Devices">Its devices, in order of joining.</param>
/// <param name="Day">What happens at devices each day, whoever is there; may be empty.</param>
public sealed record HomePlan(string Name, int Seed, ImmutableArray<SimulatedDevicePlan> Devices, ImmutableArray<Happening> Day)
{
    /// <summary>What is known of its rooms; a device's room need not be among them.</summary>
    public ImmutableArray<RoomPlan> Rooms { get; init; } = [];

    /// <summary>Who lives in it; empty where nobody keeps count of people.</summary>
    public ImmutableArray<PersonPlan> People { get; init; } = [];

    /// <summary>Where people come in and go out, and what they touch then; null for nowhere in particular.</summary>
    public ActivityPlan? WayOut { get; init; }

    /// <summary>The same home with another chance.</summary>
    public HomePlan WithSeed(int seed) => this with { Seed = seed, Devices = [.. Devices.Select(device => device with { Seed = HomeFile.SeedOf(seed, device.Did) })] };
}
