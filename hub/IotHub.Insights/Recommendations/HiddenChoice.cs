namespace IotHub.Insights.Recommendations;

/// <summary>A product, or a whole category, that is not shown for a while.</summary>
/// <param name="Product">Id of the product; null for all of the category.</param>
/// <param name="Category">Id of the category; null for the product alone.</param>
/// <param name="Until">From then on it may be shown again.</param>
public sealed record HiddenChoice(string? Product, string? Category, DateTimeOffset Until);
