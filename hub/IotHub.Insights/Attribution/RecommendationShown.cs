using IotHub.Insights.Catalogue;
using IotHub.Insights.Recommendations;

namespace IotHub.Insights.Attribution;

/// <summary>A product was shown.</summary>
/// <param name="At">When.</param>
/// <param name="Home">Pseudonym of the home.</param>
/// <param name="Arm">The home's arm.</param>
/// <param name="RecId">The item's id.</param>
/// <param name="Product">What was shown.</param>
/// <param name="Partner">Who makes it.</param>
/// <param name="Policy">What ranked it.</param>
/// <param name="Propensity">How probable it was in its place.</param>
/// <param name="Rule">How revenue is shared, as it was when it was shown: a later catalogue changes nothing. Null for no share.</param>
public sealed record RecommendationShown(DateTimeOffset At, string Home, RecommendationArm Arm, Guid RecId, string Product, string Partner, string Policy, double Propensity, ShareRule? Rule)
    : AttributionEvent(At, Home, Arm)
{
    /// <inheritdoc/>
    public override string Key => $"shown/{RecId}";
}
