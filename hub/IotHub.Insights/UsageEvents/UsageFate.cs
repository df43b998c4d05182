namespace IotHub.Insights.UsageEvents;

/// <summary>What became of events that were recorded.</summary>
public enum UsageFate
{
    /// <summary>They are in the outbox.</summary>
    Kept,

    /// <summary>Every uplink had them, or they were only for the owner, and they made room in time.</summary>
    Delivered,

    /// <summary>They made room for others before every uplink had them.</summary>
    Evicted,

    /// <summary>They were too old before every uplink had them.</summary>
    Expired,

    /// <summary>Their class was withdrawn before every uplink had them.</summary>
    Withdrawn,

    /// <summary>The owner erased all.</summary>
    Erased,
}
