using IotHub.Automation.Compilation;

namespace IotHub.Automation.Engine;

/// <summary>Where a run stands between two inputs. Actions take no time, so a run is either over or waiting.</summary>
internal enum RunPhase
{
    Idle,
    Waiting,
}

/// <summary>What can happen to a run.</summary>
internal enum RunInput
{
    /// <summary>A trigger fired, the conditions do not hold.</summary>
    Refused,

    /// <summary>A trigger fired, the conditions hold.</summary>
    Accepted,

    /// <summary>As accepted, but the chain of causes is too long.</summary>
    TooDeep,

    /// <summary>The wait is over.</summary>
    WaitOver,

    /// <summary>The automation is replaced or removed.</summary>
    Withdrawn,
}

/// <summary>What is done about it.</summary>
internal enum RunStep
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>Say why not.</summary>
    Refuse,

    /// <summary>Begin a run.</summary>
    Start,

    /// <summary>Say that a run is going on.</summary>
    Skip,

    /// <summary>End the run and begin another.</summary>
    Restart,

    /// <summary>Go on after the wait.</summary>
    Continue,

    /// <summary>End the run.</summary>
    Stop,

    /// <summary>Cut the chain: begin nothing and name it.</summary>
    Cut,
}

/// <summary>
/// The life of a run:
/// <code>
///            Accepted                     WaitOver
///   Idle ───────────────► (acting) ◄──────────────── Waiting ──┐ Accepted, single: Skip
///    ▲                     │    │                      ▲  │    │ Accepted, restart: Restart
///    └──── last action ────┘    └── wait action ───────┘  └────┘
/// </code>
/// </summary>
internal static class RunTable
{
    private static readonly (RunPhase Phase, RunInput Input, RunMode? Mode, RunStep Step)[] Rows =
    [
        (RunPhase.Idle, RunInput.Refused, null, RunStep.Refuse),
        (RunPhase.Idle, RunInput.Accepted, null, RunStep.Start),
        (RunPhase.Idle, RunInput.TooDeep, null, RunStep.Cut),
        (RunPhase.Idle, RunInput.WaitOver, null, RunStep.None),
        (RunPhase.Idle, RunInput.Withdrawn, null, RunStep.None),
        (RunPhase.Waiting, RunInput.Refused, null, RunStep.Refuse),
        (RunPhase.Waiting, RunInput.Accepted, RunMode.Single, RunStep.Skip),
        (RunPhase.Waiting, RunInput.Accepted, RunMode.Restart, RunStep.Restart),
        (RunPhase.Waiting, RunInput.TooDeep, RunMode.Single, RunStep.Skip),
        (RunPhase.Waiting, RunInput.TooDeep, RunMode.Restart, RunStep.Cut),
        (RunPhase.Waiting, RunInput.WaitOver, null, RunStep.Continue),
        (RunPhase.Waiting, RunInput.Withdrawn, null, RunStep.Stop),
    ];

    /// <summary>What to do.</summary>
    /// <exception cref="InvalidOperationException">The table has no such row, which is a mistake of this program.</exception>
    public static RunStep Next(RunPhase phase, RunInput input, RunMode mode)
    {
        foreach (var row in Rows)
        {
            if (row.Phase == phase && row.Input == input && (row.Mode is null || row.Mode == mode))
            {
                return row.Step;
            }
        }

        throw new InvalidOperationException($"No row for {input} in {phase}, mode {mode}.");
    }
}
