using System.Collections.Immutable;
using System.Text.Json;
using IotHub.Automation.Compilation;
using IotHub.Contracts.Json;

namespace IotHub.Automation.Documents;

/// <summary>Reads conditions, however they are nested.</summary>
internal sealed class ConditionReader(MemberReader members)
{
    private static readonly ImmutableArray<(string, ImmutableArray<string>, ImmutableArray<string>)> Kinds =
    [
        ("all", ["all"], DocumentMembers.AllCondition),
        ("any", ["any"], DocumentMembers.AnyCondition),
        ("not", ["not"], DocumentMembers.NotCondition),
        ("property", ["property"], DocumentMembers.PropertyCondition),
        ("window", ["after", "before", "days"], DocumentMembers.WindowCondition),
        ("trigger", ["trigger"], DocumentMembers.TriggerCondition),
    ];

    private int _count;

    /// <summary>The conditions of an automation: a list, or one object.</summary>
    public ImmutableArray<ConditionDocument> ReadAll(JsonNodeAt node)
    {
        var found = node.Kind == JsonValueKind.Array ? ReadList(node, "conditions", 1, mayBeEmpty: true)
            : Read(node, 1) is { } one ? [one] : [];
        members.CheckCount(node, "conditions", _count, AutomationLimits.ConditionsMax);
        return found;
    }

    private ImmutableArray<ConditionDocument> ReadList(JsonNodeAt node, string name, int depth, bool mayBeEmpty)
    {
        if (node.Kind != JsonValueKind.Array)
        {
            members.Faults.Error(node, "type", $"\"{name}\" must be a list of conditions, found {node.Describe()}.", node.Kind == JsonValueKind.Object ? "Put it in [ ]." : null);
            return [];
        }

        if (node.Items.IsEmpty && !mayBeEmpty)
        {
            members.Faults.Error(node, "empty", $"\"{name}\" is an empty list.");
        }

        return [.. node.Items.Select(item => Read(item, depth)).OfType<ConditionDocument>()];
    }

    private ConditionDocument? Read(JsonNodeAt node, int depth)
    {
        _count++;
        if (!members.IsObject(node, "A condition"))
        {
            return null;
        }

        if (depth > AutomationLimits.ConditionDepthMax)
        {
            members.Faults.Error(node, "limit", $"Conditions are nested more than {AutomationLimits.ConditionDepthMax} deep.");
            return null;
        }

        switch (members.KindOf(node, "A condition", Kinds))
        {
            case "all":
                return new ConditionDocument.All(node, ReadList(Member(node, "all"), "all", depth + 1, mayBeEmpty: false));
            case "any":
                return new ConditionDocument.Any(node, ReadList(Member(node, "any"), "any", depth + 1, mayBeEmpty: false));
            case "not":
                return Read(Member(node, "not"), depth + 1) is { } inner ? new ConditionDocument.Not(node, inner) : null;
            case "property":
                return ReadProperty(node);
            case "window":
                return ReadWindow(node);
            case "trigger":
                return new ConditionDocument.Trigger(node, members.OneOrMore(Member(node, "trigger"), "trigger", AutomationLimits.TriggersMax));
            default:
                return null;
        }
    }

    private ConditionDocument.Property ReadProperty(JsonNodeAt node)
    {
        node.TryGet("is", out var equal);
        node.TryGet("above", out var above);
        node.TryGet("below", out var below);
        if ((equal is null) == (above is null && below is null))
        {
            members.Faults.Error(node, "condition.test", equal is null
                ? "A condition on a property needs one of is, above, below."
                : "A condition on a property has either is, or above and below, not both.");
        }

        return new ConditionDocument.Property(node, Member(node, "property"), new PropertyTestDocument(equal, above, below), members.Duration(node, "for"));
    }

    private ConditionDocument.Window ReadWindow(JsonNodeAt node)
    {
        var after = node.TryGet("after", out var start) ? members.Time(start) : null;
        var before = node.TryGet("before", out var end) ? members.Time(end) : null;
        if (after is not null && after == before)
        {
            members.Faults.Error(node, "window.empty", "\"after\" and \"before\" are the same time, so the window is either empty or the whole day.", "Leave both out for the whole day.");
        }

        return new ConditionDocument.Window(node, after, before, members.Days(node));
    }

    private static JsonNodeAt Member(JsonNodeAt node, string name) =>
        node.TryGet(name, out var value) ? value : throw new InvalidOperationException($"{name} was there when the kind was told.");
}
