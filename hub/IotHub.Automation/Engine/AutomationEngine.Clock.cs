using IotHub.Automation.Engine.Memory;
using IotHub.Automation.Engine.Watching;
using IotHub.Automation.Schedules.Clock;
using IotHub.Automation.Triggers;
using IotHub.Devices;

namespace IotHub.Automation.Engine;

/// <content>The clock: whether schedules go by it, and what becomes of moments when it is set.</content>
public sealed partial class AutomationEngine
{
    /// <summary>
    /// How far the clock is believed; <see cref="ClockPhase.Trusted"/> where nobody says otherwise. Unless it is trusted no time of a schedule comes, and while it
    /// is known to be wrong no condition holds that asks what time it is.
    /// </summary>
    public ClockPhase Clock { get; private set; } = ClockPhase.Trusted;

    /// <summary>The clock is believed more or less than before.</summary>
    /// <param name="phase">How far from now on.</param>
    /// <param name="now">The time.</param>
    /// <param name="effects">Where the effects go.</param>
    public void BelieveClock(ClockPhase phase, DateTimeOffset now, ICollection<EngineEffect> effects)
    {
        _effects = effects;
        if (Clock == phase)
        {
            return;
        }

        Clock = phase;
        _scope.KnowsTime = phase != ClockPhase.Untrusted;
        foreach (var set in Sets())
        {
            ArmSchedules(set, now);
        }

        LookAtTime(now);
    }

    /// <summary>The clock was set: waits and holds last as long as they would have.</summary>
    /// <param name="shift">How far, and what was noted by it before.</param>
    /// <param name="now">The time, by the clock as it is now.</param>
    /// <param name="effects">Where the effects go.</param>
    public void OnClockSet(ClockShift shift, DateTimeOffset now, ICollection<EngineEffect> effects)
    {
        _effects = effects;
        _timers.Shift(shift);
        foreach (var key in _lately.Keys.ToArray())
        {
            _lately[key] = shift.Moved(_lately[key]);
        }

        foreach (var state in _automations.Values)
        {
            state.LastBegunAt = state.LastBegunAt is { } begun ? shift.Noted(begun) : null;
            state.WarnedAt = shift.Moved(state.WarnedAt);
            state.Breaker.Shift(shift);
            foreach (var wait in state.Runs.SelectMany(run => run.Strands).Select(strand => strand.Wait).OfType<Runs.StrandWait>())
            {
                wait.BegunAt = shift.Moved(wait.BegunAt);
                wait.Ramp = wait.Ramp is { } ramp ? ramp with { Begin = shift.Moved(ramp.Begin) } : null;
            }

            // Runs, waits and holds are remembered by moments.
            Touch(state, MemoryChange.Runs);
        }

        LookAtTime(now);
    }

    /// <summary>The clock jumped over times, or back to times that were: each schedule begins a new stretch and is armed again, without what was taken.</summary>
    /// <param name="now">The time.</param>
    public void RenewSchedules(DateTimeOffset now)
    {
        foreach (var set in Sets())
        {
            for (var trigger = 0; trigger < set.Plans.Length; trigger++)
            {
                if (set.Plans[trigger] is TriggerPlan.Time)
                {
                    set.States[trigger].Taken = set.States[trigger].Taken.Break();
                }
            }

            ArmSchedules(set, now);
        }
    }

    /// <summary>What depends on the time is looked at now, and not when the clock would have come to its next minute.</summary>
    private void LookAtTime(DateTimeOffset now)
    {
        foreach (var set in Sets())
        {
            if (set.Recheck is { } recheck && !recheck.IsCancelled)
            {
                _timers.Cancel(recheck);
                OnRecheck(set, now);
            }
        }

        Settle(now);
    }

    /// <summary>All that is listened to: by automations, and by runs that wait.</summary>
    private TriggerSet[] Sets() =>
    [
        .. _automations.Values.Where(state => state.Plan.Enabled).OrderBy(state => state.Plan.Id, StringComparer.Ordinal)
            .SelectMany(state => state.Runs.SelectMany(run => run.Strands).Select(strand => strand.Wait?.Watches).OfType<TriggerSet>().Prepend(state.Triggers)),
    ];
}
