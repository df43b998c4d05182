using System.Collections.Immutable;
using IotHub.Automation.Engine.Watching;
using IotHub.Automation.Triggers;

namespace IotHub.Automation.Engine.Memory;

/// <summary>Triggers as they are remembered: by addresses, since positions may change when devices move.</summary>
internal static class TriggerMemories
{
    /// <summary>
    /// True where the values of now do not tell what was as asked: between the bounds of a hysteresis, by the time, or as long as nobody knows which
    /// devices are there.
    /// </summary>
    public static bool IsTold(TriggerPlan plan) => plan switch
    {
        TriggerPlan.Availability => true,
        TriggerPlan.Expression expression => expression.Becomes.UsesTime,
        TriggerPlan.Property property => property.Watched.Any(watch => watch.Test.Hysteresis > 0),
        _ => false,
    };

    /// <summary>What lives of triggers that are listened to.</summary>
    public static ImmutableArray<TriggerMemory> Of(TriggerSet set)
    {
        var memories = ImmutableArray.CreateBuilder<TriggerMemory>();
        for (var i = 0; i < set.Plans.Length; i++)
        {
            var (plan, state, index) = (set.Plans[i], set.States[i], i);
            var isTold = IsTold(plan);
            var taken = state.Taken.ToString();
            ImmutableArray<HoldMemory> holds = plan is TriggerPlan.Time ? [] : [.. state.Timers
                .Select((timer, slot) => (timer, slot))
                .Where(pair => pair.timer is { IsCancelled: false, Event: not null })
                .Select(pair => new HoldMemory(SlotAddress(plan, pair.slot), pair.timer!.Due, RunMemories.Of(pair.timer.Event!)))];
            if (isTold || taken.Length > 0 || !holds.IsEmpty)
            {
                ImmutableArray<string> inside = isTold ? [.. state.Inside.Select((isInside, watch) => isInside ? WatchAddress(plan, watch) : null).OfType<string>()] : [];
                memories.Add(new TriggerMemory(index, plan.Id, taken, inside, holds));
            }
        }

        return memories.ToImmutable();
    }

    /// <summary>Address of one thing that is watched.</summary>
    public static string WatchAddress(TriggerPlan plan, int watch) => plan switch
    {
        TriggerPlan.Property property => property.Watched[watch].Reference.Address,
        TriggerPlan.Availability availability => availability.Devices[watch].Name,
        _ => string.Empty,
    };

    /// <summary>Address of what a hold is for: one thing, or nothing for a group as a whole.</summary>
    public static string SlotAddress(TriggerPlan plan, int slot) => RuleOf(plan) == GroupRule.Each ? WatchAddress(plan, slot) : string.Empty;

    /// <summary>Which of several count.</summary>
    public static GroupRule RuleOf(TriggerPlan plan) => plan switch
    {
        TriggerPlan.Property property => property.Rule,
        TriggerPlan.Availability availability => availability.Rule,
        _ => GroupRule.Each,
    };
}
