namespace IotHub.Insights.Recommendations;

/// <summary>What a person did with an item.</summary>
public enum RecommendationAnswer
{
    /// <summary>Looked at it in its shop.</summary>
    Clicked,

    /// <summary>Wants no more of it and its kind.</summary>
    Dismissed,

    /// <summary>Wants to see it later.</summary>
    Snoozed,
}
