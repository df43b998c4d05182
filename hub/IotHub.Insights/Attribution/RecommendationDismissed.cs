using IotHub.Insights.Recommendations;

namespace IotHub.Insights.Attribution;

/// <summary>A person turned it down.</summary>
/// <param name="At">When.</param>
/// <param name="Home">Pseudonym of the home.</param>
/// <param name="Arm">The home's arm.</param>
/// <param name="RecId">The item's id.</param>
public sealed record RecommendationDismissed(DateTimeOffset At, string Home, RecommendationArm Arm, Guid RecId) : AttributionEvent(At, Home, Arm)
{
    /// <inheritdoc/>
    public override string Key => $"dismissed/{RecId}";
}
