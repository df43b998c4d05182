namespace IotHub.Insights.Feedback;

/// <summary>How early a home wants releases.</summary>
public enum FeedbackRing
{
    /// <summary>As soon as they are made.</summary>
    Alpha,

    /// <summary>A week after alpha, when nothing broke there.</summary>
    Beta,

    /// <summary>When beta is content. What a home has that never chose.</summary>
    Stable,
}
