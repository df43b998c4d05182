using System.Collections.Immutable;
using IotHub.DeviceSim.Rooms;

namespace IotHub.DeviceSim.Homes;

/// <summary>Something people do: cook, shower, watch television, leave.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Room">Where; null for where the person sleeps.</param>
/// <param name="IsOut">True when they leave the home for it.</param>
/// <param name="IsDark">True when the light is out meanwhile, as for sleep.</param>
/// <param name="For">How long it acts on the air; null until they do something else.</param>
/// <param name="Air">How it acts on the air of the room.</param>
/// <param name="Uses">What they touch, and when.</param>
public sealed record ActivityPlan(
    string Name, string? Room, bool IsOut, bool IsDark, TimeSpan? For, ImmutableArray<Influence> Air, ImmutableArray<UsePlan> Uses);
