using IotHub.Automation.Analysis.Influences;
using IotHub.Automation.Analysis.Replay;
using IotHub.Automation.Analysis.Rules;
using IotHub.Contracts.Values;

namespace IotHub.Automation.Analysis.Checks;

/// <summary>Finds pairs that drive a room in opposite directions: one's device brings the room to where the other switches its own on, while the first still runs.</summary>
internal sealed class RoomFightCheck(Inspection inspection)
{
    private static readonly TimeSpan Pace = TimeSpan.FromMinutes(10);

    public void Run()
    {
        // By the value of the room that they act on: who switches something on that moves it, and what sets them going there.
        var drives = inspection.Rules.Rules.SelectMany(Drives).ToLookup(drive => drive.Influence.Target.Address, StringComparer.Ordinal);
        var seen = new HashSet<(string, string)>();
        foreach (var room in drives)
        {
            foreach (var one in room)
            {
                foreach (var other in room)
                {
                    var pair = string.CompareOrdinal(one.Rule.Id, other.Rule.Id) < 0 ? (one.Rule.Id, other.Rule.Id) : (other.Rule.Id, one.Rule.Id);
                    if (one.Influence.Sign == -other.Influence.Sign && one.Influence.Sign != 0 && one.Write.Reference.Device.Name != other.Write.Reference.Device.Name && one.Rule != other.Rule
                        && inspection.Concerns(one.Rule, other.Rule) && !seen.Contains(pair) && inspection.TakePair() && Compare(one, other))
                    {
                        seen.Add(pair);
                    }
                }
            }
        }
    }

    private IEnumerable<Drive> Drives(RuleModel rule)
    {
        foreach (var write in rule.Writes.Where(write => write.Value.AsBoolean))
        {
            foreach (var influence in inspection.Influences.Of(write.Reference, write.Value).Where(each => each.IsSlow))
            {
                foreach (var stimulus in rule.Stimuli.OfType<Stimulus.Value>().Where(stimulus => stimulus.Reference.Address == influence.Target.Address && !stimulus.IsChange))
                {
                    if (Signed(rule, write, influence) is { } signed)
                    {
                        yield return new Drive(rule, write, signed, stimulus);
                    }
                }
            }
        }
    }

    // An air conditioner that is told to heat warms, and one that only blows does neither.
    private static Influence? Signed(RuleModel rule, RuleWrite write, Influence influence)
    {
        var mode = rule.Writes.FirstOrDefault(other => other.Reference.Device.Name == write.Reference.Device.Name && other.Reference.Property.Key == "air-conditioner.mode");
        return mode is null || !mode.Value.TryGetNumber(out var number) ? influence
            : number.Equals(4) ? influence with { Sign = 1, Because = "the air conditioner warms the room" }
            : number.Equals(3) ? null
            : influence;
    }

    private bool Compare(Drive one, Drive other)
    {
        var sign = one.Influence.Sign;
        var isAfter = (PropertyValue value) => value.TryGetNumber(out var number) ? sign * number : double.NaN;
        var from = one.Stimulus.After.Samples.OrderBy(isAfter).LastOrDefault();
        var to = other.Stimulus.After.Samples.Where(value => isAfter(value) > isAfter(from)).OrderBy(isAfter).FirstOrDefault();
        if (!from.HasValue || !to.HasValue || isAfter(to) - isAfter(from) > one.Influence.Reach || !IsWithinTarget(one, to, sign))
        {
            return false;
        }

        // On the way it passes every bound that some automation watches, so that whoever switches the first off has the chance to.
        var path = inspection.Rules.WatchersOf[one.Stimulus.Reference.Address].SelectMany(watcher => watcher.Stimulus.After.Samples)
            .Append(to).Where(value => isAfter(value) > isAfter(from) && isAfter(value) <= isAfter(to)).Distinct().OrderBy(isAfter).ToList();
        var company = inspection.Rules.WritersOf[one.Write.Reference.Address].Concat(inspection.Rules.WritersOf[other.Write.Reference.Address]).ToList();
        var examples = one.Rule.Ways(one.Stimulus).SelectMany(way => other.Rule.Guard.Select(otherWay => Inspection.Outer(way).And(Inspection.Without(otherWay, new HashSet<string> { one.Stimulus.Reference.Address }))))
            .Where(facts => !facts.IsContradiction)
            .Select(facts =>
            {
                var near = facts with { Properties = facts.Properties.SetItem(one.Stimulus.Reference.Address, facts.Properties[one.Stimulus.Reference.Address] with { Values = Values.ValueSet.Only(one.Stimulus.Reference.Property, [from]) }) };
                return inspection.Situations.Build(one.Stimulus, near, company, TimeSpan.Zero) is { } example
                    ? example with { Inputs = [.. example.Inputs, .. Walk(one.Stimulus, path, example.Inputs[^1].At)] }
                    : null;
            });
        var found = inspection.Replay(examples, replay => replay.ValueOf(one.Write.Reference).AsBoolean && replay.ValueOf(other.Write.Reference).AsBoolean
            && HasSet(replay, one) && HasSet(replay, other));
        if (found is null)
        {
            return false;
        }

        inspection.Report(
            FindingKind.Fight, FindingSeverity.Warning, [one.Rule, other.Rule],
            [new FindingPlace(one.Rule.Id, one.Write.Path), new FindingPlace(other.Rule.Id, other.Stimulus.Pointer), new FindingPlace(other.Rule.Id, other.Write.Path)],
            [one.Write.Reference.Address, other.Write.Reference.Address, one.Stimulus.Reference.Address],
            FindingTexts.RoomFight(one.Rule, other.Rule, one.Write.Reference.Address, other.Write.Reference.Address, FindingTexts.Because([one.Influence.Because])),
            found);
        return true;
    }

    private static IEnumerable<ReplayInput> Walk(Stimulus.Value stimulus, IEnumerable<PropertyValue> path, DateTimeOffset start)
    {
        var at = start;
        foreach (var value in path)
        {
            at += Pace + stimulus.For;
            yield return new ReplayInput.Report(at, stimulus.Reference.Device.Name, stimulus.Reference.Property.Key, value);
        }

        yield return new ReplayInput.Until(at + Pace + stimulus.For);
    }

    // A device that was given a target stops there by itself.
    private static bool IsWithinTarget(Drive one, PropertyValue to, int sign)
    {
        foreach (var write in one.Rule.Writes.Where(write => write.Reference.Device.Name == one.Write.Reference.Device.Name && write.Reference.Property.Key.Contains(".target-", StringComparison.Ordinal)))
        {
            if (write.Value.TryGetNumber(out var target) && to.TryGetNumber(out var number) && sign * number > (sign * target) + 0.5)
            {
                return false;
            }
        }

        return true;
    }

    private static bool HasSet(ReplayHome replay, Drive drive) =>
        replay.Lines.Any(line => line.Automation == drive.Rule.Id && line.Sets.Any(set => set.Address == drive.Write.Reference.Address && set.Value.AsBoolean));

    private sealed record Drive(RuleModel Rule, RuleWrite Write, Influence Influence, Stimulus.Value Stimulus);
}
