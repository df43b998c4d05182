using System.Collections.Immutable;
using IotHub.Automation.Traces;
using IotHub.Devices;

namespace IotHub.Automation.Preview;

/// <summary>Gathers what one version would have done within the span, within the bounds of a preview.</summary>
/// <param name="automation">Its id.</param>
/// <param name="from">Runs that begin from here on count.</param>
internal sealed class PreviewLog(string automation, DateTimeOffset from)
{
    private readonly Dictionary<long, Entry> _open = [];
    private readonly List<RunMark> _marks = [];
    private readonly List<PreviewRefusal> _refused = [];
    private Entry? _last;
    private int _runCount;
    private int _commandCount;
    private int _refusedCount;

    /// <summary>Runs that can be compared, in the order of their beginning.</summary>
    public IReadOnlyList<RunMark> Marks => _marks;

    /// <summary>True where there were more runs than can be compared.</summary>
    public bool IsCut => _runCount > _marks.Count;

    public void Add(Decision decision)
    {
        if (decision.Automation != automation)
        {
            return;
        }

        switch (decision.Kind)
        {
            case DecisionKind.Started or DecisionKind.Restarted:
                if (decision.Kind == DecisionKind.Restarted)
                {
                    EndAll(decision.At, DecisionKind.Restarted);
                }

                Begin(decision);
                break;
            case DecisionKind.Finished or DecisionKind.Failed:
                End(decision);
                break;
            case DecisionKind.Stopped when decision.Run > 0:
                End(decision);
                break;
            case DecisionKind.Refused or DecisionKind.SkippedWhileRunning or DecisionKind.Queued or DecisionKind.Dropped or DecisionKind.Stopped or DecisionKind.SwitchedOff:
                Refuse(decision);
                break;
            default:
                Step(decision);
                break;
        }
    }

    /// <summary>Something would have left the hub.</summary>
    /// <param name="cause">Of the run that wanted it; null for the one that decided last.</param>
    /// <param name="command">What.</param>
    public void Add(Cause? cause, PreviewCommand command)
    {
        var entry = cause is null ? _last : _open.GetValueOrDefault(cause.Id) ?? (_last?.CauseId == cause.Id ? _last : null);
        if (entry is null)
        {
            return;
        }

        entry.Mark.Take(command.At, command.Text);
        _commandCount++;
        if (entry.Mark.Shown is { } shown)
        {
            entry.Mark.Shown = shown with
            {
                CommandCount = shown.CommandCount + 1,
                Commands = shown.Commands.Length < PreviewLimits.StepsShownMax ? shown.Commands.Add(command) : shown.Commands,
            };
        }
    }

    public PreviewOutcome Outcome() => new(
        _runCount, _commandCount, _refusedCount, [.. _marks.Select(mark => mark.Shown).OfType<PreviewRun>()], [.. _refused]);

    private void Begin(Decision decision)
    {
        if (decision.At < from)
        {
            return;
        }

        _runCount++;
        if (_marks.Count >= PreviewLimits.RunsComparedMax)
        {
            return;
        }

        var mark = new RunMark(decision.At, decision.Trigger)
        {
            Shown = _marks.Count < PreviewLimits.RunsShownMax ? new PreviewRun(decision.Run, decision.Trigger, decision.Text, decision.At) : null,
        };
        _marks.Add(mark);
        _last = _open[decision.Cause.Id] = new Entry(decision.Cause.Id, decision.Run, mark);
    }

    private void End(Decision decision)
    {
        if (_open.Remove(decision.Cause.Id, out var entry))
        {
            Close(entry, decision.At, decision.Kind);
            Step(entry, decision);
        }
    }

    private void EndAll(DateTimeOffset at, DecisionKind kind)
    {
        foreach (var entry in _open.Values)
        {
            Close(entry, at, kind);
        }

        _open.Clear();
    }

    private static void Close(Entry entry, DateTimeOffset at, DecisionKind kind)
    {
        if (entry.Mark.Shown is { } shown)
        {
            entry.Mark.Shown = shown with { EndedAt = at, End = kind };
        }
    }

    private void Refuse(Decision decision)
    {
        if (decision.At < from)
        {
            return;
        }

        _refusedCount++;
        if (_refused.Count < PreviewLimits.RefusalsShownMax)
        {
            _refused.Add(new PreviewRefusal(decision.At, decision.Trigger, decision.Kind, decision.Text));
        }
    }

    private void Step(Decision decision)
    {
        if (_open.TryGetValue(decision.Cause.Id, out var entry))
        {
            _last = entry;
            Step(entry, decision);
        }
    }

    private static void Step(Entry entry, Decision decision)
    {
        if (entry.Mark.Shown is { Steps.Length: < PreviewLimits.StepsShownMax } shown)
        {
            entry.Mark.Shown = shown with { Steps = shown.Steps.Add(new PreviewStep(decision.At, decision.Step, decision.Text)) };
        }
    }

    private sealed record Entry(long CauseId, long Run, RunMark Mark);
}
