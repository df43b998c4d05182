using IotHub.Insights.Recommendations;

namespace IotHub.Insights.Attribution;

/// <summary>Pieces came back.</summary>
/// <param name="At">When.</param>
/// <param name="Home">Pseudonym of the home.</param>
/// <param name="Arm">The home's arm.</param>
/// <param name="ReturnId">Id of the return.</param>
/// <param name="OrderId">Id of the order's line.</param>
/// <param name="Quantity">Pieces, at least 1; more than were ordered counts as all.</param>
public sealed record OrderReturned(DateTimeOffset At, string Home, RecommendationArm Arm, string ReturnId, string OrderId, int Quantity) : AttributionEvent(At, Home, Arm)
{
    /// <inheritdoc/>
    public override string Key => "return/" + ReturnId;
}
