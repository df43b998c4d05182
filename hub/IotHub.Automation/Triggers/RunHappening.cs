namespace IotHub.Automation.Triggers;

/// <summary>What of a run another automation can watch.</summary>
public enum RunHappening
{
    /// <summary>It began.</summary>
    Started,

    /// <summary>It came to its end.</summary>
    Finished,

    /// <summary>It ended at a step that failed.</summary>
    Failed,

    /// <summary>It was stopped: by mode restart, a change of the document, a person.</summary>
    Stopped,
}
