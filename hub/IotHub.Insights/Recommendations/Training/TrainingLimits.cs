namespace IotHub.Insights.Recommendations.Training;

/// <summary>Bounds of training.</summary>
public static class TrainingLimits
{
    /// <summary>Most items: inverting 1,500 squared takes seconds and 36 MB; a catalogue has some hundred categories.</summary>
    public const int ItemsMax = 1_500;

    /// <summary>Most rows: what is learned of a million homes, ten million teach no better.</summary>
    public const int RowsMax = 1_000_000;
}
