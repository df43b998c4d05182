using IotHub.Insights.Catalogue;
using IotHub.Insights.Recommendations;

namespace IotHub.Insights.Attribution;

/// <summary>Pieces of one product were ordered.</summary>
/// <param name="At">When.</param>
/// <param name="Home">Pseudonym of the home.</param>
/// <param name="Arm">The home's arm.</param>
/// <param name="OrderId">Id of the order's line.</param>
/// <param name="Product">What was ordered.</param>
/// <param name="Quantity">Pieces, at least 1.</param>
/// <param name="Price">Of one piece, as paid.</param>
/// <param name="IsHardware">True where it counts for the margin guard.</param>
/// <param name="CostMinor">All costs of one piece, in minor units of the price's currency; null where not told.</param>
/// <param name="RecId">What it goes back to; null where nothing says.</param>
public sealed record OrderPlaced(DateTimeOffset At, string Home, RecommendationArm Arm, string OrderId, string Product, int Quantity, Money Price, bool IsHardware, long? CostMinor, Guid? RecId)
    : AttributionEvent(At, Home, Arm)
{
    /// <inheritdoc/>
    public override string Key => "order/" + OrderId;
}
