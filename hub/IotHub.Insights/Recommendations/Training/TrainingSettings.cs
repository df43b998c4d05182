namespace IotHub.Insights.Recommendations.Training;

/// <summary>What the methods are tuned by. The defaults are those that the measurements in docs/insights/recommendations.md used.</summary>
public sealed record TrainingSettings
{
    /// <summary>EASE^R: ridge.</summary>
    public double Lambda { get; init; } = 500;

    /// <summary>RP3beta: exponent of each step.</summary>
    public double Alpha { get; init; } = 1;

    /// <summary>RP3beta: discount of popular ends.</summary>
    public double Beta { get; init; } = 0.3;

    /// <summary>Item-kNN: neighbours that speak for an item.</summary>
    public int NeighboursMax { get; init; } = TrainingLimits.ItemsMax;

    /// <summary>Item-kNN: added below the line.</summary>
    public double Shrink { get; init; } = 100;

    /// <summary>Trains all four methods, popularity first.</summary>
    public IReadOnlyList<ItemModel> TrainAll(OwnershipRows rows) =>
        [PopularityTraining.Train(rows), ItemKnnTraining.Train(rows, NeighboursMax, Shrink), Rp3BetaTraining.Train(rows, Alpha, Beta), EaseTraining.Train(rows, Lambda)];
}
