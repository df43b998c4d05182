namespace IotHub.Automation.Compilation;

/// <summary>What happens when a trigger fires while a run is still going on.</summary>
public enum RunMode
{
    /// <summary>The run goes on, the trigger is let pass.</summary>
    Single,

    /// <summary>The run ends and a new one begins.</summary>
    Restart,

    /// <summary>The new one begins when those before it are over.</summary>
    Queued,

    /// <summary>The new one begins beside those that go on.</summary>
    Parallel,
}
