namespace IotHub.Insights.Feedback;

/// <summary>What an item of feedback is about.</summary>
public enum FeedbackTopic
{
    /// <summary>A device.</summary>
    Device,

    /// <summary>Automations and scenes.</summary>
    Automation,

    /// <summary>The companion app.</summary>
    App,

    /// <summary>Speaking to the home.</summary>
    Voice,

    /// <summary>Setting up, adding devices.</summary>
    Setup,

    /// <summary>Anything else.</summary>
    Other,
}
