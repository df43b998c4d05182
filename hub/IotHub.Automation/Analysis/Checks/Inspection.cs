using System.Collections.Immutable;
using IotHub.Automation.Analysis.Guards;
using IotHub.Automation.Analysis.Influences;
using IotHub.Automation.Analysis.Replay;
using IotHub.Automation.Analysis.Rules;
using IotHub.Automation.Traces;

namespace IotHub.Automation.Analysis.Checks;

/// <summary>What all checks of one look at a home share: the model, the replays and what is left of them, and the findings.</summary>
internal sealed class Inspection(RuleSet rules, AnalysisHome home, string? focus)
{
    private readonly List<Finding> _findings = [];
    private int _replays;
    private int _pairs;

    public RuleSet Rules => rules;

    public AnalysisHome Home => home;

    public InfluenceTable Influences { get; } = new(home.Home);

    public SituationBuilder Situations { get; } = new(rules, home);

    public IReadOnlyList<Finding> Findings => _findings;

    public int Dropped { get; private set; }

    public int Unchecked { get; private set; }

    /// <summary>True when the automation that was asked about is among these, or all were.</summary>
    public bool Concerns(params ReadOnlySpan<RuleModel> some)
    {
        var isConcerned = focus is null;
        foreach (var rule in some)
        {
            isConcerned |= rule.Id == focus;
        }

        return isConcerned;
    }

    /// <summary>True while there may be more pairs; counts one.</summary>
    public bool TakePair()
    {
        if (_pairs < AnalysisLimits.PairsMax)
        {
            _pairs++;
            return true;
        }

        Unchecked++;
        return false;
    }

    /// <summary>Replays courses of events until in one of them happens what is suspected.</summary>
    /// <returns>That one, with what the engine did; null where it happens in none, which is counted.</returns>
    public CounterExample? Replay(IEnumerable<CounterExample?> examples, Func<ReplayHome, bool> happens)
    {
        var tried = 0;
        foreach (var example in examples.OfType<CounterExample>())
        {
            if (_replays >= AnalysisLimits.ReplaysMax)
            {
                Unchecked++;
                return null;
            }

            if (tried++ >= AnalysisLimits.SituationsMax)
            {
                break;
            }

            _replays++;
            var replay = CounterExampleReplay.Play(example, example.Automations.Where(rules.ById.ContainsKey).Select(id => rules.ById[id].Plan), home);
            if (happens(replay))
            {
                return example with { Then = [.. replay.Lines] };
            }
        }

        Dropped++;
        return null;
    }

    public void Report(FindingKind kind, FindingSeverity severity, IEnumerable<RuleModel> automations, IEnumerable<FindingPlace> places, IEnumerable<string> properties, string sentence, CounterExample example) =>
        _findings.Add(new Finding(kind, severity, [.. automations.Select(rule => rule.Id).Distinct(StringComparer.Ordinal)], [.. places.Distinct()], [.. properties.Distinct(StringComparer.Ordinal)], sentence, example));

    public bool Has(FindingKind kind, params ReadOnlySpan<RuleModel> some)
    {
        foreach (var finding in _findings)
        {
            if (finding.Kind == kind && All(some, rule => finding.Automations.Contains(rule.Id)))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Adds to facts how another automation's conditions can hold, but for what is set on the way.</summary>
    public static Facts With(Facts facts, RuleModel other, IReadOnlySet<string> isSet)
    {
        foreach (var way in other.Guard)
        {
            var joint = facts.And(Without(way, isSet));
            if (!joint.IsContradiction)
            {
                return joint;
            }
        }

        return facts;
    }

    /// <summary>Facts of one automation for another: which trigger fired is its own matter.</summary>
    public static Facts Outer(Facts facts) => facts.Triggers is null ? facts : facts with { Triggers = null };

    public static Facts Without(Facts facts, IReadOnlySet<string> addresses) => facts with
    {
        Triggers = null,
        Properties = facts.Properties.RemoveRange(facts.Properties.Keys.Where(addresses.Contains)),
    };

    public static bool Began(ReplayLine line, RuleModel rule) => line.Automation == rule.Id && line.Kind is DecisionKind.Started or DecisionKind.Restarted;

    /// <summary>True when both set the same property to different values in one moment.</summary>
    public static string? Clash(ReplayHome replay, RuleModel one, RuleModel other, IReadOnlySet<string> addresses)
    {
        foreach (var line in replay.Lines.Where(line => line.Automation == one.Id))
        {
            foreach (var (address, value) in line.Sets.Where(set => addresses.Contains(set.Address)))
            {
                if (replay.Lines.Any(against => against.Automation == other.Id && against.At == line.At
                    && against.Sets.Any(set => set.Address == address && !RuleWrite.Same(set.Value, value))))
                {
                    return address;
                }
            }
        }

        return null;
    }

    private static bool All(ReadOnlySpan<RuleModel> some, Func<RuleModel, bool> test)
    {
        foreach (var rule in some)
        {
            if (!test(rule))
            {
                return false;
            }
        }

        return true;
    }
}
