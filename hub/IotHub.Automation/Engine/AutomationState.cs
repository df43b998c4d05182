using IotHub.Automation.Actions;
using IotHub.Automation.Compilation;
using IotHub.Automation.Engine.Memory;
using IotHub.Automation.Engine.Programs;
using IotHub.Automation.Engine.Runs;
using IotHub.Automation.Engine.Watching;
using IotHub.Automation.Triggers;
using IotHub.Devices.State;

namespace IotHub.Automation.Engine;

/// <summary>What lives of one automation: its plan, its triggers, its runs.</summary>
internal sealed class AutomationState
{
    public AutomationState(AutomationPlan plan, IHomeView home)
    {
        Plan = plan;
        Program = RunProgram.Of(plan.Actions);
        Triggers = new TriggerSet(this, plan.Triggers, null, home);
        IsDurable = plan.Cooldown is not null
            || plan.Triggers.Any(trigger => trigger is TriggerPlan.Time or TriggerPlan.Property { For: not null } or TriggerPlan.Expression
                or TriggerPlan.Presence { For: not null } || TriggerMemories.IsTold(trigger))
            || Program.Steps.Any(step => step is Instruction.Await or { Source: ActionPlan.Call });
    }

    public AutomationPlan Plan { get; }

    public RunProgram Program { get; }

    public TriggerSet Triggers { get; }

    /// <summary>True for one whose runs are told from a record: it never runs by itself.</summary>
    public bool IsRecorded { get; init; }

    /// <summary>How many runs there were; it goes on counting when the plan is replaced, so that a run's number names it.</summary>
    public long RunCount { get; set; }

    /// <summary>Runs that go on, in the order of their beginning.</summary>
    public List<AutomationRun> Runs { get; } = [];

    /// <summary>Runs that wait in line, in mode queued.</summary>
    public Queue<RunRequest> Line { get; } = new();

    /// <summary>When the last run began; null for never.</summary>
    public DateTimeOffset? LastBegunAt { get; set; }

    /// <summary>How often it ran of late.</summary>
    public RateBreaker Breaker { get; init; } = new();

    /// <summary>When people were last told that it was stopped; null for never.</summary>
    public DateTimeOffset? WarnedAt { get; set; }

    /// <summary>What it has done within the input that is being decided about.</summary>
    public MomentCount Moment { get; set; }

    /// <summary>
    /// True when something of it can outlive the moment in which it happens, or must not be done twice. What only sets values at once when a
    /// device says something has nothing to remember but how often it ran.
    /// </summary>
    public bool IsDurable { get; }

    /// <summary>Commands of its runs that have not come to their end, in the order of their sending.</summary>
    public List<CommandMemory> Commands { get; } = [];

    /// <summary>How much has changed since it was last remembered.</summary>
    public MemoryChange Change { get; set; }

    /// <summary>True when something of it went on when it was last remembered.</summary>
    public bool WasPending { get; set; }

    public RunPhase Phase => Runs.Count == 0 ? RunPhase.Idle
        : Runs.Count + Line.Count >= (Plan.Mode is RunMode.Queued or RunMode.Parallel ? Plan.RunsMax : 1) ? RunPhase.Full
        : RunPhase.Running;
}
