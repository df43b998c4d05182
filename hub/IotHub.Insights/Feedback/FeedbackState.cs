namespace IotHub.Insights.Feedback;

/// <summary>What became of an item of feedback.</summary>
public enum FeedbackState
{
    /// <summary>No release up to the running one answers it.</summary>
    Open,

    /// <summary>A release up to the running one answers it.</summary>
    Shipped,
}
