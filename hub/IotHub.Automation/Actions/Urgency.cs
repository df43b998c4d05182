namespace IotHub.Automation.Actions;

/// <summary>How urgent a notice is.</summary>
public enum Urgency
{
    /// <summary>To be read some time.</summary>
    Low,

    /// <summary>To be read soon.</summary>
    Normal,

    /// <summary>To be read now, also at night.</summary>
    High,
}
