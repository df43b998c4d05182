namespace IotHub.Automation.Triggers;

/// <summary>How who is at home can change.</summary>
public enum PresenceChange
{
    /// <summary>Somebody comes home.</summary>
    Arrives,

    /// <summary>Somebody leaves.</summary>
    Leaves,

    /// <summary>Somebody comes home to an empty house.</summary>
    FirstArrives,

    /// <summary>The last one leaves.</summary>
    LastLeaves,
}
