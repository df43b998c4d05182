using System.Collections.Immutable;
using IotHub.Automation.Actions;
using IotHub.Automation.Analysis.Guards;
using IotHub.Automation.Compilation;
using IotHub.Automation.Conditions;
using IotHub.Automation.Triggers;

namespace IotHub.Automation.Analysis.Rules;

/// <summary>The automations of a home that can run, with what is needed to look one up by what it does.</summary>
internal sealed class RuleSet
{
    private RuleSet(ImmutableArray<RuleModel> rules, ImmutableArray<string> people, GuardReader guards)
    {
        Rules = rules;
        People = people;
        Guards = guards;
        ById = rules.ToImmutableSortedDictionary(rule => rule.Id, rule => rule, StringComparer.Ordinal);
        WritersOf = rules.SelectMany(rule => rule.Writes.Select(write => (write.Reference.Address, Rule: rule))).Distinct().ToLookup(pair => pair.Address, pair => pair.Rule, StringComparer.Ordinal);
        WatchersOf = rules.SelectMany(rule => rule.Stimuli.OfType<Stimulus.Value>().Select(stimulus => (stimulus.Reference.Address, Rule: rule, stimulus)))
            .ToLookup(entry => entry.Address, entry => (entry.Rule, entry.stimulus), StringComparer.Ordinal);
    }

    /// <summary>In order of their ids.</summary>
    public ImmutableArray<RuleModel> Rules { get; }

    public ImmutableArray<string> People { get; }

    public GuardReader Guards { get; }

    public ImmutableSortedDictionary<string, RuleModel> ById { get; }

    /// <summary>Who sets a property, by its address.</summary>
    public ILookup<string, RuleModel> WritersOf { get; }

    /// <summary>Who is set going by a property, by its address.</summary>
    public ILookup<string, (RuleModel Rule, Stimulus.Value Stimulus)> WatchersOf { get; }

    public static RuleSet Of(IReadOnlyCollection<AutomationPlan> plans, AnalysisHome home)
    {
        var scenes = home.Scenes.DistinctBy(scene => scene.Id).ToDictionary(scene => scene.Id, StringComparer.Ordinal);
        var snapshots = plans.SelectMany(plan => ActionReader.All(plan.Actions)).OfType<ActionPlan.Snapshot>()
            .SelectMany(snapshot => snapshot.Devices.SelectMany(device => device.Contract.Properties.Where(property => property is { IsWritable: true, IsObservable: true })
                .Select(property => (snapshot.Key, Reference: new PropertyReference(device, property)))))
            .DistinctBy(each => (each.Key, each.Reference.Address)).ToLookup(each => each.Key, each => each.Reference, StringComparer.Ordinal);
        var read = plans.Select(plan =>
        {
            var actions = new ActionReader(scenes, snapshots);
            return (Plan: plan, Actions: actions, End: actions.Read(plan.Actions, TimeSpan.Zero, true));
        }).ToList();
        var switched = read.SelectMany(each => each.Actions.Switches).ToHashSet(StringComparer.Ordinal);
        var people = PeopleOf(plans, home);
        var guards = new GuardReader(people, plans.ToDictionary(plan => plan.Id, plan => plan.Enabled, StringComparer.Ordinal), switched);
        return new RuleSet(
            [.. read.Where(each => each.Plan.Enabled || switched.Contains(each.Plan.Id)).OrderBy(each => each.Plan.Id, StringComparer.Ordinal).Select(each => new RuleModel
            {
                Plan = each.Plan with { Enabled = true },
                Stimuli = [.. each.Plan.Triggers.SelectMany((trigger, index) => StimulusReader.Read(trigger, index, guards))],
                Guard = guards.Read(each.Plan.Conditions),
                GuardFails = guards.Read(each.Plan.Conditions, false),
                Writes = each.Actions.Writes.ToImmutable(),
                Runs = each.Actions.Runs.ToImmutable(),
                Switches = each.Actions.Switches.ToImmutable(),
                Scenes = each.Actions.Scenes.ToImmutable(),
                OtherSteps = each.Actions.OtherSteps,
                HasOpenWaits = each.Actions.HasOpenWaits,
                Length = each.End.Delay,
            })],
            people,
            guards);
    }

    private static ImmutableArray<string> PeopleOf(IReadOnlyCollection<AutomationPlan> plans, AnalysisHome home)
    {
        var named = new SortedSet<string>(home.People, StringComparer.Ordinal);
        foreach (var plan in plans)
        {
            named.UnionWith(plan.Triggers.OfType<TriggerPlan.Presence>().SelectMany(trigger => trigger.Persons));
            named.UnionWith(PeopleOf(plan.Conditions));
        }

        // A home about whose people nothing is known has one.
        return named.Count == 0 ? ["resident"] : [.. named];
    }

    private static IEnumerable<string> PeopleOf(ConditionPlan condition) => condition switch
    {
        ConditionPlan.All all => all.Of.SelectMany(PeopleOf),
        ConditionPlan.Any any => any.Of.SelectMany(PeopleOf),
        ConditionPlan.Not not => PeopleOf(not.Of),
        ConditionPlan.Presence presence => presence.Persons,
        _ => [],
    };
}
