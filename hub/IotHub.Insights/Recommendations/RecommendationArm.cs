namespace IotHub.Insights.Recommendations;

/// <summary>Which treatment a home gets.</summary>
public enum RecommendationArm
{
    /// <summary>It gets recommendations.</summary>
    Treatment,

    /// <summary>It gets none, so that their effect can be told. The list of what is popular stays.</summary>
    Holdout,
}
