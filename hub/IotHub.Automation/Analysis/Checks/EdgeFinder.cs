using IotHub.Automation.Analysis.Influences;
using IotHub.Automation.Analysis.Rules;
using IotHub.Contracts.Values;

namespace IotHub.Automation.Analysis.Checks;

/// <summary>Finds which automations can set which others going: by a value they set, by what that does to the room, by running them.</summary>
internal sealed class EdgeFinder(RuleSet rules, InfluenceTable influences)
{
    private static readonly TimeSpan FeedbackDelay = TimeSpan.FromSeconds(1);

    private readonly Lazy<ILookup<string, RuleModel>> _listeners = new(() => rules.Rules
        .SelectMany(rule => rule.Stimuli.Select(stimulus => (Key: stimulus switch { Stimulus.Run run => run.Id, Stimulus.Scene scene => "scene:" + scene.Id, _ => null }, rule)))
        .Where(entry => entry.Key is not null)
        .ToLookup(entry => entry.Key!, entry => entry.rule, StringComparer.Ordinal));

    /// <summary>Out of one automation.</summary>
    public IEnumerable<Edge> From(RuleModel rule)
    {
        foreach (var write in rule.Writes)
        {
            foreach (var (to, seen) in rules.WatchersOf[write.Reference.Address])
            {
                if (seen.IsChange || !write.Value.HasValue || seen.After.Contains(write.Value))
                {
                    yield return new Edge(rule, to, null, seen, write);
                }
            }

            PropertyValue[] values = write.Value.HasValue ? [write.Value] : [PropertyValue.FromBoolean(true), PropertyValue.FromBoolean(false)];
            foreach (var value in values)
            {
                foreach (var edge in By(rule, write, value))
                {
                    yield return edge;
                }
            }
        }

        foreach (var id in rule.Runs)
        {
            if (rules.ById.TryGetValue(id, out var run))
            {
                yield return new Edge(rule, run, null, null, null);
            }
        }

        foreach (var other in _listeners.Value[rule.Id].Concat(rule.Scenes.SelectMany(scene => _listeners.Value["scene:" + scene])).Distinct())
        {
            yield return new Edge(rule, other, null, null, null);
        }
    }

    private IEnumerable<Edge> By(RuleModel rule, RuleWrite write, PropertyValue value)
    {
        foreach (var influence in influences.Of(write.Reference, value).Where(each => !each.IsSlow))
        {
            foreach (var (to, seen) in rules.WatchersOf[influence.Target.Address])
            {
                if (Follows(influence, seen, value) is { } becomes)
                {
                    var feedback = new ReplayFeedback(
                        write.Reference.Device.Name, write.Reference.Property.Key, value, influence.Target.Device.Name, influence.Target.Property.Key, becomes, FeedbackDelay, influence.Because);
                    yield return new Edge(rule, to, feedback, seen, write);
                }
            }
        }
    }

    /// <summary>A value that the influence can bring about and that sets the stimulus off; null where there is none.</summary>
    private static PropertyValue? Follows(Influence influence, Stimulus.Value seen, PropertyValue value)
    {
        if (influence.Sign == 0)
        {
            return seen.IsChange || seen.After.Contains(value) ? value : null;
        }

        // Up from somewhere below, by no more than the reach; down likewise.
        var found = seen.After.Samples.Where(sample => sample.TryGetNumber(out var to)
                && seen.Before.Samples.Any(before => before.TryGetNumber(out var from) && (influence.Sign > 0 ? from < to : from > to))
                && (influence.Sign < 0 || to <= influence.Reach))
            .Select(sample => (Sample: sample, Number: sample.TryGetNumber(out var number) ? number : 0))
            .OrderBy(each => influence.Sign * each.Number)
            .ToList();

        // What is switched off falls all the way.
        return found.Count == 0 ? null : influence.Sign < 0 ? found[^1].Sample : found[0].Sample;
    }
}
