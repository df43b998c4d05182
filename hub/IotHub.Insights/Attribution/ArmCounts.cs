using IotHub.Insights.Recommendations;

namespace IotHub.Insights.Attribution;

/// <summary>What happened in one arm, so that arms can be compared.</summary>
/// <param name="Arm">The arm.</param>
/// <param name="Homes">Homes of which anything is known.</param>
/// <param name="Shown">Items shown.</param>
/// <param name="Clicked">Of these, followed.</param>
/// <param name="Dismissed">Of these, turned down.</param>
/// <param name="Bound">Devices that joined.</param>
/// <param name="BoundByRecommendation">Of these, going back to an item that was shown and followed.</param>
/// <param name="Orders">Orders placed, attributed or not: a holdout home buys too.</param>
/// <param name="PiecesKept">Pieces ordered and not returned.</param>
public sealed record ArmCounts(RecommendationArm Arm, int Homes, int Shown, int Clicked, int Dismissed, int Bound, int BoundByRecommendation, int Orders, int PiecesKept);
