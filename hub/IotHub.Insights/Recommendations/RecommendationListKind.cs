namespace IotHub.Insights.Recommendations;

/// <summary>Whether a list looks at what the home owns.</summary>
public enum RecommendationListKind
{
    /// <summary>It does. Of a home that owns nothing that the model knows, it shows what is popular; each item says so.</summary>
    Personal,

    /// <summary>What is popular was asked for.</summary>
    NotPersonalAsked,

    /// <summary>The consent to recommendations is not granted.</summary>
    NotPersonalForWantOfConsent,

    /// <summary>The home is of those that get no personal list, so that the effect of lists can be told.</summary>
    Holdout,
}
