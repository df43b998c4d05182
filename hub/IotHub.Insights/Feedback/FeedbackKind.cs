namespace IotHub.Insights.Feedback;

/// <summary>What an item of feedback is.</summary>
public enum FeedbackKind
{
    /// <summary>Something that the hub could do.</summary>
    Idea,

    /// <summary>Something that the hub does wrong.</summary>
    Bug,

    /// <summary>Something that should stay as it is.</summary>
    Praise,
}
