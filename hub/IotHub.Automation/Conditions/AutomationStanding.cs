namespace IotHub.Automation.Conditions;

/// <summary>What a condition can ask of another automation.</summary>
public enum AutomationStanding
{
    /// <summary>It is switched on.</summary>
    Enabled,

    /// <summary>It is switched off, broken or not there.</summary>
    Disabled,

    /// <summary>A run of it is going on.</summary>
    Running,

    /// <summary>No run of it is going on.</summary>
    Idle,
}
