namespace IotHub.Insights.Feedback;

/// <summary>What became of something that was to be written down.</summary>
public enum FeedbackVerdict
{
    /// <summary>It is kept, and an event tells of it.</summary>
    Told,

    /// <summary>It is kept, and nothing tells of it: feedback is not granted.</summary>
    Kept,

    /// <summary>It was so already; nothing was written.</summary>
    Same,

    /// <summary>There is no room; nothing was written and nothing lost.</summary>
    Full,
}
