using System.Collections.Immutable;
using IotHub.Automation.Compilation;
using IotHub.Automation.Conditions;
using IotHub.Automation.Engine.Memory;
using IotHub.Automation.Engine.Runs;
using IotHub.Automation.Engine.Watching;
using IotHub.Automation.Expressions.Evaluation;
using IotHub.Automation.Traces;
using IotHub.Automation.Triggers;
using IotHub.Devices;

namespace IotHub.Automation.Engine;

/// <content>The beginning and the end of runs.</content>
public sealed partial class AutomationEngine
{
    private readonly Queue<(AutomationState Automation, TriggerEvent Event, bool TestsConditions, int Ticket)> _asked = new();

    /// <summary>Runs an automation for a person or the API, as if one of its triggers had fired.</summary>
    /// <param name="id">The automation's id.</param>
    /// <param name="testsConditions">True to look at its conditions first.</param>
    /// <param name="cause">Who or what wants it.</param>
    /// <param name="now">The time.</param>
    /// <param name="effects">Where the effects go.</param>
    /// <returns>False when there is none of that id, or it is switched off.</returns>
    public bool RunAutomation(string id, bool testsConditions, Cause cause, DateTimeOffset now, ICollection<EngineEffect> effects)
    {
        _effects = effects;
        if (!_automations.TryGetValue(id, out var state) || !state.Plan.Enabled)
        {
            return false;
        }

        Ask(state, string.Empty, new TriggerEvent($"{cause.By} asked for it", new RunValues(), cause), now, testsConditions);
        Settle(now);
        return true;
    }

    private void Fire(TriggerSet set, int trigger, TriggerEvent happening, DateTimeOffset now)
    {
        var id = set.Plans[trigger].Id;
        if (set.Waiter is { } strand)
        {
            if (strand.Wait?.Watches == set)
            {
                GoOn(strand, isCompleted: true, id, now, happening.Why, []);
            }

            return;
        }

        if (_automations.GetValueOrDefault(set.Owner.Plan.Id)?.Triggers == set)
        {
            happening.Values.Set("trigger.id", ExpressionValue.FromText(id));
            Ask(set.Owner, id, happening, now, testsConditions: true);
        }
    }

    /// <summary>Somebody wants a run; whether it begins, waits or is refused is decided here, and said.</summary>
    private void Ask(AutomationState state, string trigger, TriggerEvent happening, DateTimeOffset now, bool testsConditions)
    {
        var plan = state.Plan;
        Prepare(plan, trigger, happening.Values, now);
        var evaluation = new ConditionEvaluation(_scope.At(now, trigger, happening.Values));
        var holds = !testsConditions || evaluation.Holds(plan.Conditions);
        var rest = holds && plan.Cooldown is { } cooldown && state.LastBegunAt is { } last && now >= last ? cooldown - (now - last) : TimeSpan.Zero;
        var source = happening.Cause;
        var input = !holds || rest > TimeSpan.Zero ? RunInput.Refused
            : source is not null && source.Hops >= _options.HopsMax ? RunInput.TooDeep
            : RunInput.Accepted;
        var parent = source ?? _causes.Root(CauseOrigin.Time, "clock");
        happening = happening with { Cause = parent };
        var clauses = ImmutableArray<TraceClause>.Empty;
        var tested = plan.Conditions.Of.IsEmpty || !testsConditions ? string.Empty : evaluation.Explain(plan.Conditions, out clauses);
        var because = tested.Length == 0 || !holds ? happening.Why : $"{happening.Why}; {tested}";
        var request = new RunRequest(trigger, happening, because, now) { Clauses = clauses };
        var voice = new Voice(plan.Id, 0, trigger, parent, now);
        switch (RunTable.Next(state.Phase, input, plan.Mode))
        {
            case RunStep.Refuse:
                if (holds)
                {
                    var tooSoon = $"the last run began less than {Duration.Format(plan.Cooldown ?? default)} ago";
                    Refuse(voice, DecisionKind.Refused, because, "/cooldown", tooSoon, new TraceValue("last run", EngineTexts.Moment(state.LastBegunAt ?? now)));
                }
                else
                {
                    (voice with { Clauses = clauses }).Say(DecisionKind.Refused, $"Not run: {happening.Why}, but {tested}", _effects);
                }

                break;
            case RunStep.Skip:
                var going = state.Runs[0].Number;
                Refuse(voice, DecisionKind.SkippedWhileRunning, because, "/mode", $"run {going} is still going on", new TraceValue("run", ExpressionValue.FromNumber(going).ToString()));
                break;
            case RunStep.Cut:
                var path = _chains.Describe(parent, plan.Id);
                var chain = $"the chain {path} is longer than {_options.HopsMax}";
                Refuse(voice, DecisionKind.Stopped, because, string.Empty, $"{chain}; it began with cause {parent.RootId}", new TraceValue("chain", TraceLimits.Cut(path)));
                Warn(state, $"was not run, since automations set each other going: {chain}", parent, now);
                break;
            case RunStep.Start:
                Begin(state, request, DecisionKind.Started, $"Runs: {because}", now);
                break;
            case RunStep.Restart:
                var ended = state.Runs[0];
                Drop(ended);
                Begin(state, request, DecisionKind.Restarted, $"Runs anew, ending run {ended.Number}: {because}", now);
                break;
            case RunStep.Queue:
                state.Line.Enqueue(request);
                Touch(state, MemoryChange.Runs);
                voice.Say(DecisionKind.Queued, $"Waits in line, {state.Line.Count} before it or with it: {because}", _effects);
                break;
            case RunStep.Drop:
                MakeRoom(state, request, voice);
                break;
        }
    }

    /// <summary>A trigger that fired is not followed, for a reason that is none of the conditions.</summary>
    private void Refuse(Voice voice, DecisionKind kind, string because, string path, string reason, TraceValue value) =>
        (voice with { Clauses = [new TraceClause(path, false, reason, [value])] }).Say(kind, $"Not run: {because}, but {reason}", _effects);

    /// <summary>Works out the automation's variables, in order, before its conditions are looked at. What "run" brought with it counts more.</summary>
    private void Prepare(AutomationPlan plan, string trigger, RunValues values, DateTimeOffset now)
    {
        foreach (var variable in plan.Variables)
        {
            if (!values.Has(variable.Name))
            {
                values.Set(variable.Name, variable.Value.Evaluate(_scope.At(now, trigger, values)));
            }
        }
    }

    private void MakeRoom(AutomationState state, RunRequest request, Voice voice)
    {
        var plan = state.Plan;
        if (!plan.DropsOldest)
        {
            Refuse(voice, DecisionKind.Dropped, request.Because, "/max", $"{plan.RunsMax} runs go on or wait, as many as may", new TraceValue("runs", ExpressionValue.FromNumber(plan.RunsMax).ToString()));
        }
        else if (plan.Mode == RunMode.Parallel)
        {
            var oldest = state.Runs[0];
            Stop(oldest, DecisionKind.Stopped, RunHappening.Stopped, "a newer run takes its place", voice.Now);
            Begin(state, request, DecisionKind.Started, $"Runs: {request.Because}", voice.Now);
        }
        else if (state.Line.TryDequeue(out var oldest))
        {
            voice.Say(DecisionKind.Dropped, $"Dropped from the line to make room: {oldest.Because}", _effects);
            state.Line.Enqueue(request);
            Touch(state, MemoryChange.Runs);
            voice.Say(DecisionKind.Queued, $"Waits in line: {request.Because}", _effects);
        }
        else
        {
            Refuse(voice, DecisionKind.Dropped, request.Because, "/max", "a run goes on and nothing may wait in line", new TraceValue("runs", ExpressionValue.FromNumber(plan.RunsMax).ToString()));
        }
    }

    private void Begin(AutomationState state, RunRequest request, DecisionKind kind, string text, DateTimeOffset now)
    {
        var plan = state.Plan;
        var parent = request.Event.Cause ?? _causes.Root(CauseOrigin.Time, "clock");
        if (state.Breaker.Take(now, request.Event.IsEcho ? RateBreaker.EchoWeight : 1) is { } excess)
        {
            SwitchOff(state, $"{excess}; the last time since {request.Event.Why}", parent, now);
            return;
        }

        var cause = _causes.Then(parent, CauseOrigin.Automation, plan.Id);
        _chains.Add(parent, cause);
        var run = new AutomationRun(state, ++state.RunCount, request.Trigger, cause, request.Event.Values);
        state.LastBegunAt = now;
        Touch(state, MemoryChange.Runs);
        state.Runs.Add(run);
        run.Values.Set("run.number", ExpressionValue.FromNumber(run.Number));
        var ticket = Tell(state, RunHappening.Started, cause);
        (VoiceOf(run, now) with { Source = parent, Clauses = request.Clauses, Values = Brought(run.Values, _options.Place.Zone), Ticket = ticket }).Say(kind, text, _effects);
        Walk(run.Begin(null, 0), now, string.Empty);
    }

    private void Finish(AutomationRun run, DateTimeOffset now, string note)
    {
        Drop(run);
        var ticket = Tell(run.Owner, RunHappening.Finished, run.Cause);
        (VoiceOf(run, now) with { Note = note, Ticket = ticket }).Say(DecisionKind.Finished, $"Run {run.Number} is done", _effects);
        BeginNext(run.Owner, now);
    }

    /// <summary>Ends a run before its end.</summary>
    private void Stop(AutomationRun run, DecisionKind kind, RunHappening happening, string why, DateTimeOffset now, string step = "")
    {
        Drop(run);
        var ticket = Tell(run.Owner, happening, run.Cause);
        (VoiceOf(run, now) with { Step = step, Ticket = ticket }).Say(kind, $"Run {run.Number} {(kind == DecisionKind.Failed ? "failed" : "stopped before its end")}: {why}", _effects);
    }

    private void BeginNext(AutomationState state, DateTimeOffset now)
    {
        if (state.Runs.Count == 0 && state.Line.TryDequeue(out var next))
        {
            Begin(state, next, DecisionKind.Started, $"Runs, after waiting in line: {next.Because}", now);
        }
    }

    private void Drop(AutomationRun run)
    {
        run.IsOver = true;
        Touch(run.Owner, MemoryChange.Runs);
        run.Owner.Runs.Remove(run);
        foreach (var strand in run.Strands)
        {
            EndWait(strand);
        }

        run.Strands.Clear();
    }

    private void Withdraw(AutomationState state, DateTimeOffset now, string why)
    {
        if (state.Line.Count > 0)
        {
            state.Line.Clear();
            Touch(state, MemoryChange.Runs);
        }

        foreach (var run in state.Runs.ToArray())
        {
            Stop(run, DecisionKind.Stopped, RunHappening.Stopped, why, now);
        }

        StopListening(state.Triggers);
    }
}
