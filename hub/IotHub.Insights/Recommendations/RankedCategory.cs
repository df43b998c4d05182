namespace IotHub.Insights.Recommendations;

/// <summary>A category in the order of its score.</summary>
/// <param name="Category">Its id.</param>
/// <param name="Rank">From 1, among all that is not owned.</param>
/// <param name="Score">What it was ranked by.</param>
internal readonly record struct RankedCategory(string Category, int Rank, double Score);
