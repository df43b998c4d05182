using System.Collections.Immutable;
using IotHub.Automation.Expressions.Evaluation;
using IotHub.Automation.Engine.Watching;

namespace IotHub.Automation.Engine.Runs;

/// <summary>One line of steps within a run; a run has several only within "parallel".</summary>
/// <param name="run">The run.</param>
/// <param name="id">Number within the run, from 0.</param>
/// <param name="parent">The strand that waits for this one; null for the first.</param>
/// <param name="start">Position of its first instruction.</param>
internal sealed class Strand(AutomationRun run, int id, Strand? parent, int start)
{
    private List<Round>? _rounds;

    public AutomationRun Run => run;

    public int Id => id;

    public Strand? Parent => parent;

    /// <summary>Position of the next instruction; of the one that it stands on while it waits.</summary>
    public int Next { get; set; } = start;

    /// <summary>Strands begun by this one that are not over.</summary>
    public int Children { get; set; }

    /// <summary>True while its steps are being walked.</summary>
    public bool IsWalking { get; set; }

    /// <summary>True when its branch is over.</summary>
    public bool IsOver { get; set; }

    /// <summary>The repetitions that it is in, the inmost last.</summary>
    public List<Round> Rounds => _rounds ??= [];

    /// <summary>What it waits for; null while it acts or waits for its children.</summary>
    public StrandWait? Wait { get; set; }
}

/// <summary>Where a repetition stands.</summary>
/// <param name="Index">Rounds that are over.</param>
/// <param name="Times">How many there are to be; -1 where that is not known beforehand.</param>
/// <param name="List">What is gone through; empty where it is none.</param>
internal readonly record struct Round(int Index, int Times, ImmutableArray<ExpressionValue> List);

/// <summary>What a strand waits for. Any of what is set ends the wait.</summary>
internal sealed class StrandWait
{
    /// <summary>When it began.</summary>
    public DateTimeOffset BegunAt { get; set; }

    /// <summary>The end of a duration, or of the patience; null for none.</summary>
    public EngineTimer? Timer { get; set; }

    /// <summary>What it listens to; null for nothing.</summary>
    public TriggerSet? Watches { get; set; }

    /// <summary>The command whose end it waits for; null for none.</summary>
    public string? Command { get; set; }

    /// <summary>Values that go from one to another; null for none.</summary>
    public ValueRamp? Ramp { get; set; }
}
