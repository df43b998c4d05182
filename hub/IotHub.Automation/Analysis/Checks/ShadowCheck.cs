using IotHub.Automation.Analysis.Guards;
using IotHub.Automation.Analysis.Replay;
using IotHub.Automation.Analysis.Rules;
using IotHub.Automation.Analysis.Values;

namespace IotHub.Automation.Analysis.Checks;

/// <summary>Finds automations that another makes useless: by doing the same whenever they run, or by taking back at once what they do.</summary>
internal sealed class ShadowCheck(Inspection inspection)
{
    private readonly RuleSet _rules = inspection.Rules;

    public void Run()
    {
        foreach (var rule in _rules.Rules.Where(rule => rule.Writes.Length > 0 && rule.Stimuli.Length > 0))
        {
            foreach (var other in _rules.WritersOf[rule.Writes[0].Reference.Address])
            {
                if (other != rule && inspection.Concerns(rule, other) && inspection.TakePair() && IsRedundant(rule, other) && !(string.CompareOrdinal(rule.Id, other.Id) < 0 && IsRedundant(other, rule)))
                {
                    ReportRedundant(rule, other);
                    break;
                }
            }

            foreach (var write in rule.Writes.Where(write => write is { IsSure: true, Value.HasValue: true }))
            {
                foreach (var (by, seen) in _rules.WatchersOf[write.Reference.Address])
                {
                    if (by != rule && inspection.Concerns(rule, by) && TakesBack(write, by, seen) && !inspection.Has(FindingKind.Loop, rule, by) && !inspection.Has(FindingKind.Shadowed, rule, by)
                        && !inspection.Has(FindingKind.Fight, rule, by) && IsAlwaysTakenBack(rule, write, by))
                    {
                        ReportUndone(rule, write, by, seen);
                    }
                }
            }
        }
    }

    private bool IsRedundant(RuleModel rule, RuleModel by)
    {
        var isAtOnce = rule.Length == TimeSpan.Zero && by.Length == TimeSpan.Zero;
        return rule.OtherSteps == 0 && !rule.HasOpenWrites && !rule.HasOpenWaits && !by.HasOpenWaits
            && (by.Plan.Cooldown is null || by.Plan.Cooldown == rule.Plan.Cooldown)
            && (isAtOnce || (rule.Plan.Mode == by.Plan.Mode && rule.Writes.Length == by.Writes.Length && rule.Length == by.Length))
            && rule.Writes.All(write => write.IsSure && by.Writes.Any(other => other.IsSure && other.Delay == write.Delay && other.IsSame(write)) && !by.Writes.Any(other => other.IsAgainst(write) && other.Delay == write.Delay))
            && rule.Stimuli.All(stimulus => by.Stimuli.Any(other => StimulusPairs.Covers(other, stimulus)
                && (isAtOnce || StimulusPairs.Covers(stimulus, other))
                && rule.Ways(stimulus).All(way => Implies(stimulus, Inspection.Outer(way), by))));
    }

    /// <summary>True when another's conditions cannot fail while these facts hold.</summary>
    private bool Implies(Stimulus? stimulus, Facts facts, RuleModel by) => by.GuardFails.All(fails =>
    {
        var joint = facts.And(Inspection.Outer(fails));
        return joint.IsContradiction || (stimulus is Stimulus.Time time
            ? Moments.Find(time.Schedule, joint.Times, inspection.Home.Now, inspection.Home.Place)
            : Moments.Find(joint.Times, inspection.Home.Now, inspection.Home.Place)) is null;
    });

    private void ReportRedundant(RuleModel rule, RuleModel by)
    {
        var examples = rule.Stimuli.SelectMany(stimulus => rule.Ways(stimulus).Select(way => inspection.Situations.Build(FromOutside(stimulus, by), way, [rule, by], rule.Length + TimeSpan.FromSeconds(1))));
        var found = inspection.Replay(examples, replay => rule.Writes.All(write => Sets(replay, rule, write) && Sets(replay, by, write)));
        if (found is not null)
        {
            inspection.Report(
                FindingKind.Shadowed, FindingSeverity.Notice, [rule, by], [new FindingPlace(rule.Id, string.Empty), new FindingPlace(by.Id, by.Stimuli[0].Pointer)],
                rule.Writes.Select(write => write.Reference.Address), FindingTexts.Redundant(rule, by), found);
        }
    }

    // Where the other is set off earlier, the value comes from where neither has been set off.
    private static Stimulus FromOutside(Stimulus stimulus, RuleModel by) => stimulus is Stimulus.Value value
        && by.Stimuli.OfType<Stimulus.Value>().FirstOrDefault(other => StimulusPairs.Covers(other, stimulus)) is { } wide && value.Before.Intersect(wide.Before) is { IsEmpty: false } before
        ? value with { Before = before }
        : stimulus;

    private static bool Sets(ReplayHome replay, RuleModel rule, RuleWrite write) =>
        replay.Lines.Any(line => line.Automation == rule.Id && line.Sets.Any(set => set.Address == write.Reference.Address && RuleWrite.Same(set.Value, write.Value)));

    private static bool TakesBack(RuleWrite write, RuleModel by, Stimulus.Value seen) => seen.For == TimeSpan.Zero && seen.After.Contains(write.Value)
        && by.Writes.Any(other => other.IsSure && other.Delay == TimeSpan.Zero && other.IsAgainst(write));

    private bool IsAlwaysTakenBack(RuleModel rule, RuleWrite write, RuleModel by)
    {
        var writes = rule.Writes.Where(other => other.Delay == write.Delay && other.Value.HasValue).ToList();
        return rule.Stimuli.All(stimulus => rule.Ways(stimulus).All(way =>
        {
            // What it sets is so when the other looks.
            var facts = writes.Aggregate(Inspection.Without(way, writes.Select(each => each.Reference.Address).ToHashSet(StringComparer.Ordinal)), (all, each) =>
                all.And(Facts.Of(new PropertyFact(each.Reference, ValueSet.Only(each.Reference.Property, [each.Value]), false, TimeSpan.Zero, TimeSpan.Zero))));
            return Implies(write.Delay == TimeSpan.Zero ? stimulus : null, facts, by);
        }));
    }

    private void ReportUndone(RuleModel rule, RuleWrite write, RuleModel by, Stimulus.Value seen)
    {
        var address = write.Reference.Address;
        var examples = rule.Stimuli.SelectMany(stimulus => rule.Ways(stimulus).Select(way => inspection.Situations.Build(stimulus, Before(way, write), [rule, by], rule.Length + TimeSpan.FromSeconds(1))));
        var found = inspection.Replay(examples, replay => Inspection.Clash(replay, rule, by, new HashSet<string> { address }) is not null);
        if (found is not null)
        {
            inspection.Report(
                FindingKind.Shadowed, FindingSeverity.Warning, [rule, by], [new FindingPlace(rule.Id, write.Path), new FindingPlace(by.Id, seen.Pointer)],
                [address], FindingTexts.Undone(rule, by, address), found);
        }
    }

    // It is not so before, where the conditions leave that open, or setting it would change nothing.
    private static Facts Before(Facts facts, RuleWrite write)
    {
        var other = facts.And(Facts.Of(new PropertyFact(write.Reference, ValueSet.Only(write.Reference.Property, [write.Value]).Complement(), true, TimeSpan.Zero, null)));
        return other.IsContradiction ? facts : other;
    }
}
