using System.Collections.Immutable;

namespace IotHub.DeviceSim.Homes;

/// <summary>Something a person does at about the same time on certain days.</summary>
/// <param name="Days">On which days of the week.</param>
/// <param name="At">Time of day in the home's zone.</param>
/// <param name="Jitter">It happens up to this much later, drawn anew each day.</param>
/// <param name="Chance">How likely, above 0 to 1, drawn anew each day.</param>
/// <param name="Does">What they do.</param>
public sealed record RoutineStep(ImmutableArray<DayOfWeek> Days, TimeOnly At, TimeSpan Jitter, double Chance, ActivityPlan Does);
