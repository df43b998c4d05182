using IotHub.Automation.Analysis.Replay;
using IotHub.Automation.Analysis.Rules;
using IotHub.Automation.Traces;

namespace IotHub.Automation.Analysis.Checks;

/// <summary>Finds automations that set each other, or themselves, going without end.</summary>
internal sealed class LoopCheck(Inspection inspection)
{
    // Ways walked while looking for loops; a home where everything sets everything off has more, and its first loops tell enough.
    private const int WalkMax = 50_000;

    private readonly List<HashSet<string>> _found = [];
    private Dictionary<string, List<Edge>> _edges = [];
    private int _walked;
    private int _loops;

    public void Run()
    {
        var finder = new EdgeFinder(inspection.Rules, inspection.Influences);
        _edges = inspection.Rules.Rules.ToDictionary(rule => rule.Id, rule => finder.From(rule).ToList(), StringComparer.Ordinal);
        for (var length = 1; length <= AnalysisLimits.LoopLengthMax; length++)
        {
            foreach (var rule in inspection.Rules.Rules)
            {
                Walk(rule, [], length);
            }
        }
    }

    // Each loop is found from the first of its automations, in the order of their ids.
    private void Walk(RuleModel first, List<Edge> path, int length)
    {
        var last = path.Count == 0 ? first : path[^1].To;
        foreach (var edge in _edges[last.Id])
        {
            if (_walked++ > WalkMax || _loops > AnalysisLimits.LoopsMax)
            {
                return;
            }

            if (path.Count + 1 == length)
            {
                if (edge.To == first)
                {
                    Try([.. path, edge]);
                }
            }
            else if (string.CompareOrdinal(edge.To.Id, first.Id) > 0 && !path.Exists(step => step.To == edge.To))
            {
                path.Add(edge);
                Walk(first, path, length);
                path.RemoveAt(path.Count - 1);
            }
        }
    }

    private void Try(IReadOnlyList<Edge> loop)
    {
        var rules = loop.Select(edge => edge.From).ToList();
        if (!inspection.Concerns([.. rules]) || _found.Exists(found => found.IsSubsetOf(rules.Select(rule => rule.Id))))
        {
            return;
        }

        _loops++;
        var feedback = loop.Select(edge => edge.Feedback).OfType<ReplayFeedback>().Distinct().ToList();
        if (!IsWithinReach(loop))
        {
            return;
        }

        TimeSpan? round = null;
        var found = inspection.Replay(rules.SelectMany(entry => Examples(entry, rules, feedback)), replay => Repeats(replay, rules, out round));
        if (found is null)
        {
            return;
        }

        _found.Add([.. rules.Select(rule => rule.Id)]);
        inspection.Report(
            FindingKind.Loop,
            round is { } time && time >= TimeSpan.FromMinutes(1) ? FindingSeverity.Notice : FindingSeverity.Warning,
            rules,
            loop.SelectMany(edge => new[] { edge.Write is { } write ? new FindingPlace(edge.From.Id, write.Path) : null, edge.Seen is { } seen ? new FindingPlace(edge.To.Id, seen.Pointer) : null }.OfType<FindingPlace>()),
            loop.SelectMany(edge => new[] { edge.Write?.Reference.Address, edge.Seen?.Reference.Address }.OfType<string>()),
            FindingTexts.Loop(rules, FindingTexts.Because(feedback.Select(each => each.Because)), round),
            found);
    }

    // What rises when switched on must rise from where switching off let it fall to, by no more than its reach.
    private static bool IsWithinReach(IReadOnlyList<Edge> loop)
    {
        foreach (var rise in loop.Where(edge => edge.Feedback is not null))
        {
            var falls = loop.Where(edge => edge != rise && edge.Feedback is { } other && other.OtherDevice == rise.Feedback!.OtherDevice && other.OtherProperty == rise.Feedback.OtherProperty);
            if (rise.Feedback!.OtherValue.TryGetNumber(out var up) && falls.Any(fall => fall.Feedback!.OtherValue.TryGetNumber(out var down) && Math.Abs(up - down) > 5_000))
            {
                return false;
            }
        }

        return true;
    }

    private IEnumerable<CounterExample?> Examples(RuleModel entry, List<RuleModel> rules, List<ReplayFeedback> feedback)
    {
        var isSet = rules.SelectMany(rule => rule.Writes).Select(write => write.Reference.Address)
            .Concat(feedback.Select(each => $"{each.OtherDevice}/{each.OtherProperty}")).ToHashSet(StringComparer.Ordinal);
        var round = rules.Aggregate(TimeSpan.Zero, (sum, rule) => sum + rule.Length + rule.Stimuli.OfType<Stimulus.Value>().Select(stimulus => stimulus.For).DefaultIfEmpty().Max());
        var then = (round * 5) + TimeSpan.FromMinutes(2);
        foreach (var stimulus in entry.Stimuli)
        {
            foreach (var way in entry.Ways(stimulus).Take(2))
            {
                var facts = rules.Where(rule => rule != entry).Aggregate(way, (all, rule) => Inspection.With(all, rule, isSet));
                yield return inspection.Situations.Build(stimulus, facts, rules, then) is { } example ? example with { Feedback = [.. feedback] } : null;
            }
        }
    }

    private static bool Repeats(ReplayHome replay, List<RuleModel> rules, out TimeSpan? round)
    {
        round = null;
        var runs = replay.Lines.Where(line => rules.Exists(rule => Inspection.Began(line, rule))).GroupBy(line => line.Root);
        foreach (var chain in runs)
        {
            var byRule = chain.GroupBy(line => line.Automation, StringComparer.Ordinal).ToList();
            var isCut = replay.Lines.Any(line => line.Root == chain.Key && line.Kind == DecisionKind.Stopped && line.Text.Contains("the chain", StringComparison.Ordinal));
            var often = byRule.Find(each => each.Count() >= 3);
            if (byRule.Count == rules.Count && (isCut || often is not null))
            {
                var times = (often ?? byRule[0]).Select(line => line.At).ToList();
                round = times.Count > 1 ? times[^1] - times[^2] : null;
                return true;
            }
        }

        return false;
    }
}
