using IotHub.Insights.Recommendations;

namespace IotHub.Insights.Attribution;

/// <summary>Something that a ledger is made of. Events may come late, twice and in any order.</summary>
/// <param name="At">When it happened.</param>
/// <param name="Home">Pseudonym of the home.</param>
/// <param name="Arm">The home's arm.</param>
public abstract record AttributionEvent(DateTimeOffset At, string Home, RecommendationArm Arm);
