using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using IotHub.Automation.Compilation;
using IotHub.Contracts.Json;

namespace IotHub.Automation.Documents;

/// <summary>Reads triggers.</summary>
internal sealed class TriggerReader(MemberReader members)
{
    private static readonly ImmutableArray<(string, ImmutableArray<string>, ImmutableArray<string>)> Kinds =
    [
        ("property", ["property"], DocumentMembers.PropertyTrigger),
        ("event", ["event"], DocumentMembers.EventTrigger),
        ("time", ["time"], DocumentMembers.TimeTrigger),
    ];

    /// <summary>The trigger; null where its form is wrong.</summary>
    /// <param name="node">Where it stands.</param>
    /// <param name="number">Its number, from 1.</param>
    public TriggerDocument? Read(JsonNodeAt node, int number)
    {
        if (!members.IsObject(node, "A trigger"))
        {
            return null;
        }

        var kind = members.KindOf(node, "A trigger", Kinds);
        var id = members.Text(node, "id", number.ToString(CultureInfo.InvariantCulture), AutomationLimits.IdLengthMax);
        return kind switch
        {
            "property" => ReadProperty(node, id),
            "event" => ReadEvent(node, id),
            "time" => ReadTime(node, id),
            _ => null,
        };
    }

    private TriggerDocument.Property ReadProperty(JsonNodeAt node, string id)
    {
        node.TryGet("property", out var property);
        var addresses = members.OneOrMore(property!, "property", AutomationLimits.WatchedMax);
        node.TryGet("becomes", out var becomes);
        node.TryGet("above", out var above);
        node.TryGet("below", out var below);
        var hasChanges = node.TryGet("changes", out var changes);
        if (hasChanges && changes!.Kind != JsonValueKind.True)
        {
            members.Faults.Error(changes, "type", $"\"changes\" can only be true, found {changes.Describe()}.", "Leave it out where it does not apply.");
        }

        var asked = (hasChanges ? 1 : 0) + (becomes is null ? 0 : 1) + (above is null && below is null ? 0 : 1);
        if (asked != 1)
        {
            members.Faults.Error(node, "trigger.test", asked == 0
                ? "A trigger on a property needs one of becomes, changes, above, below."
                : "A trigger on a property has either becomes, or changes, or above and below, not several of them.");
        }

        return new TriggerDocument.Property(id, node, addresses, new PropertyTestDocument(becomes, above, below), members.Duration(node, "for"));
    }

    private TriggerDocument.Event ReadEvent(JsonNodeAt node, string id)
    {
        node.TryGet("event", out var address);
        ImmutableArray<JsonMemberAt> arguments = [];
        if (node.TryGet("arguments", out var value) && members.IsObject(value, "\"arguments\""))
        {
            arguments = value.Properties.RemoveAll(MemberReader.IsComment);
        }

        return new TriggerDocument.Event(id, node, address!, arguments);
    }

    private TriggerDocument.Time ReadTime(JsonNodeAt node, string id)
    {
        node.TryGet("time", out var value);
        var times = members.OneOrMore(value!, "time", AutomationLimits.TimesMax).Select(members.Time).OfType<TimeOnly>();
        return new TriggerDocument.Time(id, node, [.. times.Distinct().Order()], members.Days(node));
    }
}
