using System.Collections.Immutable;
using IotHub.Contracts.Values;

namespace IotHub.DeviceSim.Homes;

/// <summary>A room of a home.</summary>
/// <param name="Name">Its name, as devices name it.</param>
/// <param name="Air">How it is found, by quantity of its air.</param>
/// <param name="Lights">What people switch on when they come in and it is dark, and off when they leave: for each device the value that is on.</param>
public sealed record RoomPlan(string Name, ImmutableDictionary<string, double> Air, ImmutableArray<(string Did, PropertyReading On)> Lights);
