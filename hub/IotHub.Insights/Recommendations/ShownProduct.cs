namespace IotHub.Insights.Recommendations;

/// <summary>A product was shown.</summary>
/// <param name="Product">Its id.</param>
/// <param name="At">When.</param>
public sealed record ShownProduct(string Product, DateTimeOffset At);
