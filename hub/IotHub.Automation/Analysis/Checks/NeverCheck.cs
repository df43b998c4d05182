using System.Collections.Immutable;
using IotHub.Automation.Actions;
using IotHub.Automation.Analysis.Guards;
using IotHub.Automation.Analysis.Rules;
using IotHub.Automation.Analysis.Values;
using IotHub.Automation.Conditions;
using IotHub.Automation.Traces;

namespace IotHub.Automation.Analysis.Checks;

/// <summary>Finds triggers that never lead to a run, and choices within a run that never hold.</summary>
internal sealed class NeverCheck(Inspection inspection)
{
    private readonly RuleSet _rules = inspection.Rules;

    public void Run()
    {
        foreach (var rule in _rules.Rules.Where(rule => inspection.Concerns(rule)))
        {
            var alive = new List<Facts>();
            var dead = new List<IGrouping<int, Stimulus>>();
            foreach (var trigger in rule.Stimuli.GroupBy(stimulus => stimulus.Index))
            {
                var ways = trigger.SelectMany(stimulus => rule.Ways(stimulus).Where(way => Comes(stimulus, way))).ToList();
                if (ways.Count == 0)
                {
                    dead.Add(trigger);
                }

                alive.AddRange(ways);
            }

            foreach (var trigger in dead.Take(alive.Count == 0 ? 1 : dead.Count))
            {
                ReportTrigger(rule, trigger, alive.Count == 0);
            }

            if (alive.Count > 0)
            {
                Steps(rule, rule.Plan.Actions, alive);
            }
        }
    }

    private bool Comes(Stimulus stimulus, Facts facts) => stimulus switch
    {
        Stimulus.Time time => Moments.Find(time.Schedule, facts.Times, inspection.Home.Now, inspection.Home.Place) is not null,
        Stimulus.Value { After.IsEmpty: true } => false,
        _ => IsMet(facts),
    };

    private bool IsMet(Facts facts) => !facts.IsContradiction && Moments.Find(facts.Times, inspection.Home.Now, inspection.Home.Place) is not null;

    private void ReportTrigger(RuleModel rule, IGrouping<int, Stimulus> trigger, bool isAll)
    {
        var found = inspection.Replay(trigger.Select(stimulus => Example(rule, stimulus)), replay =>
            replay.Lines.All(line => line.Automation != rule.Id || line.Kind == DecisionKind.Refused));
        if (found is not null)
        {
            var comes = found.Then.Any(line => line.Kind == DecisionKind.Refused);
            var id = trigger.First().Trigger.Id;
            inspection.Report(
                FindingKind.NeverHolds, isAll ? FindingSeverity.Warning : FindingSeverity.Notice, [rule],
                comes && isAll ? [new FindingPlace(rule.Id, "/conditions"), new FindingPlace(rule.Id, trigger.First().Pointer)] : [new FindingPlace(rule.Id, trigger.First().Pointer)],
                trigger.OfType<Stimulus.Value>().Select(value => value.Reference.Address).Concat(rule.Guard.SelectMany(way => way.Properties.Keys)),
                !comes ? FindingTexts.NeverComes(rule, id) : isAll ? FindingTexts.NeverHolds(rule) : FindingTexts.TriggerNeverHolds(rule, id),
                found);
        }
    }

    /// <summary>The trigger comes, with the rest of the conditions as true as they can be; where it cannot come, its device goes through all that it can say.</summary>
    private CounterExample? Example(RuleModel rule, Stimulus stimulus)
    {
        var facts = stimulus.Facts.IsContradiction ? Facts.None : stimulus.Facts;
        foreach (var way in rule.Guard.Take(1))
        {
            var reachable = way with { Properties = way.Properties.RemoveRange(facts.Properties.Keys), Times = [], Atoms = Facts.None.Atoms, Expressions = [] };
            var joint = facts.And(reachable);
            facts = joint.IsContradiction ? facts : joint;
        }

        if (inspection.Situations.Build(stimulus, facts, [rule], TimeSpan.FromSeconds(1)) is { } example)
        {
            return example;
        }

        var start = inspection.Home.Now.AddHours(1);
        var values = stimulus is Stimulus.Value value ? ValueSet.Everything(value.Reference.Property).Samples.ToList() : [];
        return new CounterExample
        {
            Start = start,
            Automations = [rule.Id],
            Known = [],
            AtHome = _rules.People,
            People = _rules.People,
            Feedback = [],
            Inputs =
            [
                .. values.Select((each, index) => new ReplayInput.Report(start.AddMinutes(index + 1), ((Stimulus.Value)stimulus).Reference.Device.Name, ((Stimulus.Value)stimulus).Reference.Property.Key, each)),
                new ReplayInput.Until(start.AddDays(values.Count > 0 ? 1 : 40)),
            ],
        };
    }

    private void Steps(RuleModel rule, ImmutableArray<ActionPlan> actions, IReadOnlyList<Facts> context)
    {
        foreach (var action in actions)
        {
            switch (action)
            {
                case ActionPlan.If choice:
                    Step(rule, choice.Condition, choice, choice.Then, context);
                    Steps(rule, choice.Then, Loose(context));
                    Steps(rule, choice.Else, Loose(context));
                    break;
                case ActionPlan.Choose choose:
                    foreach (var each in choose.Choices)
                    {
                        Step(rule, each.Condition, choose, each.Then, context);
                        Steps(rule, each.Then, Loose(context));
                    }

                    Steps(rule, choose.Else, Loose(context));
                    break;
                case ActionPlan.Check check:
                    Step(rule, check.Condition, check, actions[(actions.IndexOf(action) + 1)..], context);
                    break;
                case ActionPlan.Repeat repeat:
                    Steps(rule, repeat.Actions, Loose(context));
                    break;
                case ActionPlan.Sequence sequence:
                    Steps(rule, sequence.Actions, context);
                    break;
            }

            // A wait lets anything change, and so does what is set; notices and texts do not.
            if (action is not (ActionPlan.Notify or ActionPlan.Log or ActionPlan.Publish or ActionPlan.Request))
            {
                context = Loose(context);
            }
        }
    }

    private static List<Facts> Loose(IReadOnlyList<Facts> context) => [.. context.Select(facts => Facts.None with { Triggers = facts.Triggers }).DistinctBy(facts => string.Join(' ', facts.Triggers ?? []))];

    private void Step(RuleModel rule, ConditionPlan condition, ActionPlan at, ImmutableArray<ActionPlan> then, IReadOnlyList<Facts> context)
    {
        var asked = _rules.Guards.Read(condition);
        if (then.IsEmpty || asked.Any(way => context.Any(facts => IsMet(facts.And(way)))))
        {
            return;
        }

        var paths = then.Select(step => step.Path).ToHashSet(StringComparer.Ordinal);
        var examples = rule.Stimuli.SelectMany(stimulus => rule.Ways(stimulus).Select(way => inspection.Situations.Build(stimulus, way, [rule], rule.Length + TimeSpan.FromMinutes(1))));
        var found = inspection.Replay(examples, replay => replay.Lines.Any(line => Inspection.Began(line, rule)) && !replay.Lines.Any(line => paths.Contains(line.Step)));
        if (found is not null)
        {
            inspection.Report(FindingKind.NeverHolds, FindingSeverity.Warning, [rule], [new FindingPlace(rule.Id, at.Path)], asked.SelectMany(way => way.Properties.Keys),
                FindingTexts.StepNeverHolds(rule, at.Path), found);
        }
    }
}
