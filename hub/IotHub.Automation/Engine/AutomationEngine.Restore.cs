using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using IotHub.Automation.Actions;
using IotHub.Automation.Engine.Memory;
using IotHub.Automation.Engine.Programs;
using IotHub.Automation.Engine.Runs;
using IotHub.Automation.Engine.Watching;
using IotHub.Automation.Expressions.Evaluation;
using IotHub.Automation.Schedules.Missed;
using IotHub.Automation.Traces;
using IotHub.Automation.Triggers;
using IotHub.Contracts.Values;
using IotHub.Devices;
using IotHub.Devices.Registry;

namespace IotHub.Automation.Engine;

/// <content>Going on after a restart.</content>
public sealed partial class AutomationEngine
{
    /// <summary>
    /// Goes on with what an automation remembered, after all plans were put. Runs stand where they stood; what came due meanwhile is due at once, and
    /// commands that had not ended are sent again under their own ids. Runs of another version of the document are ended, and said. What held is
    /// believed when its device has said it again.
    /// </summary>
    /// <param name="memory">What was remembered.</param>
    /// <param name="since">The last moment at which the hub is known to have looked; not after <paramref name="now"/>.</param>
    /// <param name="now">The time.</param>
    /// <param name="effects">Where the effects go.</param>
    public void Restore(AutomationMemory memory, DateTimeOffset since, DateTimeOffset now, ICollection<EngineEffect> effects)
    {
        _effects = effects;
        since = since < now ? since : now;
        if (memory.Id.StartsWith(AutomationMemory.SnapshotPrefix, StringComparison.Ordinal))
        {
            RestoreSnapshot(memory);
            return;
        }

        if (!_automations.TryGetValue(memory.Id, out var state) || !state.Plan.Enabled)
        {
            _resting[memory.Id] = Rested(memory);
            EndRuns(memory, "it is not in force any more", now);
            if (memory.IsPending)
            {
                _touchedResting.Add(memory.Id);
                HasMemories = true;
            }

            return;
        }

        state.RunCount = Math.Max(state.RunCount, memory.RunCount);
        state.LastBegunAt = memory.LastBegunAt;
        state.WasPending = memory.IsPending;
        RestoreTaken(state, memory);
        ArmSchedules(state.Triggers, now);
        if (memory.Version != state.Plan.Version || memory.Program != state.Program.Fingerprint)
        {
            EndRuns(memory, "the automation was changed meanwhile", now);
            Touch(state, MemoryChange.Runs);
            return;
        }

        RestoreTriggers(state.Triggers, memory.Triggers);
        foreach (var request in memory.Line.Take(state.Plan.RunsMax))
        {
            state.Line.Enqueue(new RunRequest(request.Trigger, EventOf(request.Event), request.Because, request.AcceptedAt));
        }

        var unfinished = memory.Commands.ToDictionary(command => command.Id, StringComparer.Ordinal);
        foreach (var run in memory.Runs)
        {
            RestoreRun(state, run, unfinished, since, now);
        }

        foreach (var command in memory.Commands)
        {
            SendAgain(state, command);
        }

        BeginNext(state, now);
        Settle(now);
    }

    /// <summary>
    /// Makes up for times that schedules missed while the hub was away, each as its trigger says; at most one run for each trigger. After memories
    /// are restored.
    /// </summary>
    /// <param name="lastAlive">The last moment at which the hub is known to have looked.</param>
    /// <param name="now">The time.</param>
    /// <param name="effects">Where the effects go.</param>
    public void CatchUp(DateTimeOffset lastAlive, DateTimeOffset now, ICollection<EngineEffect> effects)
    {
        _effects = effects;
        foreach (var state in _automations.Values.Where(state => state.Plan.Enabled).OrderBy(state => state.Plan.Id, StringComparer.Ordinal).ToArray())
        {
            var set = state.Triggers;
            for (var trigger = 0; trigger < set.Plans.Length; trigger++)
            {
                if (set.Plans[trigger] is not TriggerPlan.Time time
                    || MissedOccurrences.Missed(time.Schedule, set.States[trigger].Taken, lastAlive, now, time.OnMissed, _options.Place) is not { Count: > 0 } missed)
                {
                    continue;
                }

                var why = missed.Text.TrimEnd('.');
                if (missed.Run is not { } made)
                {
                    (new Voice(state.Plan.Id, 0, time.Id, _causes.Root(CauseOrigin.Time, "clock"), now) with { Clauses = [new TraceClause(string.Empty, false, why, [])] }).Say(DecisionKind.Refused, $"Not run: {why}", _effects);
                    continue;
                }

                set.States[trigger].Taken = set.States[trigger].Taken.Break().Take(made.Slot).Break();
                Touch(state, MemoryChange.Taken);
                Fire(set, trigger, new TriggerEvent(why, new RunValues(), null), now);
            }

            Settle(now);
        }
    }

    /// <summary>
    /// A device said again what was known from before the restart: nothing changed by it, but what has held since then is proven.
    /// </summary>
    /// <param name="device">Which.</param>
    /// <param name="property">Position of the property.</param>
    /// <param name="at">When.</param>
    /// <param name="effects">Where the effects go.</param>
    public void OnSaidAgain(Device device, int property, DateTimeOffset at, ICollection<EngineEffect> effects)
    {
        _effects = effects;
        foreach (var entry in _properties.Find(device.Name, property))
        {
            if (entry.Trigger != TriggerSet.Condition)
            {
                Prove(entry.Set, entry.Trigger, TriggerMemories.RuleOf(entry.Set.Plans[entry.Trigger]) == GroupRule.Each ? entry.Watch : 0, at);
            }
        }

        Settle(at);
    }

    private void EndRuns(AutomationMemory memory, string why, DateTimeOffset now)
    {
        foreach (var run in memory.Runs)
        {
            new Voice(memory.Id, run.Number, run.Trigger, run.Cause, now).Say(
                DecisionKind.Stopped, $"Run {run.Number} does not go on after the restart: {why}", _effects);
        }

        if (!memory.Line.IsEmpty && memory.Line[0].Event.Cause is { } cause)
        {
            new Voice(memory.Id, 0, memory.Line[0].Trigger, cause, now).Say(
                DecisionKind.Dropped, $"{memory.Line.Length} that waited in line do not run after the restart: {why}", _effects);
        }
    }

    private void RestoreSnapshot(AutomationMemory memory)
    {
        if (_snapshots.Count < SnapshotsMax)
        {
            _snapshots[memory.Id[AutomationMemory.SnapshotPrefix.Length..]] =
                [.. memory.Devices.Select(ValuesOf).OfType<DeviceValues>().Where(values => !values.Values.IsEmpty)];
        }
    }

    private void ArmSchedules(TriggerSet set, DateTimeOffset since)
    {
        for (var trigger = 0; trigger < set.Plans.Length; trigger++)
        {
            if (set.Plans[trigger] is TriggerPlan.Time)
            {
                _timers.Cancel(set.States[trigger].Timers[0]);
                ArmSchedule(set, trigger, since);
            }
        }
    }

    private void RestoreTriggers(TriggerSet set, ImmutableArray<TriggerMemory> memories)
    {
        foreach (var memory in memories)
        {
            if (memory.Index >= 0 && memory.Index < set.Plans.Length && set.Plans[memory.Index] is var plan && plan.Id == memory.Id)
            {
                RestoreTrigger(set, plan, memory);
            }
        }
    }

    private void RestoreTrigger(TriggerSet set, TriggerPlan plan, TriggerMemory memory)
    {
        var state = set.States[memory.Index];
        if (TriggerMemories.IsTold(plan))
        {
            for (var watch = 0; watch < state.Inside.Length; watch++)
            {
                state.Inside[watch] = memory.Inside.Contains(TriggerMemories.WatchAddress(plan, watch));
            }
        }

        var rule = TriggerMemories.RuleOf(plan);
        for (var slot = 0; slot < (plan is TriggerPlan.Time ? 0 : rule == GroupRule.Each ? state.Timers.Length : 1); slot++)
        {
            var address = TriggerMemories.SlotAddress(plan, slot);
            var isMet = plan is TriggerPlan.Presence or TriggerPlan.Property { Watched: [{ Test.IsAny: true }, ..] }
                || (rule == GroupRule.Each ? state.Inside[slot] : state.IsMet(rule));

            // What is known to be otherwise by now does not hold.
            if (isMet && memory.Holds.FirstOrDefault(hold => hold.Address == address) is { } found)
            {
                var timer = new EngineTimer
                {
                    Due = found.Due,
                    Kind = TimerKind.Hold,
                    Owner = set.Owner.Plan.Id,
                    Set = set,
                    Trigger = memory.Index,
                    Watch = slot,
                    Event = EventOf(found.Event),
                    IsProven = false,
                };
                state.Timers[slot] = timer;
                _timers.Add(timer);
            }
        }
    }

    private void RestoreRun(AutomationState state, RunMemory memory, Dictionary<string, CommandMemory> unfinished, DateTimeOffset since, DateTimeOffset now)
    {
        if (!IsSound(memory, state.Program))
        {
            new Voice(state.Plan.Id, memory.Number, memory.Trigger, memory.Cause, now).Say(
                DecisionKind.Stopped, $"Run {memory.Number} does not go on after the restart: its place is not found", _effects);
            return;
        }

        var run = new AutomationRun(state, memory.Number, memory.Trigger, memory.Cause, ValuesOf(memory.Values)) { StepsTraced = memory.StepsTraced };
        var strands = new Dictionary<int, Strand>();
        foreach (var place in memory.Strands)
        {
            var strand = new Strand(run, place.Id, place.Parent is { } parent ? strands[parent] : null, place.Next) { Children = place.Children };
            strand.Rounds.AddRange(place.Rounds.Select(round => new Round(round.Index, round.Times, [.. round.List.Select(value => value.Read(Home))])));
            strands.Add(place.Id, strand);
        }

        run.Restore(memory.StrandCount, memory.Strands.Select(place => strands[place.Id]));
        state.Runs.Add(run);
        VoiceOf(run, now).Say(DecisionKind.Resumed, $"Run {run.Number} goes on after a restart{EngineTexts.StandsAt(memory, now)}", _effects);
        foreach (var place in memory.Strands)
        {
            if (place.Wait is { } wait)
            {
                RestoreWait(strands[place.Id], wait, unfinished, since > wait.BegunAt ? since : wait.BegunAt, now);
            }
        }
    }

    private void RestoreWait(Strand strand, WaitMemory memory, Dictionary<string, CommandMemory> unfinished, DateTimeOffset since, DateTimeOffset now)
    {
        var run = strand.Run;
        var wait = strand.Wait = new StrandWait { BegunAt = memory.BegunAt };
        switch (run.Owner.Program.Steps[strand.Next].Source)
        {
            case ActionPlan.WaitUntil until:
                wait.Watches = new TriggerSet(strand, until.Condition, Home);
                break;
            case ActionPlan.WaitFor listen:
                wait.Watches = new TriggerSet(run.Owner, listen.Triggers, strand, Home);
                break;
            case ActionPlan.Call call when memory.Command is { } command:
                wait.Command = command;
                if (unfinished.TryGetValue(command, out var found) && IsSendable(found, out _, out _, out _))
                {
                    _awaited[command] = strand;
                    return;
                }

                // There is nobody left to answer.
                run.Values.Set($"{call.Out}.done", ExpressionValue.FromBoolean(false));
                wait.Timer = ArmStrand(strand, TimerKind.Wait, now);
                return;
            case not ActionPlan.Wait:
                wait.Ramp = RampOf(memory.Ramp);
                wait.Timer = ArmStrand(strand, TimerKind.Ramp, wait.Ramp?.After(since) ?? now);
                return;
        }

        if (memory.Due is { } due)
        {
            wait.Timer = ArmStrand(strand, TimerKind.Wait, due);
        }

        if (wait.Watches is { } watches)
        {
            Listen(watches, now, since);
            RestoreTriggers(watches, memory.Triggers);
        }
    }

    private static bool IsSound(RunMemory run, RunProgram program)
    {
        var ids = new HashSet<int>();
        return !run.Strands.IsEmpty && run.Strands.All(strand => ids.Add(strand.Id) && strand.Id < run.StrandCount
            && (strand.Parent is null || (strand.Parent != strand.Id && ids.Contains(strand.Parent.Value)))
            && (strand.Wait is null
                ? strand.Children > 0 && strand.Next >= 0 && strand.Next <= program.Steps.Length
                : strand.Next >= 0 && strand.Next < program.Steps.Length && program.Steps[strand.Next] is Instruction.Await));
    }

    private void SendAgain(AutomationState state, CommandMemory command)
    {
        if (!IsSendable(command, out var device, out var values, out var action))
        {
            return;
        }

        state.Commands.Add(command);
        _followed[command.Id] = state;
        _effects.Add(action is null
            ? new EngineEffect.SetProperties(device, values, command.Cause, command.Id) { IsResumed = true }
            : new EngineEffect.CallAction(device, action, values, command.Cause, command.Id) { IsResumed = true });
    }

    // The device may have left, or be another one by now: then there is nothing to send.
    private bool IsSendable(
        CommandMemory command, [NotNullWhen(true)] out Device? device, out ImmutableArray<PropertyReading> values, out Contracts.Model.ContractAction? action)
    {
        (values, action) = ([], null);
        if (!Home.TryGetDevice(command.Device, out device) || (command.Action is { } key && !device.Contract.TryGetAction(key, out action)))
        {
            return false;
        }

        var arguments = action?.In ?? [];
        var contract = device.Contract;
        values = [.. command.Values
            .Select(value => (value, property: command.Action is not null ? arguments.FirstOrDefault(argument => argument.Key == value.Property)
                : contract.TryGetProperty(value.Property, out var found) && found.IsWritable ? found : null))
            .Where(pair => pair.property is not null && ValueCoercion.TryCheck(pair.property, pair.value.Value, out _, out _))
            .Select(pair => new PropertyReading(pair.property!, pair.value.Value))];
        return values.Length == command.Values.Length && (action is not null || !values.IsEmpty);
    }

    private DeviceValues? ValuesOf(DeviceMemory memory) => Home.TryGetDevice(memory.Device, out var device)
        ? new DeviceValues(device, [.. memory.Values
            .Select(value => device.Contract.TryGetProperty(value.Property, out var property) ? new PropertyReading(property, value.Value) : default)
            .Where(reading => reading.Property is not null)])
        : null;

    private ValueRamp RampOf(RampMemory? memory) => memory is null ? new ValueRamp(default, TimeSpan.Zero, [])
        : new ValueRamp(memory.Begin, memory.Duration, [.. memory.Values.GroupBy(value => value.Device, StringComparer.Ordinal)
            .Where(group => Home.TryGetDevice(group.Key, out _))
            .Select(group => Home.TryGetDevice(group.Key, out var device)
                ? new ValueRamp.DeviceRamp(device, [.. group
                    .Select(value => device.Contract.TryGetProperty(value.Property, out var property) ? new ValueRamp.PropertyRamp(property, value.From, value.To) : null)
                    .OfType<ValueRamp.PropertyRamp>()])
                : null)
            .OfType<ValueRamp.DeviceRamp>().Where(ramp => !ramp.Values.IsEmpty)]);

    private TriggerEvent EventOf(EventMemory memory) => new(memory.Why, ValuesOf(memory.Values), memory.Cause);

    private RunValues ValuesOf(ImmutableArray<NamedValue> memory)
    {
        var values = new RunValues();
        foreach (var named in memory)
        {
            values.Set(named.Name, named.Value.Read(Home));
        }

        return values;
    }
}
