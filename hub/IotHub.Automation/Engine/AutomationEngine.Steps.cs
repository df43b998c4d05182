using System.Collections.Immutable;
using IotHub.Automation.Actions;
using IotHub.Automation.Compilation;
using IotHub.Automation.Conditions;
using IotHub.Automation.Engine.Memory;
using IotHub.Automation.Engine.Programs;
using IotHub.Automation.Engine.Runs;
using IotHub.Automation.Engine.Watching;
using IotHub.Automation.Expressions.Evaluation;
using IotHub.Automation.Expressions.Typing;
using IotHub.Automation.Traces;
using IotHub.Automation.Triggers;
using IotHub.Devices.Commands;

namespace IotHub.Automation.Engine;

/// <content>Runs on their way from step to step, until they wait or end.</content>
public sealed partial class AutomationEngine
{
    private readonly Dictionary<string, Strand> _awaited = new(StringComparer.Ordinal);

    private void Walk(Strand strand, DateTimeOffset now, string note)
    {
        var run = strand.Run;
        var steps = run.Owner.Program.Steps;
        strand.IsWalking = true;
        Touch(run.Owner, MemoryChange.Runs);
        while (!run.IsOver && strand is { Wait: null, Children: 0, IsOver: false })
        {
            if (strand.Next >= steps.Length)
            {
                Finish(run, now, note);
                break;
            }

            if (!MayStep(run.Owner))
            {
                FailEndless(run, steps[strand.Next].Source, now);
                break;
            }

            Step(strand, steps[strand.Next], now, ref note);
        }

        strand.IsWalking = false;
    }

    private void Step(Strand strand, Instruction instruction, DateTimeOffset now, ref string note)
    {
        var run = strand.Run;
        switch (instruction)
        {
            case Instruction.Jump jump:
                strand.Next = jump.To;
                break;
            case Instruction.JumpUnless test:
                strand.Next = Holds(run, test.Condition, test.Source, now, ref note) ? strand.Next + 1 : test.To;
                break;
            case Instruction.LoopBegin begin:
                strand.Rounds.Add(BeginRounds(run, begin, now, ref note));
                strand.Next++;
                break;
            case Instruction.LoopTest test:
                BeginRound(strand, test, now);
                break;
            case Instruction.LoopNext next:
                EndRound(strand, next, now);
                break;
            case Instruction.Fork fork:
                BeginBranches(strand, fork, now, ref note);
                break;
            case Instruction.Join:
                EndBranch(strand, now);
                break;
            case Instruction.Await wait:
                BeginWait(strand, wait.Source, now, ref note);
                break;
            case Instruction.Act { Source: ActionPlan.Scene scene } when _scenes.GetValueOrDefault(scene.Id) is { Transition: not null }:
                // Whether it takes time is said by the scene, which may be another one tomorrow.
                BeginWait(strand, scene, now, ref note);
                break;
            default:
                strand.Next++;
                var voice = VoiceOf(run, instruction.Source, now, ref note);
                Check(run, instruction.Source, Act(run, instruction.Source, voice), voice);
                break;
        }
    }

    /// <summary>Says what went wrong with a step, and ends the run where the step says so.</summary>
    private void Check(AutomationRun run, ActionPlan source, string? fault, Voice voice)
    {
        if (fault is null)
        {
            return;
        }

        voice.Say(DecisionKind.ActionFailed, fault, _effects);
        if (source.StopsOnError && !run.IsOver)
        {
            Fail(run, source, fault, voice.Now);
        }
    }

    private void Fail(AutomationRun run, ActionPlan source, string why, DateTimeOffset now)
    {
        Stop(run, DecisionKind.Failed, RunHappening.Failed, why, now, source.Path);
        BeginNext(run.Owner, now);
    }

    private bool Holds(AutomationRun run, ConditionPlan condition, ActionPlan source, DateTimeOffset now, ref string note)
    {
        var evaluation = new ConditionEvaluation(_scope.At(now, run.Trigger, run.Values));
        var holds = evaluation.Holds(condition);
        var text = $"{(holds ? "So it is" : "It is not so")}: {evaluation.Explain(condition, out var clauses)}";
        (VoiceOf(run, source, now, ref note) with { Clauses = clauses }).Say(DecisionKind.Acted, text, _effects);
        return holds;
    }

    private void BeginBranches(Strand strand, Instruction.Fork fork, DateTimeOffset now, ref string note)
    {
        VoiceOf(strand.Run, fork.Source, now, ref note).Say(DecisionKind.Acted, $"Does {fork.Starts.Length} lists side by side", _effects);
        strand.Next = fork.After;
        strand.Children = fork.Starts.Length;
        var children = fork.Starts.Select(start => strand.Run.Begin(strand, start)).ToArray();
        foreach (var child in children)
        {
            if (!strand.Run.IsOver)
            {
                Walk(child, now, string.Empty);
            }
        }
    }

    private void EndBranch(Strand strand, DateTimeOffset now)
    {
        strand.IsOver = true;
        strand.Run.Strands.Remove(strand);
        if (strand.Parent is { } parent && --parent.Children == 0 && !parent.IsWalking)
        {
            Walk(parent, now, string.Empty);
        }
    }

    private void BeginWait(Strand strand, ActionPlan action, DateTimeOffset now, ref string note)
    {
        var run = strand.Run;
        var voice = VoiceOf(run, action, now, ref note);
        switch (action)
        {
            case ActionPlan.Wait wait:
                if (DurationOf(wait, run, now) is not { } duration)
                {
                    strand.Next++;
                    Check(run, action, "Does not wait: the duration is not known", voice with { Values = Readings(run, now, wait.Computed) });
                    return;
                }

                strand.Wait = new StrandWait { BegunAt = now, Timer = ArmStrand(strand, TimerKind.Wait, now + duration) };
                (voice with { GoesOn = true, Values = Readings(run, now, wait.Computed) }).Say(
                    DecisionKind.Acted, $"Waits {Duration.Format(duration)}, until {EngineTexts.Moment(now + duration)}", _effects);
                break;
            case ActionPlan.WaitUntil until:
                BeginWaitUntil(strand, until, voice);
                break;
            case ActionPlan.WaitFor listen:
                strand.Wait = new StrandWait { BegunAt = now, Watches = new TriggerSet(run.Owner, listen.Triggers, strand, Home), Timer = Patience(strand, listen.Limit, now) };
                Listen(strand.Wait.Watches, now);
                (voice with { GoesOn = true }).Say(DecisionKind.Acted, $"Waits for {listen.Triggers.Length} trigger{(listen.Triggers.Length == 1 ? string.Empty : "s")}{EngineTexts.AtMost(listen.Limit)}", _effects);
                break;
            case ActionPlan.Call call:
                BeginCall(strand, call, voice);
                break;
            default:
                BeginRamp(strand, action, voice);
                break;
        }
    }

    private void BeginWaitUntil(Strand strand, ActionPlan.WaitUntil until, Voice voice)
    {
        var (run, now) = (strand.Run, voice.Now);
        var evaluation = new ConditionEvaluation(_scope.At(now, run.Trigger, run.Values));
        var holds = evaluation.Holds(until.Condition);
        var found = evaluation.Explain(until.Condition, out var clauses);
        voice = voice with { Clauses = clauses };
        if (holds)
        {
            voice.Say(DecisionKind.Acted, $"Need not wait: {found}", _effects);
            strand.Next++;
            run.Values.Set("wait.completed", ExpressionValue.FromBoolean(true));
            return;
        }

        strand.Wait = new StrandWait { BegunAt = now, Watches = new TriggerSet(strand, until.Condition, Home), Timer = Patience(strand, until.Limit, now) };
        Listen(strand.Wait.Watches, now);
        (voice with { GoesOn = true }).Say(DecisionKind.Acted, $"Waits until it is so{EngineTexts.AtMost(until.Limit)}: {found}", _effects);
    }

    private TimeSpan? DurationOf(ActionPlan.Wait wait, AutomationRun run, DateTimeOffset now)
    {
        if (wait.Computed is not { } computed)
        {
            return wait.Duration;
        }

        var value = computed.Evaluate(_scope.At(now, run.Trigger, run.Values));
        return value.Kind == ExpressionKind.Duration
            ? TimeSpan.FromTicks(Math.Clamp(value.AsDuration.Ticks, AutomationLimits.DurationMin.Ticks, AutomationLimits.DurationMax.Ticks))
            : null;
    }

    private EngineTimer? Patience(Strand strand, ActionPlan.WaitLimit? limit, DateTimeOffset now) =>
        limit is null ? null : ArmStrand(strand, TimerKind.Wait, now + limit.Timeout);

    private EngineTimer ArmStrand(Strand strand, TimerKind kind, DateTimeOffset due)
    {
        var timer = new EngineTimer { Due = due, Kind = kind, Owner = strand.Run.Owner.Plan.Id, Strand = strand };
        _timers.Add(timer);
        return timer;
    }

    /// <summary>A wait has what it waited for.</summary>
    private void GoOn(Strand strand, bool isCompleted, string trigger, DateTimeOffset now, string why, ImmutableArray<TraceClause> clauses)
    {
        var voice = VoiceOfWait(strand, now);
        EndWait(strand);
        strand.Next++;
        strand.Run.Values.Set("wait.completed", ExpressionValue.FromBoolean(isCompleted));
        strand.Run.Values.Set("wait.trigger", ExpressionValue.FromText(trigger));
        (voice with { Clauses = clauses }).Say(DecisionKind.Acted, $"Goes on: {why}", _effects);
        Walk(strand, now, string.Empty);
    }

    private void OnPatienceOver(Strand strand, DateTimeOffset now, string note)
    {
        if (strand.Wait is not { } wait)
        {
            return;
        }

        var source = strand.Run.Owner.Program.Steps[strand.Next].Source;
        if (wait.Watches is null)
        {
            var voice = VoiceOfWait(strand, now) with { Note = note };
            EndWait(strand);
            strand.Next++;
            voice.Say(DecisionKind.Acted, source is ActionPlan.Wait ? "Goes on: the wait is over" : "Goes on: there is nobody left to answer", _effects);
            Walk(strand, now, string.Empty);
            return;
        }

        var limit = source switch
        {
            ActionPlan.WaitUntil until => until.Limit,
            ActionPlan.WaitFor listen => listen.Limit,
            _ => null,
        };
        if (limit?.Stops == true)
        {
            Stop(strand.Run, DecisionKind.Stopped, RunHappening.Stopped, $"it waited {Duration.Format(limit.Timeout)} in vain", now, source.Path);
            BeginNext(strand.Run.Owner, now);
            return;
        }

        GoOn(strand, isCompleted: false, string.Empty, now, $"it waited {Duration.Format(limit?.Timeout ?? default)} in vain{note}", []);
    }

    private void EndWait(Strand strand)
    {
        if (strand.Wait is not { } wait)
        {
            return;
        }

        strand.Wait = null;
        _timers.Cancel(wait.Timer);
        if (wait.Watches is not null)
        {
            StopListening(wait.Watches);
        }

        if (wait.Command is not null)
        {
            _awaited.Remove(wait.Command);
        }
    }

    private void OnResults(Strand strand, CommandEnd end)
    {
        if (strand.Run.Owner.Program.Steps[strand.Next].Source is not ActionPlan.Call { Out: { } name } call)
        {
            return;
        }

        var voice = VoiceOfWait(strand, end.At) with { Commands = [end.Command.Id] };
        EndWait(strand);
        strand.Next++;
        foreach (var result in end.Out)
        {
            var key = result.Property.Key[(result.Property.Key.IndexOf('.', StringComparison.Ordinal) + 1)..];
            strand.Run.Values.Set($"{name}.{key}", ExpressionValue.FromProperty(result.Value, result.Property, "was not given"));
        }

        strand.Run.Values.Set($"{name}.done", ExpressionValue.FromBoolean(end.Outcome == CommandOutcome.Confirmed));
        if (end.Outcome == CommandOutcome.Confirmed)
        {
            voice.Say(DecisionKind.Acted, $"{call.Device.Name}/{call.Action.Key} is done{EngineTexts.Brought(end.Out)}", _effects);
        }
        else
        {
            Check(strand.Run, call, $"{call.Device.Name}/{call.Action.Key} ended as {end.Outcome.ToString().ToLowerInvariant()}", voice);
        }

        Walk(strand, end.At, string.Empty);
    }
}
