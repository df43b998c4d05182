namespace IotHub.Insights.Feedback;

/// <summary>How an idea stands.</summary>
public enum IdeaStatus
{
    /// <summary>It is looked at, and votes help.</summary>
    Open,

    /// <summary>It is going to be made.</summary>
    Planned,

    /// <summary>A release has it.</summary>
    Shipped,
}
