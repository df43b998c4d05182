using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using IotHub.Automation.Engine.Runs;
using IotHub.Automation.Traces;
using IotHub.Devices;

namespace IotHub.Automation.Engine;

/// <summary>On whose behalf decisions are said.</summary>
/// <param name="Automation">The automation, or <c>scene:id</c>.</param>
/// <param name="Run">The run's number; 0 where there is none.</param>
/// <param name="Trigger">What set it going; empty for a scene.</param>
/// <param name="Cause">The cause of what follows.</param>
/// <param name="Now">When.</param>
internal readonly record struct Voice(string Automation, long Run, string Trigger, Cause Cause, DateTimeOffset Now)
{
    /// <summary>The step that is spoken of; empty for none.</summary>
    public string Step { get; init; } = string.Empty;

    /// <summary>What the step does, as the document writes it; empty for none.</summary>
    public string Does { get; init; } = string.Empty;

    /// <summary>Put at the end of the sentence; may be empty.</summary>
    public string Note { get; init; } = string.Empty;

    /// <summary>The run whose steps are counted; null where there is none.</summary>
    public AutomationRun? Of { get; init; }

    /// <summary>True when the step goes on after this.</summary>
    public bool GoesOn { get; init; }

    /// <summary>When the step that ends now began; null for one that took no time.</summary>
    public DateTimeOffset? BegunAt { get; init; }

    /// <summary>The clauses that decided.</summary>
    public ImmutableArray<TraceClause> Clauses { get; init; } = [];

    /// <summary>What was read beside them.</summary>
    public ImmutableArray<TraceValue> Values { get; init; } = [];

    /// <summary>Commands that were sent.</summary>
    public ImmutableArray<string> Commands { get; init; } = [];

    /// <summary>Under which number others hear of it; 0 where none does.</summary>
    public int Ticket { get; init; }

    /// <summary>What led to the run that begins; null for all else.</summary>
    public Cause? Source { get; init; }

    public void Say(DecisionKind kind, string text, ICollection<EngineEffect> effects) => Say(kind, $"{text}", effects);

    /// <summary>As the other; the sentence is put together once, with its note and its stop.</summary>
    public void Say(DecisionKind kind, DefaultInterpolatedStringHandler text, ICollection<EngineEffect> effects)
    {
        var leftOut = 0;
        if (Of is { } run)
        {
            if (kind is DecisionKind.Acted or DecisionKind.ActionFailed && ++run.StepsTraced > TraceLimits.StepsMax)
            {
                text.Clear();
                return;
            }

            leftOut = kind is DecisionKind.Finished or DecisionKind.Stopped or DecisionKind.Failed ? Math.Max(0, run.StepsTraced - TraceLimits.StepsMax) : 0;
        }

        if (leftOut > 0)
        {
            text.AppendLiteral($"; {leftOut} of its steps left no trace, beyond the first {TraceLimits.StepsMax}");
        }

        text.AppendLiteral(Note);

        // A text of the author's may end with a stop of its own.
        if (text.Text is not [.., '.' or '!' or '?' or '…' or '。' or '！' or '？'])
        {
            text.AppendLiteral(".");
        }

        effects.Add(new EngineEffect.Decided(new Decision(Now, Automation, Run, kind, Trigger, text.ToStringAndClear(), Cause) { Step = Step, Trace = TraceOf(leftOut) }) { Ticket = Ticket });
    }

    private DecisionTrace? TraceOf(int leftOut) =>
        Does.Length == 0 && Clauses.IsEmpty && Values.IsEmpty && Commands.IsEmpty && Source is null && leftOut == 0 ? null : new DecisionTrace
        {
            Does = Does,
            GoesOn = GoesOn,
            BegunAt = BegunAt,
            Clauses = Clauses,
            Values = Values,
            Commands = Commands.Length <= TraceLimits.CommandsMax ? Commands : Commands[..TraceLimits.CommandsMax],
            Source = Source,
            StepsLeftOut = leftOut,
        };
}
