using System.Collections.Immutable;
using IotHub.Automation.Actions;
using IotHub.Automation.Engine.Runs;
using IotHub.Automation.Engine.Watching;
using IotHub.Automation.Traces;
using IotHub.Automation.Triggers;
using IotHub.Contracts.Values;
using IotHub.Devices;
using IotHub.Devices.Registry;
using IotHub.Devices.State;

namespace IotHub.Automation.Engine;

/// <content>What keeps one automation's mistake from the others: whatever goes round is cut, named, and told to people.</content>
public sealed partial class AutomationEngine
{
    // Stands for all of a device, beside positions of properties.
    private const int WholeDevice = -1;

    // Devices answer within this, most within a tenth of it; a person who presses a switch in between is counted as an echo, and no more.
    private static readonly TimeSpan EchoTime = TimeSpan.FromSeconds(1);

    // Who reads the first notice of a loop needs no second one before it could be mended.
    private static readonly TimeSpan WarningInterval = TimeSpan.FromHours(1);

    // When rules last asked something of what rules watch: at most one entry for each property of the home that is watched, and one for each device.
    private readonly Dictionary<(string Device, int Property), DateTimeOffset> _lately = [];
    private long _inputs;

    /// <summary>An automation that runs without end is a mistake that no one should have to find at night: it is switched off, and stays so until somebody looks.</summary>
    private void SwitchOff(AutomationState state, string why, Cause cause, DateTimeOffset now)
    {
        var plan = state.Plan;
        new Voice(plan.Id, 0, string.Empty, cause, now).Say(DecisionKind.SwitchedOff, $"Switched off: {why}", _effects);
        Notify(plan.Name, plan.Id, $"was switched off: {why}. It stays off until you switch it on; a cooldown keeps it from running too often", cause);
        _effects.Add(new EngineEffect.Switch(plan.Id, false, why));
        Withdraw(state, now, "it was switched off");
        Rest(state);
        Tell(new WatchKey(WatchKind.Standing, plan.Id), cause);
    }

    /// <summary>Tells people that an automation was stopped; at most once in an hour for each.</summary>
    private void Warn(AutomationState state, string what, Cause cause, DateTimeOffset now)
    {
        if (state.WarnedAt is { } before && now >= before && now - before < WarningInterval)
        {
            return;
        }

        state.WarnedAt = now;
        Notify(state.Plan.Name, state.Plan.Id, what, cause);
    }

    private void Notify(string name, string id, string what, Cause cause) =>
        _effects.Add(new EngineEffect.Notify([], name, $"The automation \"{name}\" {what}.", Urgency.Normal, id, cause));

    /// <summary>Counts a step; false when the automation has taken as many within this input as it may.</summary>
    private bool MayStep(AutomationState state)
    {
        var moment = state.Moment.Input == _inputs ? state.Moment : new MomentCount(_inputs, 0, 0);
        state.Moment = moment with { Steps = moment.Steps + 1 };
        return moment.Steps < MomentCount.StepsMax;
    }

    private void FailEndless(AutomationRun run, ActionPlan source, DateTimeOffset now)
    {
        run.Owner.Breaker.Charge(RateBreaker.EndlessWeight);
        Warn(run.Owner, $"failed at {source.Path}: it goes round and round without a wait", run.Cause, now);
        Fail(run, source, "it goes round and round without a wait", now);
    }

    /// <summary>Counts what an automation tells or asks of others; false when it was as much within this input as may be. People are not counted.</summary>
    private bool MayTell(string automation) => !_automations.TryGetValue(automation, out var state) || MayTell(state);

    private bool MayTell(AutomationState state)
    {
        var moment = state.Moment.Input == _inputs ? state.Moment : new MomentCount(_inputs, 0, 0);
        state.Moment = moment with { Told = moment.Told + 1 };
        return moment.Told < MomentCount.ToldMax;
    }

    /// <summary>Lets automations hear of a run, once all have heard what went before.</summary>
    /// <returns>Under which number; 0 where none listens.</returns>
    private int Tell(AutomationState state, RunHappening what, Cause cause)
    {
        var key = new WatchKey(WatchKind.Run, state.Plan.Id);
        if ((!IsHeard(key) && !IsHeard(key with { Kind = WatchKind.Standing })) || !MayTell(state))
        {
            return 0;
        }

        var ticket = ++_tickets;

        // One more for those who ask whether it runs.
        _tickets++;
        _happenings.Enqueue(new Happening(key, what, cause, ticket));
        return ticket;
    }

    private int Tell(WatchKey key, Cause? cause)
    {
        if (!IsHeard(key))
        {
            return 0;
        }

        _happenings.Enqueue(new Happening(key, null, cause, ++_tickets));
        return _tickets;
    }

    private bool IsHeard(WatchKey key) => !_keys.Find(key).IsEmpty;

    /// <summary>A report of a property that rules watch may be an echo of what they set it to.</summary>
    private void NoteSet(Device device, ImmutableArray<PropertyReading> values, DateTimeOffset now)
    {
        foreach (var value in values)
        {
            if (!_properties.Find(device.Name, value.Property.Index).IsEmpty)
            {
                _lately[(device.Name, value.Property.Index)] = now;
            }
        }
    }

    private TriggerEvent EventOf(TriggerPlan.Watch watch, StateChange change) =>
        new(EngineTexts.Changed(watch, change), EngineValues.Of(change), change.Cause) { IsEcho = IsEcho(change) };

    // Where the cause is known, the depth of the chain tells.
    private bool IsEcho(StateChange change) => change.Cause is { Hops: 0, Origin: CauseOrigin.Device } && _lately.Count > 0
        && (WasAskedLately(change.Device.Name, change.Property.Index, change.At) || WasAskedLately(change.Device.Name, WholeDevice, change.At));

    private bool WasAskedLately(string device, int property, DateTimeOffset now) =>
        _lately.TryGetValue((device, property), out var asked) && now >= asked && now - asked <= EchoTime;
}
