namespace IotHub.Insights.Feedback;

/// <summary>How much it matters to the person.</summary>
public enum FeedbackSeverity
{
    /// <summary>It can wait.</summary>
    Low,

    /// <summary>It is in the way.</summary>
    Medium,

    /// <summary>Something that matters does not work.</summary>
    High,
}
