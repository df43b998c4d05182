using IotHub.Automation.Engine.People;
using IotHub.Automation.Engine.Runs;
using IotHub.Automation.Engine.Watching;
using IotHub.Devices;

namespace IotHub.Automation.Engine;

/// <summary>What is due when a timer is.</summary>
internal enum TimerKind
{
    /// <summary>A wait is over, or its patience: the strand goes on.</summary>
    Wait,

    /// <summary>The next values of a transition.</summary>
    Ramp,

    /// <summary>Something has held long enough.</summary>
    Hold,

    /// <summary>A time of a schedule has come.</summary>
    Schedule,

    /// <summary>What depends on the time is looked at again.</summary>
    Recheck,

    /// <summary>Nobody has seen a person for long enough.</summary>
    Away,
}

/// <summary>One thing that will be due. Cancelled by its flag; the queue drops it later.</summary>
internal sealed class EngineTimer
{
    /// <summary>When; changed by the queue alone, where the clock is set.</summary>
    public required DateTimeOffset Due { get; set; }

    public required TimerKind Kind { get; init; }

    /// <summary>The automation; empty for people.</summary>
    public string Owner { get; init; } = string.Empty;

    /// <summary>Whose trigger; null for strands and people.</summary>
    public TriggerSet? Set { get; init; }

    /// <summary>Position of the trigger; -1 for a strand, which goes before the triggers of the same moment.</summary>
    public int Trigger { get; init; } = -1;

    /// <summary>Position of what is watched within the trigger.</summary>
    public int Watch { get; init; }

    /// <summary>The strand that waits; null for triggers and people.</summary>
    public Strand? Strand { get; init; }

    /// <summary>The person; null for others.</summary>
    public PersonState? Person { get; init; }

    /// <summary>Which time of a schedule; null for others.</summary>
    public Schedules.Slot? Slot { get; init; }

    /// <summary>What has come to hold, and what brought it; null for others.</summary>
    public TriggerEvent? Event { get; init; }

    /// <summary>False for a hold from before a restart until its device has said the value again.</summary>
    public bool IsProven { get; set; } = true;

    /// <summary>True when it has come due, and waits for its device to say the value again.</summary>
    public bool IsOverdue { get; set; }

    /// <summary>Number of the run that waits; 0 for an automation's own triggers and people.</summary>
    public long Run => Waiter?.Run.Number ?? 0;

    /// <summary>The strand that goes on by it, or that listens to its trigger; null for an automation's own triggers and people.</summary>
    public Strand? Waiter => Strand ?? Set?.Waiter;

    /// <summary>True while it is in the queue.</summary>
    public bool IsQueued { get; set; }

    public bool IsCancelled { get; set; }
}

/// <summary>What set a trigger off.</summary>
/// <param name="Why">The sentence for the decision.</param>
/// <param name="Values">What expressions may read as <c>trigger.…</c>.</param>
/// <param name="Cause">What led to it; null for the clock, which begins a chain.</param>
internal sealed record TriggerEvent(string Why, RunValues Values, Cause? Cause)
{
    /// <summary>True when a rule had asked for something of the same kind a moment before, and the cause does not tell whether this came of it.</summary>
    public bool IsEcho { get; init; }
}
