using System.Collections.Immutable;

namespace IotHub.DeviceSim.Homes;

/// <summary>Somebody who lives in a home, always or for some days.</summary>
/// <param name="Name">Their name.</param>
/// <param name="Room">Where they sleep, and where the first day finds them.</param>
/// <param name="Stays">Days that they are there, counted from the first day of the simulation; empty for always.</param>
/// <param name="Routine">What they do by the clock.</param>
public sealed record PersonPlan(string Name, string Room, ImmutableArray<Stay> Stays, ImmutableArray<RoutineStep> Routine)
{
    /// <summary>Whether they are there on a day, counted from the first.</summary>
    public bool IsThere(int day) => Stays.IsEmpty || Stays.Any(stay => day >= stay.From && day <= stay.To);
}
