using IotHub.Automation.Compilation;

namespace IotHub.Automation.Engine.Runs;

/// <summary>Where an automation stands between two inputs.</summary>
internal enum RunPhase
{
    /// <summary>No run goes on.</summary>
    Idle,

    /// <summary>A run goes on, and there is room for more where the mode has any.</summary>
    Running,

    /// <summary>As many go on or wait in line as may.</summary>
    Full,
}

/// <summary>What can happen when a trigger fires.</summary>
internal enum RunInput
{
    /// <summary>The conditions do not hold, or the last run was a moment ago.</summary>
    Refused,

    /// <summary>A run may begin.</summary>
    Accepted,

    /// <summary>As accepted, but the chain of causes is too long.</summary>
    TooDeep,
}

/// <summary>What is done about it.</summary>
internal enum RunStep
{
    /// <summary>Say why not.</summary>
    Refuse,

    /// <summary>Begin a run.</summary>
    Start,

    /// <summary>Say that a run is going on.</summary>
    Skip,

    /// <summary>End the run and begin another.</summary>
    Restart,

    /// <summary>Put it in line.</summary>
    Queue,

    /// <summary>There is no room: drop it, or the oldest.</summary>
    Drop,

    /// <summary>Cut the chain: begin nothing and name it.</summary>
    Cut,
}

/// <summary>
/// What becomes of a trigger that fires:
/// <code>
///              Idle     Running                                        Full
///   Refused    Refuse   Refuse                                         Refuse
///   Accepted   Start    single: Skip, restart: Restart,                single: Skip, restart: Restart,
///                       queued: Queue, parallel: Start                 queued and parallel: Drop
///   TooDeep    Cut      single: Skip, otherwise Cut                    single: Skip, otherwise Cut
/// </code>
/// </summary>
internal static class RunTable
{
    private static readonly (RunPhase? Phase, RunInput Input, RunMode? Mode, RunStep Step)[] Rows =
    [
        (null, RunInput.Refused, null, RunStep.Refuse),
        (RunPhase.Idle, RunInput.Accepted, null, RunStep.Start),
        (RunPhase.Idle, RunInput.TooDeep, null, RunStep.Cut),
        (null, RunInput.Accepted, RunMode.Single, RunStep.Skip),
        (null, RunInput.Accepted, RunMode.Restart, RunStep.Restart),
        (RunPhase.Running, RunInput.Accepted, RunMode.Queued, RunStep.Queue),
        (RunPhase.Running, RunInput.Accepted, RunMode.Parallel, RunStep.Start),
        (RunPhase.Full, RunInput.Accepted, null, RunStep.Drop),
        (null, RunInput.TooDeep, RunMode.Single, RunStep.Skip),
        (null, RunInput.TooDeep, null, RunStep.Cut),
    ];

    /// <summary>What to do: the first row that fits.</summary>
    /// <exception cref="InvalidOperationException">The table has no such row, which is a mistake of this program.</exception>
    public static RunStep Next(RunPhase phase, RunInput input, RunMode mode)
    {
        foreach (var row in Rows)
        {
            if ((row.Phase is null || row.Phase == phase) && row.Input == input && (row.Mode is null || row.Mode == mode))
            {
                return row.Step;
            }
        }

        throw new InvalidOperationException($"No row for {input} in {phase}, mode {mode}.");
    }
}
