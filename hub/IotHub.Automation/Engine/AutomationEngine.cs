using IotHub.Automation.Actions;
using IotHub.Automation.Compilation;
using IotHub.Automation.Conditions;
using IotHub.Automation.Schedules;
using IotHub.Automation.Traces;
using IotHub.Automation.Triggers;
using IotHub.Contracts.Messages;
using IotHub.Devices;
using IotHub.Devices.Registry;
using IotHub.Devices.State;

namespace IotHub.Automation.Engine;

/// <summary>
/// Decides what automations do. It is told what changed and what time it is, and says what should be done as effects, in order; it does nothing
/// itself, opens nothing and reads no clock. The same inputs give the same effects. Not thread-safe: one loop owns it.
/// </summary>
/// <remarks>
/// Before an input of a moment is applied to the home, call <see cref="OnTime"/> with that moment: what was due by then comes first.
/// When a device's contract changes or a device leaves, compile the plans that use it again and put or remove them.
/// </remarks>
public sealed class AutomationEngine
{
    private readonly AutomationEngineOptions _options;
    private readonly CauseSequence _causes;
    private readonly IHomeView _home;
    private readonly Dictionary<string, AutomationState> _automations = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ScenePlan> _scenes = new(StringComparer.Ordinal);
    private readonly WatchIndex _watches = new();
    private readonly EventIndex _events = new();
    private readonly EngineTimers _timers = new();
    private readonly CauseChains _chains;
    private readonly RunSteps _runs;

    /// <summary>Makes an engine that holds nothing.</summary>
    /// <param name="options">Time zone and bounds.</param>
    /// <param name="causes">Gives each run its cause.</param>
    /// <param name="home">The home as it is; read while deciding.</param>
    /// <exception cref="ArgumentOutOfRangeException">A bound is out of its range.</exception>
    public AutomationEngine(AutomationEngineOptions options, CauseSequence causes, IHomeView home)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.HopsMax, 1, nameof(options));
        ArgumentOutOfRangeException.ThrowIfLessThan(options.AutomationsMax, 1, nameof(options));
        ArgumentOutOfRangeException.ThrowIfLessThan(options.ScenesMax, 1, nameof(options));
        ArgumentOutOfRangeException.ThrowIfNegative(options.ChainsMax, nameof(options));
        _options = options;
        _causes = causes;
        _home = home;
        _chains = new CauseChains(options.ChainsMax);
        _runs = new RunSteps(_scenes, _timers, home);
    }

    /// <summary>When something is due next; null while nothing is.</summary>
    public DateTimeOffset? NextDue => _timers.NextDue;

    /// <summary>How many timers are pending: holds, waits and times of the day.</summary>
    public int PendingTimers => _timers.Count;

    /// <summary>
    /// Takes an automation, new or changed. What it was before is forgotten: a run that waits is stopped, holds are dropped. Times of the day
    /// are armed from <paramref name="now"/> on; a trigger with <c>for</c> whose value holds already is armed only by a later change.
    /// </summary>
    /// <returns>False when the engine holds as many automations as it may; nothing is changed then.</returns>
    public bool Put(AutomationPlan plan, DateTimeOffset now, ICollection<EngineEffect> effects)
    {
        var isKnown = _automations.TryGetValue(plan.Id, out var before);
        if (!isKnown && _automations.Count >= _options.AutomationsMax)
        {
            return false;
        }

        if (before is not null)
        {
            Withdraw(before, now, "it was changed", effects);
        }

        var state = new AutomationState(plan, before?.Runs ?? 0);
        _automations[plan.Id] = state;
        if (plan.Enabled)
        {
            _watches.Add(state);
            _events.Add(state);
            for (var trigger = 0; trigger < plan.Triggers.Length; trigger++)
            {
                ArmTime(state, trigger, now);
            }
        }

        return true;
    }

    /// <summary>Forgets an automation; a run that waits is stopped.</summary>
    /// <returns>False when there is none of that id.</returns>
    public bool Remove(string id, DateTimeOffset now, ICollection<EngineEffect> effects)
    {
        if (!_automations.Remove(id, out var state))
        {
            return false;
        }

        Withdraw(state, now, "it was removed", effects);
        return true;
    }

    /// <summary>Takes a scene, new or changed.</summary>
    /// <returns>False when the engine holds as many scenes as it may; nothing is changed then.</returns>
    public bool PutScene(ScenePlan scene)
    {
        if (!_scenes.ContainsKey(scene.Id) && _scenes.Count >= _options.ScenesMax)
        {
            return false;
        }

        _scenes[scene.Id] = scene;
        return true;
    }

    /// <summary>Forgets a scene.</summary>
    /// <returns>False when there is none of that id.</returns>
    public bool RemoveScene(string id) => _scenes.Remove(id);

    /// <summary>Decides about a change that has just been applied to the home. A change that no rule watches costs no allocation.</summary>
    public void OnStateChange(StateChange change, ICollection<EngineEffect> effects)
    {
        foreach (var entry in _watches.Find(change.Device.Name, change.Property.Index))
        {
            var trigger = (TriggerPlan.Property)entry.State.Plan.Triggers[entry.Trigger];
            var watch = trigger.Watched[entry.Watch];
            if (string.Equals(watch.Reference.Property.Key, change.Property.Key, StringComparison.Ordinal))
            {
                OnWatched(entry, trigger, watch, change, effects);
            }
        }
    }

    /// <summary>Decides about something that has just happened at a device.</summary>
    public void OnEvent(Device device, EventMessage message, Cause cause, DateTimeOffset at, ICollection<EngineEffect> effects)
    {
        foreach (var entry in _events.Find(device.Name, message.Event.Key))
        {
            var trigger = (TriggerPlan.Event)entry.State.Plan.Triggers[entry.Trigger];
            var source = trigger.Sources[entry.Watch];
            if (HasArguments(source, message))
            {
                Fire(entry.State, trigger.Id, EngineTexts.Happened(source, message.Arguments), cause, at, effects);
            }
        }
    }

    /// <summary>
    /// Does everything that is due up to <paramref name="now"/>, in the order in which it was due, ties by automation id, then waits before triggers in
    /// their order. Where the call comes late, decisions carry <paramref name="now"/> and say when they were due. A time of the day that came several
    /// times since the last call counts once.
    /// </summary>
    public void OnTime(DateTimeOffset now, ICollection<EngineEffect> effects)
    {
        while (_timers.TakeDue(now) is { } timer)
        {
            var note = timer.Due < now ? EngineTexts.Late(timer.Due) : string.Empty;
            switch (timer.Kind)
            {
                case TimerKind.Wait:
                    if (RunTable.Next(timer.Owner.Phase, RunInput.WaitOver, timer.Owner.Plan.Mode) == RunStep.Continue)
                    {
                        _runs.Go(timer.Owner, now, note, effects);
                    }

                    break;
                case TimerKind.Hold:
                    timer.Owner.Armed[timer.Trigger][timer.Watch] = null;
                    var hold = (TriggerPlan.Property)timer.Owner.Plan.Triggers[timer.Trigger];
                    var held = EngineTexts.Held(hold.Watched[timer.Watch], timer.Value, hold.For ?? TimeSpan.Zero);
                    Fire(timer.Owner, hold.Id, held + note, timer.Cause, now, effects);
                    break;
                default:
                    // From now, not from when it was due: a time that was missed several times comes once.
                    ArmTime(timer.Owner, timer.Trigger, now);
                    var came = EngineTexts.TimeCame(timer.Due, _options.TimeZone);
                    Fire(timer.Owner, timer.Owner.Plan.Triggers[timer.Trigger].Id, came + note, null, now, effects);
                    break;
            }
        }
    }

    /// <summary>Sets what a scene sets, for a person or the API.</summary>
    /// <param name="id">The scene's id.</param>
    /// <param name="cause">Who or what wants it: the cause of all that is set.</param>
    /// <param name="now">The time.</param>
    /// <param name="effects">Where the effects go.</param>
    /// <returns>False when there is no such scene.</returns>
    public bool RunScene(string id, Cause cause, DateTimeOffset now, ICollection<EngineEffect> effects)
    {
        if (!_scenes.TryGetValue(id, out var scene))
        {
            return false;
        }

        var name = "scene:" + id;
        _runs.Apply(scene, new RunSteps.Voice(name, 0, string.Empty, cause, now, string.Empty), effects);
        return true;
    }

    private static bool HasArguments(TriggerPlan.EventSource trigger, EventMessage message)
    {
        foreach (var wanted in trigger.Arguments)
        {
            var isThere = false;
            foreach (var given in message.Arguments)
            {
                isThere |= string.Equals(given.Property.Key, wanted.Property.Key, StringComparison.Ordinal)
                    && new PropertyTest(wanted.Value, null, null).Holds(given.Value);
            }

            if (!isThere)
            {
                return false;
            }
        }

        return true;
    }

    private void OnWatched(WatchEntry entry, TriggerPlan.Property trigger, TriggerPlan.Watch watch, StateChange change, ICollection<EngineEffect> effects)
    {
        var didHold = !watch.Test.IsAny && watch.Test.Holds(change.Before);
        var holds = watch.Test.Holds(change.After);
        ref var armed = ref entry.State.Armed[entry.Trigger][entry.Watch];
        if (holds && (didHold || change.Before == change.After))
        {
            // Nothing new: a hold that runs goes on running.
            return;
        }

        // A value that no longer is as asked ends a hold, wherever it comes from; for "changes", any other value does.
        _timers.Cancel(armed);
        armed = null;
        if (!holds || change.Origin != ValueOrigin.Reported)
        {
            return;
        }

        if (trigger.For is not { } duration)
        {
            Fire(entry.State, trigger.Id, EngineTexts.Changed(watch, change), change.Cause, change.At, effects);
            return;
        }

        armed = new EngineTimer
        {
            Due = change.At + duration,
            Kind = TimerKind.Hold,
            Owner = entry.State,
            Trigger = entry.Trigger,
            Watch = entry.Watch,
            Value = change.After,
            Cause = change.Cause,
        };
        _timers.Add(armed);
    }

    private void Fire(AutomationState state, string trigger, string why, Cause? source, DateTimeOffset now, ICollection<EngineEffect> effects)
    {
        var plan = state.Plan;
        var evaluation = new ConditionEvaluation(_home, _options.TimeZone, now, trigger);
        var input = !evaluation.Holds(plan.Conditions) ? RunInput.Refused
            : source is not null && source.Hops >= _options.HopsMax ? RunInput.TooDeep
            : RunInput.Accepted;
        var parent = source ?? _causes.Root(CauseOrigin.Time, "clock");
        var because = plan.Conditions.Of.IsEmpty || input == RunInput.Refused ? why : $"{why}; {evaluation.Explain(plan.Conditions)}";
        switch (RunTable.Next(state.Phase, input, plan.Mode))
        {
            case RunStep.Refuse:
                Say(DecisionKind.Refused, 0, $"Not run: {why}, but {evaluation.Explain(plan.Conditions)}.");
                break;
            case RunStep.Skip:
                Say(DecisionKind.SkippedWhileRunning, 0, $"Not run: {because}, but run {state.Run?.Number ?? 0} is still going on.");
                break;
            case RunStep.Cut:
                Say(DecisionKind.Stopped, 0,
                    $"Not run: {because}, but the chain {_chains.Describe(parent, plan.Id)} is longer than {_options.HopsMax}; it began with cause {parent.RootId}.");
                break;
            case RunStep.Start:
                Begin(DecisionKind.Started, $"Runs: {because}.");
                break;
            case RunStep.Restart:
                _timers.Cancel(state.Run?.Wait);
                Begin(DecisionKind.Restarted, $"Runs anew, ending run {state.Run?.Number ?? 0}: {because}.");
                break;
        }

        void Say(DecisionKind kind, long run, string text) => effects.Add(new EngineEffect.Decided(new Decision(now, plan.Id, run, kind, trigger, text, parent)));

        void Begin(DecisionKind kind, string text)
        {
            var cause = _causes.Then(parent, CauseOrigin.Automation, plan.Id);
            _chains.Add(parent, cause);
            state.Run = new AutomationRun(++state.Runs, trigger, cause);
            effects.Add(new EngineEffect.Decided(new Decision(now, plan.Id, state.Runs, kind, trigger, text, cause)));
            _runs.Go(state, now, string.Empty, effects);
        }
    }

    private void ArmTime(AutomationState state, int trigger, DateTimeOffset now)
    {
        if (state.Plan.Triggers[trigger] is TriggerPlan.Time time && time.Schedule.Next(now, new HomePlace { Zone = _options.TimeZone }) is { Moment: var due })
        {
            var timer = new EngineTimer { Due = due, Kind = TimerKind.Time, Owner = state, Trigger = trigger };
            state.Armed[trigger][0] = timer;
            _timers.Add(timer);
        }
    }

    private void Withdraw(AutomationState state, DateTimeOffset now, string why, ICollection<EngineEffect> effects)
    {
        if (RunTable.Next(state.Phase, RunInput.Withdrawn, state.Plan.Mode) == RunStep.Stop && state.Run is { } run)
        {
            _timers.Cancel(run.Wait);
            state.Run = null;
            var text = $"Run {run.Number} stopped before its end: {why}.";
            effects.Add(new EngineEffect.Decided(new Decision(now, state.Plan.Id, run.Number, DecisionKind.Stopped, run.Trigger, text, run.Cause)));
        }

        foreach (var timer in state.Armed.SelectMany(timers => timers))
        {
            _timers.Cancel(timer);
        }

        if (state.Plan.Enabled)
        {
            _watches.Remove(state);
            _events.Remove(state);
        }
    }
}
