using IotHub.Automation.Compilation;
using IotHub.Automation.Engine.Programs;
using IotHub.Automation.Engine.Runs;
using IotHub.Automation.Engine.Watching;
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
    }

    public AutomationPlan Plan { get; }

    public RunProgram Program { get; }

    public TriggerSet Triggers { get; }

    /// <summary>How many runs there were; it goes on counting when the plan is replaced, so that a run's number names it.</summary>
    public long RunCount { get; set; }

    /// <summary>Runs that go on, in the order of their beginning.</summary>
    public List<AutomationRun> Runs { get; } = [];

    /// <summary>Runs that wait in line, in mode queued.</summary>
    public Queue<RunRequest> Line { get; } = new();

    /// <summary>When the last run began; null for never.</summary>
    public DateTimeOffset? LastBegunAt { get; set; }

    /// <summary>How often it ran of late.</summary>
    public RateBreaker Breaker { get; } = new();

    public RunPhase Phase => Runs.Count == 0 ? RunPhase.Idle
        : Runs.Count + Line.Count >= (Plan.Mode is RunMode.Queued or RunMode.Parallel ? Plan.RunsMax : 1) ? RunPhase.Full
        : RunPhase.Running;
}
