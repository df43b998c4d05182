using IotHub.Automation.Analysis.Replay;
using IotHub.Automation.Analysis.Rules;
using IotHub.Automation.Schedules;

namespace IotHub.Automation.Analysis.Checks;

/// <summary>Finds pairs that set one property differently: in one moment, one through the other, or by turns.</summary>
internal sealed class FightCheck(Inspection inspection)
{
    private static readonly TimeSpan OftenMax = TimeSpan.FromHours(1);

    private readonly EdgeFinder _edges = new(inspection.Rules, inspection.Influences);

    public void Run()
    {
        var seen = new HashSet<(string, string)>();
        foreach (var property in inspection.Rules.WritersOf)
        {
            var writers = property.ToList();
            for (var one = 0; one < writers.Count; one++)
            {
                for (var other = one + 1; other < writers.Count; other++)
                {
                    if (inspection.Concerns(writers[one], writers[other]) && !seen.Contains((writers[one].Id, writers[other].Id)) && inspection.TakePair())
                    {
                        var against = Against(writers[one], writers[other]);
                        if (against.Count > 0)
                        {
                            seen.Add((writers[one].Id, writers[other].Id));
                            Compare(writers[one], writers[other], against);
                        }
                    }
                }
            }
        }
    }

    private static HashSet<string> Against(RuleModel one, RuleModel other) =>
        [.. one.Writes.Where(write => other.Writes.Any(write.IsAgainst)).Select(write => write.Reference.Address)];

    private void Compare(RuleModel one, RuleModel other, HashSet<string> against)
    {
        var examples = AtOnce(one, other).ToList();
        if (examples.Count > 0 && Report(one, other, examples, against, FindingTexts.Fight))
        {
            return;
        }

        if (!inspection.Has(FindingKind.Loop, one, other)
            && (Report(one, other, [.. Cascade(one, other, against)], against, FindingTexts.Cascade) || Report(other, one, [.. Cascade(other, one, against)], against, FindingTexts.Cascade)))
        {
            return;
        }

        ByTurns(one, other, against);
    }

    private bool Report(RuleModel one, RuleModel other, List<CounterExample?> examples, HashSet<string> against, Func<RuleModel, RuleModel, string, string> sentence)
    {
        var address = string.Empty;
        if (examples.Count == 0 || inspection.Replay(examples, replay => (address = Inspection.Clash(replay, one, other, against)) is not null) is not { } found)
        {
            return false;
        }

        Report(one, other, address!, sentence(one, other, address!), found);
        return true;
    }

    private void Report(RuleModel one, RuleModel other, string address, string sentence, CounterExample found) => inspection.Report(
        FindingKind.Fight, FindingSeverity.Warning, [one, other],
        new[] { one, other }.SelectMany(rule => rule.Writes.Where(write => write.Reference.Address == address).Select(write => new FindingPlace(rule.Id, write.Path))),
        [address], sentence, found);

    /// <summary>One thing sets both going while the conditions of both hold.</summary>
    private IEnumerable<CounterExample?> AtOnce(RuleModel one, RuleModel other)
    {
        foreach (var left in one.Stimuli)
        {
            foreach (var right in other.Stimuli)
            {
                if (StimulusPairs.Common(left, right) is not { } common)
                {
                    continue;
                }

                foreach (var way in one.Ways(left))
                {
                    foreach (var otherWay in other.Ways(right))
                    {
                        var facts = Inspection.Outer(way).And(Inspection.Outer(otherWay));
                        if (facts.IsContradiction)
                        {
                            continue;
                        }

                        DateTimeOffset? at = null;
                        if ((left, right) is (Stimulus.Time first, Stimulus.Time second) && (at = StimulusPairs.Meet(first.Schedule, second.Schedule, facts, inspection.Home)) is null)
                        {
                            continue;
                        }

                        var length = one.Length > other.Length ? one.Length : other.Length;
                        yield return inspection.Situations.Build(common, facts, [one, other], length + TimeSpan.FromSeconds(1), at);
                    }
                }
            }
        }
    }

    /// <summary>One sets the other going by something else than what they both set, and the other sets that otherwise.</summary>
    private IEnumerable<CounterExample?> Cascade(RuleModel one, RuleModel other, HashSet<string> against)
    {
        if (!_edges.From(one).Any(edge => edge.To == other && edge.IsAtOnce && (edge.Write is null || !against.Contains(edge.Write.Reference.Address)))
            || other.Stimuli.OfType<Stimulus.Value>().Any(stimulus => against.Contains(stimulus.Reference.Address)))
        {
            yield break;
        }

        var isSet = one.Writes.Select(write => write.Reference.Address).ToHashSet(StringComparer.Ordinal);
        foreach (var stimulus in one.Stimuli)
        {
            foreach (var way in one.Ways(stimulus))
            {
                // What the first sets must not be so before, or nothing would change.
                yield return inspection.Situations.Build(stimulus, Inspection.With(way, other, isSet), [one, other], one.Length + TimeSpan.FromSeconds(1));
            }
        }
    }

    /// <summary>Both come again and again by the clock.</summary>
    private void ByTurns(RuleModel one, RuleModel other, HashSet<string> against)
    {
        // On for a quarter of each hour is a pair as well, but its two do not ask about different things.
        var (asked, otherAsked) = (Asked(one), Asked(other));
        if (asked.Count == 0 || otherAsked.Count == 0 || asked.Overlaps(otherAsked))
        {
            return;
        }

        var examples = new List<CounterExample?>();
        foreach (var left in one.Stimuli.OfType<Stimulus.Time>().Where(stimulus => IsOften(stimulus.Schedule)))
        {
            foreach (var right in other.Stimuli.OfType<Stimulus.Time>().Where(stimulus => IsOften(stimulus.Schedule)))
            {
                examples.AddRange(one.Ways(left).SelectMany(way => other.Ways(right).Select(otherWay => Inspection.Outer(way).And(Inspection.Outer(otherWay))))
                    .Where(facts => !facts.IsContradiction)
                    .Select(facts => inspection.Situations.Build(left, facts, [one, other], TimeSpan.FromHours(5))));
            }
        }

        var address = string.Empty;
        if (examples.Count > 0 && inspection.Replay(examples, replay => (address = against.FirstOrDefault(each => Turns(replay, one, other, each) >= 4)) is not null) is { } found)
        {
            Report(one, other, address!, FindingTexts.ByTurns(one, other, address!), found);
        }
    }

    private static HashSet<string> Asked(RuleModel rule) =>
        [.. rule.Guard.SelectMany(way => way.Properties.Keys.Concat(way.Persons.Keys.Select(person => "person:" + person)).Concat(way.Atoms.Keys))];

    private bool IsOften(Schedule schedule) => schedule is IntervalSchedule or CronSchedule
        && schedule.Next(inspection.Home.Now, inspection.Home.Place) is { } first && schedule.Next(first.Moment, inspection.Home.Place) is { } second && second.Moment - first.Moment <= OftenMax;

    private static int Turns(ReplayHome replay, RuleModel one, RuleModel other, string address)
    {
        var sets = replay.Lines.Where(line => line.Automation == one.Id || line.Automation == other.Id)
            .SelectMany(line => line.Sets.Where(set => set.Address == address).Select(set => (line.Automation, set.Value))).ToList();
        return sets.Zip(sets.Skip(1)).Count(pair => pair.First.Automation != pair.Second.Automation && !RuleWrite.Same(pair.First.Value, pair.Second.Value));
    }
}
