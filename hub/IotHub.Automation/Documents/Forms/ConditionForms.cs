using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using IotHub.Automation.Compilation;
using IotHub.Contracts.Json;

namespace IotHub.Automation.Documents.Forms;

/// <summary>What can be asked of the home at a moment.</summary>
internal static class ConditionForms
{
    public static WordType RuleWords { get; } = new("rule", "all", "any");

    public static WordType PresenceWords { get; } = new("presence", "home", "away");

    public static WordType StandingWords { get; } = new("standing", "enabled", "disabled", "running", "idle");

    /// <summary>One condition: an object, or an expression in text.</summary>
    public static FormType One { get; } = new ConditionType();

    /// <summary>One condition, or a list that must hold as a whole.</summary>
    public static FormType OneOrAll { get; } = new ShapeType("a condition, a list of conditions or an expression")
    {
        Text = One,
        Object = One,
        List = new ListType(One, AutomationLimits.ConditionsMax, mayBeEmpty: true),
    };

    private static FormSet Sun { get; } = new("sunCondition.sun", "A condition on the sun")
    {
        Forms =
        [
            new("sunBetween", ["after", "before"], "Between two events of the sun")
            {
                Members = [new("after", TimeTypes.SunEvent, "From this on, \"sunset-30m\"."), new("before", TimeTypes.SunEvent, "Until this, \"sunrise\".")],
            },
            new("sunElevation", ["elevation"], "By elevation")
            {
                Members =
                [
                    new("elevation", new ObjectType(new Form("elevation", [], "Degrees over the horizon")
                    {
                        Members = [new("above", new NumberType(-90, 90), "Higher than that."), new("below", new NumberType(-90, 90), "Lower than that.")],
                        NeedsOneOf = ["above", "below"],
                        Rule = CheckElevation,
                    }), "Degrees over the horizon.") { IsRequired = true },
                ],
            },
        ],
    };

    public static FormSet All { get; } = new("condition", "A condition")
    {
        Forms =
        [
            Condition("all", "Each holds", new FormMember("all", new ListType(One, AutomationLimits.ConditionsMax), "Each of these must hold.") { IsRequired = true }),
            Condition("any", "One holds", new FormMember("any", new ListType(One, AutomationLimits.ConditionsMax), "One of these must hold.") { IsRequired = true }),
            Condition("not", "It does not hold", new FormMember("not", One, "This must not hold.") { IsRequired = true }),
            Condition("property", "A value is so",
                new("property", Types.PropertySelection, "Which value: device/service.property, a list of them, or {\"each\": …}.") { IsRequired = true },
                new("is", Types.ValueTest, "What it is: a value, any of a list, or {\"not\": …}."),
                new("above", Types.Bound, "It is greater."),
                new("below", Types.Bound, "It is smaller."),
                new("for", Types.Duration, "For that long already, by its last change."),
                new("rule", RuleWords, "Of several values: all, or any.") { Default = "\"all\"" }) with
            {
                NeedsOneOf = ["is", "above", "below"],
                Rule = CheckPropertyTest,
            },
            Condition("after", "The time is within",
                new("after", Types.TimeOfDay, "From this time on; it is included."),
                new("before", Types.TimeOfDay, "Until this time; it is not included. Earlier than after, it is that of the next day."),
                new("days", Types.Days, "On these days of the week; a window across midnight belongs to the day on which it begins."),
                new("dates", TimeTypes.Dates, "On these dates."),
                new("on", TimeTypes.DayKinds, "On days of this kind: workday, weekend, holiday, or a set of the home's day file.")) with
            {
                Name = "windowCondition",
                Marks = ["after", "before", "days", "dates", "on"],
                Rule = CheckWindow,
            },
            Condition("sun", "The sun stands so",
                new FormMember("sun", new ShapeType("\"up\", \"down\", {\"after\", \"before\"} or {\"elevation\"}")
                {
                    Text = new WordType("sun", "up", "down"),
                    Object = new KindsType(() => Sun),
                }, "up, down, between two events, or by elevation.") { IsRequired = true }),
            Condition("presence", "Somebody is at home or away",
                new("presence", PresenceWords, "Where they must be.") { IsRequired = true },
                new("person", TriggerForms.PersonIds, "Who: an id, a list (all of them), anyone, or everyone.") { IsRequired = true }),
            Condition("trigger", "This trigger fired", new FormMember("trigger", new OneOrMoreType(Types.Name, AutomationLimits.TriggersMax), "Id of the trigger, or a list of them.") { IsRequired = true }),
            Condition("automation", "Another automation is so",
                new("automation", new IdType("automation.id", "the id of an automation, such as \"night-light\""), "Which.") { IsRequired = true },
                new("is", StandingWords, "What it is.") { IsRequired = true }),
            Condition("device", "A device is there or not",
                new("device", Types.DeviceSelection, "Which device, a list of them, or {\"room\", \"kind\", \"except\"}.") { IsRequired = true },
                new("is", TriggerForms.AvailabilityWords, "What it is; unavailable is silent or offline.") { IsRequired = true },
                new("rule", RuleWords, "Of several devices: all, or any.") { Default = "\"all\"" }) with { Name = "availabilityCondition" },
            Condition("expression", "An expression is true", new FormMember("expression", Types.Expression, "What must be true.") { IsRequired = true }),
        ],
    };

    private static Form Condition(string mark, string title, params ImmutableArray<FormMember> members) => new($"{mark}Condition", [mark], title)
    {
        Members = [.. members, new("enabled", Types.Flag, "false to leave it out.") { Default = "true" }],
    };

    /// <summary>A test has either equality or bounds.</summary>
    public static void CheckPropertyTest(JsonNodeAt node, FormCheck check)
    {
        var hasEqual = node.TryGet("is", out _);
        if (hasEqual == (node.TryGet("above", out _) || node.TryGet("below", out _)))
        {
            check.Faults.Error(node, "condition.test", hasEqual
                ? "A test of a property has either is, or above and below, not both."
                : "A test of a property needs one of is, above, below.");
        }
    }

    private static void CheckWindow(JsonNodeAt node, FormCheck check)
    {
        if (node.TryGet("after", out var after) && node.TryGet("before", out var before) && WrittenValues.Time(after) is { } start && start == WrittenValues.Time(before))
        {
            check.Faults.Error(node, "window.empty", "\"after\" and \"before\" are the same time, so the window is either empty or the whole day.", "Leave both out for the whole day.");
        }
    }

    private static void CheckElevation(JsonNodeAt node, FormCheck check)
    {
        node.TryGet("above", out var above);
        node.TryGet("below", out var below);
        if (above is null && below is null)
        {
            check.Faults.Error(node, "condition.sun", "\"elevation\" needs \"above\" or \"below\", or both.");
        }
        else if (above?.TryGetNumber(out var least) == true && below?.TryGetNumber(out var most) == true && least >= most)
        {
            check.Faults.Error(above, "value.never", "The sun is never above and below that.");
        }
    }

    /// <summary>A condition, counted and bounded in depth.</summary>
    private sealed class ConditionType : FormType
    {
        public override void Check(JsonNodeAt node, string name, FormCheck check)
        {
            if (node.Kind == JsonValueKind.String)
            {
                check.InCondition(node, () => Types.Expression.Check(node, name, check));
            }
            else
            {
                check.InCondition(node, () => check.Check(node, All));
            }
        }

        public override JsonObject Schema(SchemaDefinitions definitions) => definitions.Refer("conditionOrExpression", () => new JsonObject
        {
            ["anyOf"] = new JsonArray(Types.Expression.Schema(definitions), definitions.OneOf(All)),
        });
    }
}
