using System.Collections.Immutable;
using System.Text.Json;
using IotHub.Automation.Conditions;
using IotHub.Automation.Documents;
using IotHub.Automation.Documents.Forms;
using IotHub.Contracts.Json;

namespace IotHub.Automation.Compilation;

/// <summary>Turns written conditions into those that can be tested. One that is left out, or whose parts all are, is null; so is one with faults, which are said.</summary>
internal sealed class ConditionResolver(CompileContext context, SelectionResolver selections, TestResolver tests, ExpressionResolver expressions)
{
    /// <summary>Ids that the condition <c>trigger</c> may name.</summary>
    public ImmutableArray<string> TriggerIds { get; set; } = [];

    /// <summary>All that must hold: a list, one condition, or an expression; nothing where absent.</summary>
    public ConditionPlan.All All(JsonNodeAt? node) => node is null ? new ConditionPlan.All([]) : new ConditionPlan.All(Several(WrittenValues.OneOrMore(node)));

    /// <summary>What must hold: one condition as it is, several as <see cref="ConditionPlan.All"/>.</summary>
    public ConditionPlan One(JsonNodeAt? node) => node is null || node.Kind == JsonValueKind.Array ? All(node) : Condition(node) ?? All(null);

    private ImmutableArray<ConditionPlan> Several(IEnumerable<JsonNodeAt> nodes) => [.. nodes.Select(Condition).OfType<ConditionPlan>()];

    private ConditionPlan? Condition(JsonNodeAt node) => Read(node) is { } condition ? condition with { Path = node.Pointer } : null;

    private ConditionPlan? Read(JsonNodeAt node)
    {
        if (node.Kind == JsonValueKind.String)
        {
            return Expression(node);
        }

        if (!node.IsEnabled())
        {
            return null;
        }

        return FormCheck.KindOf(node, ConditionForms.All)?.Marks[0] switch
        {
            "all" => Several(node.List("all")) is { IsEmpty: false } parts ? new ConditionPlan.All(parts) : null,
            "any" => Several(node.List("any")) is { IsEmpty: false } parts ? new ConditionPlan.Any(parts) : null,
            "not" => Condition(node.Get("not")!) is { } inner ? new ConditionPlan.Not(inner) : null,
            "property" => Property(node),
            "after" => ScheduleResolver.Window(node),
            "sun" => ScheduleResolver.Sun(node),
            "presence" => Presence(node),
            "trigger" => new ConditionPlan.Trigger([.. node.Several("trigger").Select(TriggerId).OfType<string>().Distinct(StringComparer.Ordinal)]),
            "automation" => Automation(node),
            "device" => Availability(node),
            "expression" => Expression(node.Get("expression")!),
            _ => null,
        };
    }

    private static ConditionPlan Group(JsonNodeAt node, ImmutableArray<ConditionPlan> parts) =>
        parts is [var one] ? one : node.TextOf("rule") == "any" ? new ConditionPlan.Any(parts) : new ConditionPlan.All(parts);

    private ConditionPlan.Expression? Expression(JsonNodeAt node) => expressions.Condition(node) is { } value ? new ConditionPlan.Expression(value) : null;

    private ConditionPlan Property(JsonNodeAt node)
    {
        var selection = node.Get("property")!;
        var references = selections.Properties(selection).Where(reference => tests.IsObservable(reference, selection));
        if (TriggerResolver.ComputedTest(node, "is") is var (symbol, computed))
        {
            if (node.TryGet("for", out var duration))
            {
                context.Faults.Error(duration, "value.computed", "A comparison with an expression takes no \"for\".", "Compare with since(…) in an expression.");
            }

            return Group(node, [.. references.Select(reference => expressions.Comparison(reference, symbol, computed)).Where(value => value is not null).Select(value => new ConditionPlan.Expression(value!) { Path = node.Pointer })]);
        }

        return Group(node, [.. references.Select(reference => new ConditionPlan.Property(reference, tests.Test(node, "is", reference), node.Duration("for")) { Path = node.Pointer })]);
    }

    private ConditionPlan.Presence Presence(JsonNodeAt node)
    {
        var persons = node.Texts("person");
        var isAnyone = persons.Contains("anyone");
        var isEveryone = persons.Contains("everyone");
        if (persons.Length > 1 && (isAnyone || isEveryone))
        {
            context.Faults.Error(node.Get("person")!, "condition.person", "\"anyone\" and \"everyone\" stand alone.");
        }

        if (!isAnyone && !isEveryone)
        {
            foreach (var person in node.Several("person"))
            {
                context.WarnUnknown(person, "person", context.Names.Persons, "the condition does not hold");
            }
        }

        return new ConditionPlan.Presence(isAnyone || isEveryone ? [] : [.. persons.Distinct(StringComparer.Ordinal)], node.TextOf("presence") == "home", !isAnyone);
    }

    private ConditionPlan.Automation Automation(JsonNodeAt node)
    {
        context.WarnUnknown(node.Get("automation")!, "automation", context.Names.Automations, "it counts as disabled and idle");
        return new ConditionPlan.Automation(node.TextOf("automation") ?? string.Empty, node.TextOf("is") switch
        {
            "disabled" => AutomationStanding.Disabled,
            "running" => AutomationStanding.Running,
            "idle" => AutomationStanding.Idle,
            _ => AutomationStanding.Enabled,
        });
    }

    private ConditionPlan Availability(JsonNodeAt node)
    {
        var wanted = TriggerResolver.Availability(node.TextOf("is"));
        return Group(node, [.. selections.Devices(node.Get("device")!).Select(device => new ConditionPlan.Availability(device, wanted) { Path = node.Pointer })]);
    }

    private string? TriggerId(JsonNodeAt node)
    {
        if (node.Text is { } id && TriggerIds.Contains(id, StringComparer.Ordinal))
        {
            return id;
        }

        if (node.Text is not null)
        {
            context.Faults.Error(node, "trigger.unknown", $"There is no trigger with the id {node.Describe()}; known are {string.Join(", ", TriggerIds)}.", NearestName.Suggest(node.Text, TriggerIds));
        }

        return null;
    }
}
