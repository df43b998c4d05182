using System.Collections.Immutable;
using IotHub.Automation.Compilation;

namespace IotHub.Automation.Documents.Forms;

/// <summary>Whole documents.</summary>
internal static class DocumentForms
{
    public static WordType ModeWords { get; } = new("mode", "single", "restart", "queued", "parallel");

    public static WordType BeyondWords { get; } = new("onMax", "drop-new", "drop-oldest");

    public static WordType PriorityWords { get; } = new("priority", "safety", "comfort");

    public static WordType InputWords { get; } = new("input.type", "device", "property", "number", "text", "duration", "time", "boolean", "room", "person");

    private static FormMember Id { get; } = new("id", new IdType("id", "the document's name in addresses, such as \"night-light\""), "Name in addresses and file names; that of the file or address where left out.");

    private static FormMember Name { get; } = new("name", new TextType(AutomationLimits.NameLengthMax), "What a person reads; the id where left out.");

    private static FormMember Description { get; } = new("description", new TextType(AutomationLimits.DescriptionLengthMax), "What it is for.");

    private static FormMember Enabled { get; } = new("enabled", Types.Flag, "false to keep it without running it.") { Default = "true" };

    private static ImmutableArray<FormMember> Body { get; } =
    [
        new("mode", ModeWords, "What a trigger does during a run: single lets it pass, restart begins anew, queued waits in line, parallel runs beside.") { Default = "\"single\"" },
        new("max", new NumberType(1, AutomationLimits.RunsMax, isWhole: true), "Modes queued and parallel: so many runs at most.") { Default = "10" },
        new("onMax", BeyondWords, "Beyond max: drop the new one, or the oldest.") { Default = "\"drop-new\"" },
        new("cooldown", Types.Duration, "For so long after a run began, further triggers are refused."),
        new("priority", PriorityWords, "safety goes before comfort when much is to be done.") { Default = "\"comfort\"" },
        new("variables", ActionForms.Variables, "Names and what they are given when a run begins: constants or {\"=\": \"expression\"}."),
        new("triggers", new ListType(new KindsType(() => TriggerForms.All), AutomationLimits.TriggersMax), "Any of these sets it going.") { IsRequired = true },
        new("conditions", ConditionForms.OneOrAll, "What must hold then: a list, one condition, or an expression."),
        new("actions", ActionForms.List, "What is done, in order.") { IsRequired = true },
    ];

    /// <summary>An automation that says everything itself.</summary>
    public static Form Automation { get; } = new("automation", [], "Automation") { Members = [Id, Name, Description, Enabled, .. Body], Rule = CheckMode };

    /// <summary>An automation that is made from a template.</summary>
    public static Form Use { get; } = new("templateUse", ["use"], "Automation from a template")
    {
        Members =
        [
            Id, Name, Description, Enabled,
            new("use", new IdType("template.id", "the id of a template, such as \"motion-light\""), "Id of the template.") { IsRequired = true },
            new("with", new MapType(Types.Constant, AutomationLimits.InputsMax, mayBeEmpty: true), "Its inputs."),
        ],
    };

    /// <summary>A template.</summary>
    public static Form Template { get; } = new("template", [], "Template") { Members = [Id, Name, Description, TemplateMember, .. Body], Rule = CheckMode };

    /// <summary>A scene.</summary>
    public static Form Scene { get; } = new("scene", [], "Scene")
    {
        Members =
        [
            Id, Name,
            new("icon", new TextType(AutomationLimits.NameLengthMax), "Name of a symbol for the app."),
            Description,
            new("set", ActionForms.Values, "Addresses and what they are set to: a constant, or the name of a list entry."),
            new("devices", new OneOrMoreType(new ObjectType(new Form("sceneDevices", [], "The same for several devices")
            {
                Members = [.. Types.Where, new("set", ActionForms.Values, "service.property and what it is set to.") { IsRequired = true }],
            }), AutomationLimits.BranchesMax), "Values for every device of a room or kind."),
            ActionForms.Transition,
        ],
        NeedsOneOf = ["set", "devices"],
        Rule = CheckScene,
    };

    /// <summary>A person.</summary>
    public static Form Person { get; } = new("person", [], "Person")
    {
        Members =
        [
            Id, Name,
            new("trackers", new ListType(new ObjectType(Tracker), AutomationLimits.TrackersMax), "They are at home while any of these is so: a phone at the router, a key at the door.") { IsRequired = true },
            new("awayAfter", Types.Duration, "They count as away when none has been so for this long: phones sleep.") { Default = "\"0s\"" },
        ],
    };

    private static Form Tracker => new("tracker", [], "What tells that somebody is there")
    {
        Members =
        [
            new("property", Types.Address, "Which value: device/service.property.") { IsRequired = true },
            new("is", Types.ValueTest, "What it is then: a value, any of a list, or {\"not\": …}."),
            new("above", Types.Number, "It is greater then."),
            new("below", Types.Number, "It is smaller then."),
        ],
        NeedsOneOf = ["is", "above", "below"],
        Rule = ConditionForms.CheckPropertyTest,
    };

    private static FormMember TemplateMember => new("template", new ObjectType(new Form("templateHead", [], "What makes it a template")
    {
        Members = [new("inputs", new MapType(new ObjectType(Input), AutomationLimits.InputsMax, VariableName), "What whoever uses it says.") { IsRequired = true }],
    }), "What makes it a template.")
    { IsRequired = true };

    private static Form Input => new("templateInput", [], "An input")
    {
        Members =
        [
            new("type", InputWords, "What it holds.") { IsRequired = true },
            new("kind", Types.Name, "Of a device or of the device of a property: only of this kind."),
            new("description", new TextType(AutomationLimits.DescriptionLengthMax), "What it is for."),
            new("default", Types.Constant, "What it is where nothing is given; without it, it must be given."),
        ],
    };

    private static void VariableName(Contracts.Json.JsonMemberAt member, FormCheck check)
    {
        if (!VariableNameType.IsName(member.Name))
        {
            check.Faults.AtName(member, Contracts.Diagnostics.DiagnosticSeverity.Error, "input.name", VariableNameType.Message(member.Name), VariableNameType.Guess(member.Name));
        }
    }

    private static void CheckScene(Contracts.Json.JsonNodeAt node, FormCheck check)
    {
        if (!node.TryGet("set", out _) && !node.TryGet("devices", out _))
        {
            check.Faults.Error(node, "member.missing", "A scene needs \"set\", or \"devices\".");
        }
    }

    private static void CheckMode(Contracts.Json.JsonNodeAt node, FormCheck check)
    {
        foreach (var name in new[] { "max", "onMax" })
        {
            if (node.TryGet(name, out var value) && (!node.TryGet("mode", out var mode) || mode.Text is "single" or "restart"))
            {
                check.Faults.Error(value, "mode.max", $"\"{name}\" belongs to the modes queued and parallel.", "Leave it out, or write \"mode\": \"queued\".");
            }
        }

        check.CheckCount(node, "conditions", check.Conditions, AutomationLimits.ConditionsMax);
        check.CheckCount(node, "actions", check.Actions, AutomationLimits.ActionsMax);
    }
}
