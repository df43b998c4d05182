using IotHub.Automation.Compilation;
using IotHub.Automation.Conditions;
using IotHub.Automation.Engine.Memory;
using IotHub.Automation.Engine.Watching;
using IotHub.Automation.Schedules.Clock;
using IotHub.Automation.Schedules.Missed;
using IotHub.Automation.Triggers;
using IotHub.Contracts.Messages;
using IotHub.Contracts.Values;
using IotHub.Devices;
using IotHub.Devices.State;

namespace IotHub.Automation.Engine;

/// <content>What is listened to: values, schedules, expressions, and what has to hold for a while.</content>
public sealed partial class AutomationEngine
{
    /// <summary>Begins to listen: what holds already is taken as known, and sets nothing going.</summary>
    /// <param name="set">What is listened to.</param>
    /// <param name="now">The time.</param>
    /// <param name="since">From when on times count; null for now.</param>
    private void Listen(TriggerSet set, DateTimeOffset now, DateTimeOffset? since = null)
    {
        _properties.Add(set);
        _keys.Add(set);
        for (var trigger = 0; trigger < set.Plans.Length; trigger++)
        {
            var inside = set.States[trigger].Inside;
            switch (set.Plans[trigger])
            {
                case TriggerPlan.Property property:
                    for (var watch = 0; watch < inside.Length; watch++)
                    {
                        inside[watch] = property.Watched[watch].Test.Holds(ValueOf(property.Watched[watch].Reference));
                    }

                    break;
                case TriggerPlan.Availability availability:
                    for (var watch = 0; watch < inside.Length; watch++)
                    {
                        inside[watch] = availability.Becomes.Contains(_scope.AvailabilityOf(availability.Devices[watch]));
                    }

                    break;
                case TriggerPlan.Expression expression:
                    inside[0] = expression.Becomes.Evaluate(_scope.At(now, expression.Id, set.Waiter?.Run.Values)).Holds;
                    break;
                case TriggerPlan.Time:
                    ArmSchedule(set, trigger, since ?? now);
                    break;
            }
        }

        ArmRecheck(set, since ?? now);
    }

    private void StopListening(TriggerSet set)
    {
        _properties.Remove(set);
        _keys.Remove(set);
        _timers.Cancel(set.Recheck);
        foreach (var timer in set.States.SelectMany(state => state.Timers))
        {
            _timers.Cancel(timer);
        }
    }

    private void OnWatched(WatchEntry entry, TriggerPlan.Property trigger, StateChange change)
    {
        var watch = trigger.Watched[entry.Watch];
        if (!string.Equals(watch.Reference.Property.Key, change.Property.Key, StringComparison.Ordinal))
        {
            return;
        }

        var state = entry.Set.States[entry.Trigger];

        var test = watch.Test;
        if (test.IsAny)
        {
            if (change.Before != change.After)
            {
                OnAnyChange(entry, trigger, watch, change);
            }

            return;
        }

        var holds = test.Holds(change.After) || (test.Hysteresis > 0 && state.Inside[entry.Watch] && test.IsNear(change.After));
        if (test.Hysteresis <= 0)
        {
            // What was there before this change counts, however it came there.
            state.Inside[entry.Watch] = test.Holds(change.Before);
        }

        var mayFire = change.Origin == ValueOrigin.Reported && (watch.From == default || watch.From.Holds(change.Before));
        var happening = mayFire && holds && !state.Inside[entry.Watch] ? EventOf(watch, change) : null;
        OnMember(entry, holds, trigger.Rule, trigger.For, mayFire, happening, change.At);
    }

    private void OnAnyChange(WatchEntry entry, TriggerPlan.Property trigger, TriggerPlan.Watch watch, StateChange change)
    {
        var state = entry.Set.States[entry.Trigger];
        EndHold(entry.Set, state, entry.Watch);
        if (change.Origin != ValueOrigin.Reported || (watch.From != default && !watch.From.Holds(change.Before)))
        {
            return;
        }

        Happen(entry, trigger.For, EventOf(watch, change), change.At);
    }

    /// <summary>One of what a trigger watches is as asked, or is not any more.</summary>
    /// <param name="entry">Which.</param>
    /// <param name="isInside">Whether it is as asked now.</param>
    /// <param name="rule">Which of several count.</param>
    /// <param name="duration">How long it must stay so; null for at once.</param>
    /// <param name="mayFire">False for what is only taken note of.</param>
    /// <param name="happening">What to fire with; may be null where nothing may.</param>
    /// <param name="now">The moment.</param>
    private void OnMember(WatchEntry entry, bool isInside, GroupRule rule, TimeSpan? duration, bool mayFire, TriggerEvent? happening, DateTimeOffset now)
    {
        var state = entry.Set.States[entry.Trigger];
        var wasInside = state.Inside[entry.Watch];
        var wasMet = state.IsMet(rule);
        state.Inside[entry.Watch] = isInside;
        var slot = rule == GroupRule.Each ? entry.Watch : 0;
        if (isInside == wasInside)
        {
            // Nothing new: a hold that runs goes on running.
            Prove(entry.Set, entry.Trigger, slot, now);
            return;
        }

        if (TriggerMemories.IsTold(entry.Set.Plans[entry.Trigger]))
        {
            Touch(entry.Set.Owner, MemoryChange.Values);
        }

        var isMet = rule == GroupRule.Each ? isInside : state.IsMet(rule);
        if (!isMet || (rule == GroupRule.Each && isInside))
        {
            // What no longer is as asked ends a hold, wherever it comes from.
            EndHold(entry.Set, state, slot);
        }

        var isNew = rule == GroupRule.Each ? isInside : isMet && !wasMet;
        if (isNew && mayFire && happening is not null)
        {
            Happen(entry with { Watch = slot }, duration, happening, now);
        }
    }

    private void Happen(WatchEntry entry, TimeSpan? duration, TriggerEvent happening, DateTimeOffset now)
    {
        if (duration is not { } wanted)
        {
            Fire(entry.Set, entry.Trigger, happening, now);
            return;
        }

        var state = entry.Set.States[entry.Trigger];
        _timers.Cancel(state.Timers[entry.Watch]);
        Touch(entry.Set.Owner, MemoryChange.Runs);
        state.Timers[entry.Watch] = new EngineTimer
        {
            Due = now + wanted,
            Kind = TimerKind.Hold,
            Owner = entry.Set.Owner.Plan.Id,
            Set = entry.Set,
            Trigger = entry.Trigger,
            Watch = entry.Watch,
            Event = happening,
        };
        _timers.Add(state.Timers[entry.Watch]!);
    }

    private void EndHold(TriggerSet set, TriggerState state, int slot)
    {
        if (state.Timers[slot] is { } hold)
        {
            _timers.Cancel(hold);
            state.Timers[slot] = null;
            Touch(set.Owner, MemoryChange.Runs);
        }
    }

    private void OnHeld(EngineTimer timer, TriggerSet set, TriggerEvent happening, string note, DateTimeOffset now)
    {
        if (!timer.IsProven && !IsProven(set, timer.Trigger, timer.Watch))
        {
            // It held before the restart; whether it still does, the device has to say.
            timer.IsOverdue = true;
            return;
        }

        set.States[timer.Trigger].Timers[timer.Watch] = null;
        Touch(set.Owner, MemoryChange.Runs);
        var plan = set.Plans[timer.Trigger];
        var held = plan is TriggerPlan.Property { Rule: GroupRule.Each } property
            ? EngineTexts.Held(property.Watched[timer.Watch], ValueOf(property.Watched[timer.Watch].Reference), property.For ?? TimeSpan.Zero)
            : $"{happening.Why}, for {Duration.Format(ForOf(plan))}";
        Fire(set, timer.Trigger, happening with { Why = held + note }, now);
    }

    private void OnExpression(TriggerSet set, int trigger, Cause? cause, bool mayFire, DateTimeOffset now)
    {
        var plan = (TriggerPlan.Expression)set.Plans[trigger];
        var state = set.States[trigger];
        var scope = _scope.At(now, plan.Id, set.Waiter?.Run.Values);
        var holds = plan.Becomes.Evaluate(scope).Holds;
        if (holds == state.Inside[0])
        {
            Prove(set, trigger, 0, now);
            return;
        }

        state.Inside[0] = holds;
        Touch(set.Owner, MemoryChange.Values);
        EndHold(set, state, 0);
        if (holds && mayFire)
        {
            Happen(new WatchEntry(set, trigger, 0), plan.For, new TriggerEvent($"{plan.Becomes.Explain(scope)}", new Runs.RunValues(), cause), now);
        }
    }

    /// <summary>Something that a strand's condition reads is otherwise, or time has passed.</summary>
    private void LookAgain(TriggerSet set, DateTimeOffset now)
    {
        if (set is not { Waiter: { Wait: { } wait } strand, Until: { } condition } || wait.Watches != set)
        {
            return;
        }

        var evaluation = new ConditionEvaluation(_scope.At(now, strand.Run.Trigger, strand.Run.Values));
        if (evaluation.Holds(condition))
        {
            var why = evaluation.Explain(condition, out var clauses);
            GoOn(strand, isCompleted: true, string.Empty, now, why, clauses);
        }
        else if (set.Recheck is not null)
        {
            // What was reported just now may have another moment from which it will have been so for long enough.
            _timers.Cancel(set.Recheck);
            ArmRecheck(set, now);
        }
    }

    private void OnRecheck(TriggerSet set, DateTimeOffset now)
    {
        set.Recheck = null;
        if (set.Until is not null)
        {
            LookAgain(set, now);
            if (set.Waiter?.Wait?.Watches != set)
            {
                return;
            }
        }

        for (var trigger = 0; trigger < set.Plans.Length; trigger++)
        {
            if (set.Plans[trigger] is TriggerPlan.Expression { Becomes.UsesTime: true })
            {
                OnExpression(set, trigger, null, mayFire: true, now);
            }
        }

        if (set.Waiter is null ? _automations.GetValueOrDefault(set.Owner.Plan.Id)?.Triggers == set : set.Waiter.Wait?.Watches == set)
        {
            ArmRecheck(set, now);
        }
    }

    /// <summary>What depends on the time is looked at again each whole minute, and a hold within a condition at its moment.</summary>
    private void ArmRecheck(TriggerSet set, DateTimeOffset now)
    {
        if (!set.DependsOnTime)
        {
            return;
        }

        var minute = now.AddTicks(TimeSpan.TicksPerMinute - (now.UtcTicks % TimeSpan.TicksPerMinute));
        var due = set.Until is { } condition && NextHold(condition, now) is { } hold && hold < minute ? hold : minute;
        set.Recheck = new EngineTimer
        {
            Due = due,
            Kind = TimerKind.Recheck,
            Owner = set.Owner.Plan.Id,
            Set = set,

            // After the waits and triggers of the same moment.
            Trigger = int.MaxValue,
        };
        _timers.Add(set.Recheck);
    }

    /// <summary>When a value within a condition will have been as asked for long enough; null where none will without a change.</summary>
    private DateTimeOffset? NextHold(ConditionPlan condition, DateTimeOffset now)
    {
        switch (condition)
        {
            case ConditionPlan.All all:
                return Earliest(all.Of.Select(part => NextHold(part, now)));
            case ConditionPlan.Any any:
                return Earliest(any.Of.Select(part => NextHold(part, now)));
            case ConditionPlan.Not not:
                return NextHold(not.Of, now);
            case ConditionPlan.Property { For: { } wanted } property:
                var due = StateOf(property.Reference).ChangedAt + wanted;
                return due > now ? due : null;
            default:
                return null;
        }
    }

    private static DateTimeOffset? Earliest(IEnumerable<DateTimeOffset?> moments) => moments.Where(moment => moment is not null).Min();

    private void ArmSchedule(TriggerSet set, int trigger, DateTimeOffset now)
    {
        if (Clock == ClockPhase.Trusted && set.Plans[trigger] is TriggerPlan.Time time
            && MissedOccurrences.NextUntaken(time.Schedule, now, set.States[trigger].Taken, _options.Place) is { } next)
        {
            var timer = new EngineTimer { Due = next.Moment, Kind = TimerKind.Schedule, Owner = set.Owner.Plan.Id, Set = set, Trigger = trigger, Slot = next.Slot };
            set.States[trigger].Timers[0] = timer;
            _timers.Add(timer);
        }
    }

    private PropertyState StateOf(PropertyReference reference) => _scope.StateOf(reference);

    private PropertyValue ValueOf(PropertyReference reference) => StateOf(reference).Value;

    private static TimeSpan ForOf(TriggerPlan plan) => plan switch
    {
        TriggerPlan.Property property => property.For,
        TriggerPlan.Availability availability => availability.For,
        TriggerPlan.Presence presence => presence.For,
        TriggerPlan.Expression expression => expression.For,
        _ => null,
    } ?? TimeSpan.Zero;

    private static bool HasArguments(TriggerPlan.EventSource source, EventMessage message)
    {
        foreach (var wanted in source.Arguments)
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
}
