using System.Collections.Immutable;
using IotHub.Automation.Analysis.Guards;
using IotHub.Automation.Analysis.Replay;
using IotHub.Automation.Analysis.Rules;
using IotHub.Automation.Schedules;
using IotHub.Automation.Schedules.LocalTime;

namespace IotHub.Automation.Analysis.Checks;

/// <summary>Finds windows and times that are left out or come twice on nights on which clocks change.</summary>
internal sealed class ClockCheck(Inspection inspection)
{
    private readonly HomePlace _place = inspection.Home.Place;

    public void Run()
    {
        foreach (var night in ClockNight.After(inspection.Home.Now, inspection.Home.Place))
        {
            foreach (var rule in inspection.Rules.Rules.Where(rule => inspection.Concerns(rule) && !inspection.Has(FindingKind.ClockChange, rule)))
            {
                if (!Windows(rule, night))
                {
                    Times(rule, night);
                }
            }

            if (night.IsForward)
            {
                Together(night);
            }
        }
    }

    private bool Windows(RuleModel rule, ClockNight night)
    {
        foreach (var way in rule.Guard)
        {
            var windows = way.Times.Where(fact => fact.Holds && !fact.IsSun && fact.Edges.Any()).ToImmutableArray();
            if (windows.IsEmpty || !windows.SelectMany(fact => fact.Edges).Any(edge => Touches(edge, night)))
            {
                continue;
            }

            var (usual, changed) = (Stretches(windows, night.Usual), Stretches(windows, night.Day));
            foreach (var stimulus in rule.Stimuli.Where(stimulus => stimulus is not Stimulus.Time))
            {
                var facts = Inspection.Outer(way).And(stimulus.Facts);
                if (facts.IsContradiction || usual.Count == 0)
                {
                    continue;
                }

                if (changed.Count == 0 ? Skipped(rule, stimulus, facts, usual[0].From, night) : changed.Count > usual.Count && Twice(rule, stimulus, facts, changed, night))
                {
                    return true;
                }
            }
        }

        return false;
    }

    private static bool Touches(TimeOnly time, ClockNight night) => time.ToTimeSpan().TotalSeconds >= night.From && time.ToTimeSpan().TotalSeconds <= night.To;

    /// <summary>The stretches of a day, in moments, during which the windows hold together; to the minute.</summary>
    private List<(DateTimeOffset From, DateTimeOffset To)> Stretches(ImmutableArray<TimeFact> windows, LocalDay day)
    {
        var found = new List<(DateTimeOffset From, DateTimeOffset To)>();
        DateTimeOffset? open = null;
        for (var moment = day.Start; moment <= day.End; moment = moment.AddMinutes(1))
        {
            var holds = moment < day.End && Moments.AreMet(windows, moment, _place);
            if (holds && open is null)
            {
                open = moment;
            }
            else if (!holds && open is { } from)
            {
                found.Add((from, moment));
                open = null;
            }
        }

        return found;
    }

    // Refused right before the jump and right after it, though it runs at that time of an ordinary night.
    private bool Skipped(RuleModel rule, Stimulus stimulus, Facts facts, DateTimeOffset usual, ClockNight night)
    {
        if (inspection.Situations.Build(stimulus, facts, [rule], TimeSpan.FromSeconds(1), usual.AddSeconds(30)) is not { } ordinary
            || !CounterExampleReplay.Play(ordinary, [rule.Plan], inspection.Home).Lines.Any(line => Inspection.Began(line, rule)))
        {
            return false;
        }

        var jump = night.Day.Gaps[0].Jump;
        var example = inspection.Situations.Build(stimulus, facts, [rule], TimeSpan.FromSeconds(1), jump.AddSeconds(-30));
        var again = Again(example, stimulus, jump.AddSeconds(30));
        return Report(rule, stimulus, again, FindingTexts.WindowSkipped(rule, night.Day.Date), lines => lines.Count > 0 && !lines.Any(line => Inspection.Began(line, rule)));
    }

    private bool Twice(RuleModel rule, Stimulus stimulus, Facts facts, List<(DateTimeOffset From, DateTimeOffset To)> stretches, ClockNight night)
    {
        var pair = stretches.Zip(stretches.Skip(1)).Where(each => each.Second.From - each.First.To < TimeSpan.FromHours(2)).ToList();
        if (pair.Count == 0)
        {
            return false;
        }

        var ((_, firstEnd), (secondFrom, _)) = pair[0];
        var example = inspection.Situations.Build(stimulus, facts, [rule], TimeSpan.FromSeconds(1), firstEnd.AddSeconds(-30));
        var again = Again(example, stimulus, secondFrom.AddSeconds(30));
        return Report(rule, stimulus, again, FindingTexts.WindowTwice(rule, night.Day.Date), lines => lines.Any(line => Inspection.Began(line, rule) && line.At < secondFrom)
            && lines.Any(line => line.Automation == rule.Id && line.At >= secondFrom && line.Kind != Traces.DecisionKind.Refused));
    }

    private bool Report(RuleModel rule, Stimulus stimulus, CounterExample? example, string sentence, Func<IReadOnlyList<ReplayLine>, bool> happens)
    {
        if (inspection.Replay([example], replay => happens(replay.Lines)) is not { } found)
        {
            return false;
        }

        inspection.Report(FindingKind.ClockChange, FindingSeverity.Notice, [rule], [new FindingPlace(rule.Id, "/conditions"), new FindingPlace(rule.Id, stimulus.Pointer)], [], sentence, found);
        return true;
    }

    /// <summary>The same course, and the same thing happening once more.</summary>
    private static CounterExample? Again(CounterExample? example, Stimulus stimulus, DateTimeOffset at)
    {
        if (example is null || example.Inputs.FirstOrDefault(input => input is not ReplayInput.Until) is not { } first)
        {
            return null;
        }

        var hold = stimulus is Stimulus.Value value ? value.For : TimeSpan.Zero;
        var begin = at - hold;
        ImmutableArray<ReplayInput> back = first switch
        {
            ReplayInput.Report report when example.Known.FirstOrDefault(known => known.Device == report.Device && known.Property == report.Property) is { } before =>
                [before with { At = begin.AddSeconds(-10) }, report with { At = begin }],
            ReplayInput.Person person => [person with { At = begin.AddSeconds(-10), IsHome = !person.IsHome }, person with { At = begin }],
            ReplayInput.Report => [],
            _ => [first with { At = begin }],
        };
        return example with { Inputs = [.. example.Inputs, .. back, new ReplayInput.Until(at.AddSeconds(1))] };
    }

    private void Times(RuleModel rule, ClockNight night)
    {
        foreach (var stimulus in rule.Stimuli.OfType<Stimulus.Time>())
        {
            if (stimulus.Schedule is not TimesSchedule schedule || !schedule.Times.Any(time => Touches(time, night)))
            {
                continue;
            }

            foreach (var way in rule.Ways(stimulus))
            {
                var usual = Example(stimulus, way, night.Usual, rule);
                var count = usual is null ? 0 : Count(CounterExampleReplay.Play(usual, [rule.Plan], inspection.Home), rule);
                if (count == 0 || Example(stimulus, way, night.Day, rule) is not { } changed)
                {
                    continue;
                }

                var isFewer = false;
                var found = inspection.Replay([changed], replay => Count(replay, rule) is var runs && runs != count && ((isFewer = runs < count) || true));
                if (found is not null)
                {
                    inspection.Report(
                        FindingKind.ClockChange, FindingSeverity.Notice, [rule], [new FindingPlace(rule.Id, stimulus.Pointer), new FindingPlace(rule.Id, "/conditions")], [],
                        isFewer ? FindingTexts.TimeSkipped(rule, night.Day.Date) : FindingTexts.TimeTwice(rule, night.Day.Date), found);
                    return;
                }
            }
        }
    }

    // The whole day from its first moment, with all but the time as asked.
    private CounterExample? Example(Stimulus.Time stimulus, Facts facts, LocalDay day, params IEnumerable<RuleModel> company) =>
        inspection.Situations.Build(stimulus, facts, company, day.End - day.Start, day.Start);

    private static int Count(ReplayHome replay, RuleModel rule) => replay.Lines.Count(line => Inspection.Began(line, rule));

    /// <summary>Two times within the hour that is skipped come at one moment, so that what one sets the other sets back.</summary>
    private void Together(ClockNight night)
    {
        var timed = inspection.Rules.Rules.SelectMany(rule => rule.Stimuli.OfType<Stimulus.Time>()
            .Where(stimulus => stimulus.Schedule is TimesSchedule schedule && schedule.Times.Any(time => Touches(time, night)))
            .Select(stimulus => (Rule: rule, Stimulus: stimulus, ((TimesSchedule)stimulus.Schedule).Times))).ToList();
        foreach (var one in timed)
        {
            foreach (var other in timed)
            {
                if (string.CompareOrdinal(one.Rule.Id, other.Rule.Id) >= 0 || !inspection.Concerns(one.Rule, other.Rule) || one.Times.Any(other.Times.Contains) || inspection.Has(FindingKind.ClockChange, one.Rule, other.Rule))
                {
                    continue;
                }

                var against = one.Rule.Writes.Where(write => other.Rule.Writes.Any(write.IsAgainst)).Select(write => write.Reference.Address).ToHashSet(StringComparer.Ordinal);
                var examples = one.Rule.Ways(one.Stimulus).SelectMany(way => other.Rule.Ways(other.Stimulus).Select(otherWay => Inspection.Outer(way).And(Inspection.Outer(otherWay))))
                    .Where(facts => against.Count > 0 && !facts.IsContradiction).Select(facts => Example(one.Stimulus, facts, night.Day, one.Rule, other.Rule)).ToList();
                var address = string.Empty;
                if (examples.Count > 0 && inspection.Replay(examples, replay => (address = Inspection.Clash(replay, one.Rule, other.Rule, against)) is not null) is { } found)
                {
                    inspection.Report(
                        FindingKind.ClockChange, FindingSeverity.Notice, [one.Rule, other.Rule], [new FindingPlace(one.Rule.Id, one.Stimulus.Pointer), new FindingPlace(other.Rule.Id, other.Stimulus.Pointer)],
                        [address!], FindingTexts.TimesTogether(one.Rule, other.Rule, address!, night.Day.Date), found);
                }
            }
        }
    }
}
