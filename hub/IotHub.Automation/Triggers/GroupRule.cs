namespace IotHub.Automation.Triggers;

/// <summary>Which of several watched things set a trigger off.</summary>
public enum GroupRule
{
    /// <summary>Each of them, each time.</summary>
    Each,

    /// <summary>The first: none was so before.</summary>
    First,

    /// <summary>The last: all are so now.</summary>
    All,
}
