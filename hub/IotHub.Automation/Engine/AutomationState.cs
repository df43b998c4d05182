using IotHub.Automation.Compilation;
using IotHub.Automation.Triggers;
using IotHub.Devices;

namespace IotHub.Automation.Engine;

/// <summary>What lives of one automation: its plan, its armed triggers and its run.</summary>
internal sealed class AutomationState
{
    public AutomationState(AutomationPlan plan, long runs)
    {
        Plan = plan;
        Runs = runs;
        Armed = new EngineTimer?[plan.Triggers.Length][];
        for (var i = 0; i < Armed.Length; i++)
        {
            Armed[i] = new EngineTimer?[plan.Triggers[i] is TriggerPlan.Property property ? property.Watched.Length : 1];
        }
    }

    public AutomationPlan Plan { get; }

    /// <summary>How many runs there were; it goes on counting when the plan is replaced, so that a run's number names it.</summary>
    public long Runs { get; set; }

    /// <summary>The timer of each trigger: one per watched property for a hold, one for times.</summary>
    public EngineTimer?[][] Armed { get; }

    /// <summary>The run that waits; null while there is none.</summary>
    public AutomationRun? Run { get; set; }

    public RunPhase Phase => Run is null ? RunPhase.Idle : RunPhase.Waiting;
}

/// <summary>One run, from its trigger to its last action.</summary>
internal sealed class AutomationRun(long number, string trigger, Cause cause)
{
    public long Number => number;

    public string Trigger => trigger;

    public Cause Cause => cause;

    /// <summary>Position of the next action.</summary>
    public int Next { get; set; }

    /// <summary>The wait it stands in; null while it acts.</summary>
    public EngineTimer? Wait { get; set; }
}
