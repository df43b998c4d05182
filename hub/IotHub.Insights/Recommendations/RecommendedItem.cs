using IotHub.Insights.Catalogue;

namespace IotHub.Insights.Recommendations;

/// <summary>One product in a list, with all that is needed to judge the list later.</summary>
/// <param name="RecId">Its id, a UUIDv7; what follows is traced by it.</param>
/// <param name="Product">The product.</param>
/// <param name="Slot">Its place in the list, from 1.</param>
/// <param name="Rank">The place of its category by score among all that is not owned, from 1.</param>
/// <param name="Policy">The model's version, or <c>popular</c>.</param>
/// <param name="Arm">The home's arm.</param>
/// <param name="Propensity">How probable it was that this product stood in this slot, above 0 to 1.</param>
/// <param name="Score">What it was ranked by.</param>
/// <param name="Reason">Why it is shown.</param>
public sealed record RecommendedItem(Guid RecId, Product Product, int Slot, int Rank, string Policy, RecommendationArm Arm, double Propensity, double Score, RecommendationReason Reason);
