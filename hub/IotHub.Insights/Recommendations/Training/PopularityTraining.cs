namespace IotHub.Insights.Recommendations.Training;

/// <summary>Popularity: an item's score is how many rows hold it, whatever one owns.</summary>
public static class PopularityTraining
{
    /// <summary>Trains.</summary>
    public static ItemModel Train(OwnershipRows rows) => new("popularity", rows.Items.Length, [], [.. rows.Counts().Select(count => (double)count)]);
}
