using System.Collections.Immutable;
using System.Globalization;
using IotHub.Automation.Documents;
using IotHub.Automation.Documents.Forms;
using IotHub.Automation.Expressions;
using IotHub.Automation.Triggers;
using IotHub.Contracts.Json;
using IotHub.Devices.Availability;

namespace IotHub.Automation.Compilation;

/// <summary>Turns written triggers into those that can run.</summary>
internal sealed class TriggerResolver(
    CompileContext context, SelectionResolver selections, TestResolver tests, ArgumentResolver arguments, ScheduleResolver schedules, ExpressionResolver expressions)
{
    /// <summary>What is asked of availability, by word.</summary>
    public static ImmutableArray<DeviceAvailability> Availability(string? word) => word switch
    {
        "online" => [DeviceAvailability.Online],
        "silent" => [DeviceAvailability.Silent],
        "offline" => [DeviceAvailability.Offline],
        "unavailable" => [DeviceAvailability.Silent, DeviceAvailability.Offline],
        _ => [],
    };

    /// <summary>The ids of triggers as they will be, those left out included.</summary>
    public static ImmutableArray<string> Ids(ImmutableArray<JsonNodeAt> nodes) => [.. nodes.Select((node, index) => IdOf(node, index))];

    /// <summary>All that are not left out. What is wrong is said, also that two have the same id.</summary>
    public ImmutableArray<TriggerPlan> Triggers(ImmutableArray<JsonNodeAt> nodes)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var found = ImmutableArray.CreateBuilder<TriggerPlan>();
        for (var index = 0; index < nodes.Length; index++)
        {
            var node = nodes[index];
            var id = IdOf(node, index);
            if (!seen.Add(id))
            {
                context.Faults.Error(node.Get("id") ?? node, "trigger.duplicate", $"Two triggers have the id \"{id}\".");
            }

            if (node.IsEnabled() && Trigger(node, id) is { } trigger)
            {
                found.Add(trigger);
            }
        }

        return found.ToImmutable();
    }

    private static string IdOf(JsonNodeAt node, int index) => node.TextOf("id") is { Length: > 0 } id ? id : (index + 1).ToString(CultureInfo.InvariantCulture);

    private static GroupRule Rule(JsonNodeAt node) => node.TextOf("rule") switch
    {
        "first" => GroupRule.First,
        "all" => GroupRule.All,
        _ => GroupRule.Each,
    };

    private TriggerPlan? Trigger(JsonNodeAt node, string id)
    {
        var mark = FormCheck.KindOf(node, TriggerForms.All)?.Marks[0];
        return mark switch
        {
            "property" => Property(node, id),
            "event" => Event(node, id),
            "device" => new TriggerPlan.Availability(id, selections.Devices(node.Get("device")!), Availability(node.TextOf("becomes")), Rule(node), node.Duration("for")),
            "presence" => Presence(node, id),
            "scene" => new TriggerPlan.Scene(id, Known(node.Several("scene"), "scene", context.Names.Scenes)),
            "automation" => new TriggerPlan.Automation(id, Known(node.Several("automation"), "automation", context.Names.Automations), node.TextOf("run") switch
            {
                "finished" => RunHappening.Finished,
                "failed" => RunHappening.Failed,
                "stopped" => RunHappening.Stopped,
                _ => RunHappening.Started,
            }),
            "mqtt" => Message(node, id),
            "webhook" => new TriggerPlan.Webhook(id, node.TextOf("webhook") ?? string.Empty, (node.TextOf("method") ?? "post").ToUpperInvariant()),
            "hub" => new TriggerPlan.HubStarted(id),
            "expression" => expressions.Condition(node.Get("expression")!) is { } becomes ? new TriggerPlan.Expression(id, becomes, node.Duration("for")) : null,
            null => null,
            _ => schedules.Schedule(node, mark) is var (schedule, missed) ? new TriggerPlan.Time(id, schedule, missed) : null,
        };
    }

    private TriggerPlan? Property(JsonNodeAt node, string id)
    {
        var selection = node.Get("property")!;
        var references = selections.Properties(selection);
        if (ComputedTest(node, "becomes") is var (symbol, computed))
        {
            return references is [var one] && node.Get("from") is null && node.Get("hysteresis") is null
                ? expressions.Comparison(one, symbol, computed) is { } becomes ? new TriggerPlan.Expression(id, becomes, node.Duration("for")) : null
                : NoComparison(computed);
        }

        var watched = references.Where(reference => tests.IsObservable(reference, selection)).Select(reference => new TriggerPlan.Watch(reference, tests.Test(node, "becomes", reference))
        {
            From = node.TryGet("from", out var from) ? tests.Equality(from, reference) : default,
        });
        return new TriggerPlan.Property(id, [.. watched], node.Duration("for")) { Rule = Rule(node) };
    }

    /// <summary>An equality or bound that is worked out, with the sign that compares; null where all are constant.</summary>
    public static (string Symbol, JsonNodeAt Expression)? ComputedTest(JsonNodeAt node, string equal) =>
        node.Get(equal)?.Computed() is { } value ? ("=", value)
        : node.Get("above")?.Computed() is { } above ? (">", above)
        : node.Get("below")?.Computed() is { } below ? ("<", below)
        : null;

    private TriggerPlan? NoComparison(JsonNodeAt computed)
    {
        context.Faults.Error(computed, "value.computed", "A comparison with an expression watches one property, without \"from\" and \"hysteresis\".", "Write {\"expression\": \"…\"}.");
        return null;
    }

    private TriggerPlan.Event Event(JsonNodeAt node, string id)
    {
        var sources = selections.Events(node.Get("event")!).Select(found =>
            new TriggerPlan.EventSource(found.Device, found.Event, arguments.Resolve(node.Members("arguments"), found.Event.Arguments, found.Address, null, null)));
        return new TriggerPlan.Event(id, [.. sources]);
    }

    private TriggerPlan.Presence Presence(JsonNodeAt node, string id) => new(
        id,
        node.TextOf("presence") switch
        {
            "leaves" => PresenceChange.Leaves,
            "first-arrives" => PresenceChange.FirstArrives,
            "last-leaves" => PresenceChange.LastLeaves,
            _ => PresenceChange.Arrives,
        },
        node.Texts("person").Contains("anyone") ? [] : Known(node.Several("person"), "person", context.Names.Persons),
        node.Duration("for"));

    private TriggerPlan.Message? Message(JsonNodeAt node, string id)
    {
        CompiledExpression? where = null;
        if (node.TryGet("where", out var written) && (where = expressions.Condition(written)) is null)
        {
            return null;
        }

        return new TriggerPlan.Message(id, node.TextOf("mqtt") ?? string.Empty, node.TextOf("payload"), where);
    }

    private ImmutableArray<string> Known(ImmutableArray<JsonNodeAt> nodes, string kind, IReadOnlySet<string>? known)
    {
        foreach (var node in nodes)
        {
            context.WarnUnknown(node, kind, known, "it sets nothing going");
        }

        return [.. nodes.Select(node => node.Text).OfType<string>().Distinct(StringComparer.Ordinal)];
    }
}
