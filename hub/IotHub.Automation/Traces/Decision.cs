using IotHub.Devices;

namespace IotHub.Automation.Traces;

/// <summary>What a decision was.</summary>
public enum DecisionKind
{
    /// <summary>A trigger fired and the conditions held: a run began.</summary>
    Started,

    /// <summary>A trigger fired and a condition stopped it.</summary>
    Refused,

    /// <summary>A trigger fired while a run was going on in mode single.</summary>
    SkippedWhileRunning,

    /// <summary>A trigger fired and ended the run before it in mode restart.</summary>
    Restarted,

    /// <summary>An action was carried out.</summary>
    Acted,

    /// <summary>The run came to its end.</summary>
    Finished,

    /// <summary>The run was stopped: changed, removed, too deep a chain.</summary>
    Stopped,

    /// <summary>An action could not be carried out; the run goes on, unless the action says otherwise.</summary>
    ActionFailed,

    /// <summary>A trigger fired during a run in mode queued: the run begins later.</summary>
    Queued,

    /// <summary>A trigger fired when as many runs went on or waited as may, and was dropped, or made the oldest be dropped.</summary>
    Dropped,

    /// <summary>The run ended at a step that failed.</summary>
    Failed,

    /// <summary>The automation ran too often and was switched off.</summary>
    SwitchedOff,

    /// <summary>A run goes on after the hub was away.</summary>
    Resumed,
}

/// <summary>One line of the decision log: enough to say why something happened, or why not.</summary>
/// <param name="At">When.</param>
/// <param name="Automation">Which automation, by id; <c>scene:evening</c> for a scene that a person ran.</param>
/// <param name="Run">Number of the run within this automation, from 1; 0 where none began.</param>
/// <param name="Kind">What was decided.</param>
/// <param name="Trigger">Which trigger, by its id; empty for a scene.</param>
/// <param name="Text">A sentence: what happened and which values decided it.</param>
/// <param name="Cause">The cause of what follows from this decision.</param>
public sealed record Decision(DateTimeOffset At, string Automation, long Run, DecisionKind Kind, string Trigger, string Text, Cause Cause)
{
    /// <summary>Which step of the document, as a JSON pointer; empty where none is meant.</summary>
    public string Step { get; init; } = string.Empty;

    /// <summary>What it was made of, as data; null where the text says all.</summary>
    public DecisionTrace? Trace { get; init; }
}
