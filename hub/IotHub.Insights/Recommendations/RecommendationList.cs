using System.Collections.Immutable;

namespace IotHub.Insights.Recommendations;

/// <summary>A list as it is shown.</summary>
/// <param name="Kind">Whether it is personal, and if not why.</param>
/// <param name="Items">In order of their places; may be empty.</param>
public sealed record RecommendationList(RecommendationListKind Kind, ImmutableArray<RecommendedItem> Items);
