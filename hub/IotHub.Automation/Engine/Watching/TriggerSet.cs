using System.Collections.Immutable;
using IotHub.Automation.Compilation;
using IotHub.Automation.Conditions;
using IotHub.Automation.Engine.Runs;
using IotHub.Automation.Triggers;
using IotHub.Devices.State;

namespace IotHub.Automation.Engine.Watching;

/// <summary>Triggers that are listened to together: those of an automation, or what a strand of a run waits for.</summary>
internal sealed class TriggerSet
{
    /// <summary>Stands for the condition that a strand waits for, beside positions of triggers.</summary>
    public const int Condition = -1;

    private readonly ConditionReads? _reads;

    // What expressions read, by position of the trigger; the home may have other devices when the set is withdrawn.
    private readonly ImmutableArray<ConditionReads?> _expressions;

    /// <summary>The triggers of an automation, or triggers that a strand waits for.</summary>
    public TriggerSet(AutomationState owner, ImmutableArray<TriggerPlan> plans, Strand? waiter, IHomeView home)
    {
        (Owner, Plans, Waiter) = (owner, plans, waiter);
        States = [.. plans.Select(plan => new TriggerState(plan))];
        _expressions = [.. plans.Select(plan => plan is TriggerPlan.Expression expression ? ConditionReads.Of(expression.Becomes, home) : null)];
    }

    /// <summary>A condition that a strand waits for.</summary>
    public TriggerSet(Strand waiter, ConditionPlan until, IHomeView home)
        : this(waiter.Run.Owner, [], waiter, home) => (Until, _reads) = (until, ConditionReads.Of(until, home));

    public AutomationState Owner { get; }

    public ImmutableArray<TriggerPlan> Plans { get; }

    public ImmutableArray<TriggerState> States { get; }

    /// <summary>The strand that goes on when one of them fires; null for an automation's own, which begin a run.</summary>
    public Strand? Waiter { get; }

    /// <summary>What must hold for the strand to go on; null where triggers are waited for.</summary>
    public ConditionPlan? Until { get; }

    /// <summary>The timer by which what depends on the time is looked at again; null where nothing does.</summary>
    public EngineTimer? Recheck { get; set; }

    /// <summary>True when something of it can become true by time alone, beside schedules and holds.</summary>
    public bool DependsOnTime => _reads?.UsesTime == true || Plans.Any(plan => plan is TriggerPlan.Expression { Becomes.UsesTime: true });

    public static int Compare(TriggerSet left, TriggerSet right)
    {
        // What protects goes first.
        var result = right.Owner.Plan.IsSafety.CompareTo(left.Owner.Plan.IsSafety);
        result = result != 0 ? result : string.CompareOrdinal(left.Owner.Plan.Id, right.Owner.Plan.Id);
        result = result != 0 ? result : (left.Waiter?.Run.Number ?? 0).CompareTo(right.Waiter?.Run.Number ?? 0);
        return result != 0 ? result : (left.Waiter?.Id ?? -1).CompareTo(right.Waiter?.Id ?? -1);
    }

    /// <summary>Properties that are watched.</summary>
    public IEnumerable<(PropertyReference Reference, WatchEntry Entry)> Properties()
    {
        foreach (var reference in _reads?.References ?? [])
        {
            yield return (reference, new WatchEntry(this, Condition, 0));
        }

        for (var trigger = 0; trigger < Plans.Length; trigger++)
        {
            switch (Plans[trigger])
            {
                case TriggerPlan.Property property:
                    for (var watch = 0; watch < property.Watched.Length; watch++)
                    {
                        yield return (property.Watched[watch].Reference, new WatchEntry(this, trigger, watch));
                    }

                    break;
                case TriggerPlan.Expression:
                    foreach (var reference in _expressions[trigger]!.References)
                    {
                        yield return (reference, new WatchEntry(this, trigger, 0));
                    }

                    break;
            }
        }
    }

    /// <summary>Other things that are listened to.</summary>
    public IEnumerable<(WatchKey Key, WatchEntry Entry)> Keys()
    {
        foreach (var key in _reads?.Keys ?? [])
        {
            yield return (key, new WatchEntry(this, Condition, 0));
        }

        for (var trigger = 0; trigger < Plans.Length; trigger++)
        {
            var watch = 0;
            foreach (var key in _expressions[trigger]?.Keys ?? KeysOf(Plans[trigger]))
            {
                yield return (key, new WatchEntry(this, trigger, watch++));
            }
        }
    }

    private static IEnumerable<WatchKey> KeysOf(TriggerPlan plan) => plan switch
    {
        TriggerPlan.Event happening => happening.Sources.Select(source => new WatchKey(WatchKind.Event, source.Device.Name, source.Happening.Key)),
        TriggerPlan.Availability availability => availability.Devices.Select(device => new WatchKey(WatchKind.Availability, device.Name)),
        TriggerPlan.Presence => [new WatchKey(WatchKind.Presence, string.Empty)],
        TriggerPlan.Scene scene => scene.Scenes.Select(id => new WatchKey(WatchKind.Scene, id)),
        TriggerPlan.Automation automation => automation.Automations.Select(id => new WatchKey(WatchKind.Run, id)),
        TriggerPlan.Webhook webhook => [new WatchKey(WatchKind.Webhook, webhook.Hook)],
        TriggerPlan.Message message => [new WatchKey(WatchKind.Message, message.TopicFilter)],
        TriggerPlan.HubStarted => [new WatchKey(WatchKind.Start, string.Empty)],
        _ => [],
    };
}
