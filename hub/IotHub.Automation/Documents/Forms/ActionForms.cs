using System.Collections.Immutable;
using System.Text.Json.Nodes;
using IotHub.Automation.Compilation;
using IotHub.Contracts.Json;

namespace IotHub.Automation.Documents.Forms;

/// <summary>What an automation can do.</summary>
internal static class ActionForms
{
    public static WordType ErrorWords { get; } = new("onError", "continue", "stop");

    public static WordType TimeoutWords { get; } = new("onTimeout", "continue", "stop");

    public static WordType UrgencyWords { get; } = new("urgency", "low", "normal", "high");

    public static WordType RequestMethodWords { get; } = new("method", "get", "post", "put", "patch", "delete");

    /// <summary>Names of variables and of what they are given.</summary>
    public static FormType Variables { get; } = new MapType(Types.Value, AutomationLimits.VariablesMax, CheckVariableName);

    /// <summary>Several actions, one after the other.</summary>
    public static FormType List { get; } = new ListType(new ActionType(), AutomationLimits.ActionsMax);

    /// <summary>Addresses and values that are set.</summary>
    public static FormType Values { get; } = new MapType(Types.Value, AutomationLimits.ValuesMax);

    public static FormMember Transition { get; } = new("transition", Types.Duration, "Numbers go there step by step in this time.");

    public static FormMember Devices { get; } = new("devices", Types.DeviceWhere, "Each of these devices that has the property; then the names in \"set\" are service.property.");

    private static FormType VariableName { get; } = new VariableNameType();

    private static FormMember Timeout { get; } = new("timeout", Types.Duration, "How long it waits at most; without it, until it comes.");

    private static FormMember OnTimeout { get; } = new("onTimeout", TimeoutWords, "What then: go on (wait.completed is false), or end the run.") { Default = "\"continue\"" };

    private static FormMember Else { get; } = new("else", List, "What is done otherwise.");

    private static FormSet Waits { get; } = new("wait", "A wait")
    {
        Forms =
        [
            new("computedWait", ["="], "For a duration that is worked out") { Members = [new("=", Types.Expression, "A duration.") { IsRequired = true }] },
            new("waitUntil", ["until"], "Until something holds") { Members = [new("until", ConditionForms.OneOrAll, "What must hold.") { IsRequired = true }, Timeout, OnTimeout], Rule = CheckTimeout },
            new("waitFor", ["for"], "For something to happen")
            {
                Members = [new("for", new ListType(new KindsType(() => TriggerForms.All), AutomationLimits.TriggersMax), "Any of these triggers.") { IsRequired = true }, Timeout, OnTimeout],
                Rule = CheckTimeout,
            },
        ],
    };

    private static FormSet Repeats { get; } = new("repeat", "A repetition")
    {
        Forms =
        [
            Repeat("count", new FormMember("count", new ShapeType("a whole number or {\"=\": \"expression\"}") { Number = new NumberType(0, AutomationLimits.RoundsMax, isWhole: true), Text = new NumberType(0, AutomationLimits.RoundsMax, isWhole: true), Object = Types.Computed }, "So many times.")),
            Repeat("while", new FormMember("while", ConditionForms.OneOrAll, "While this holds, looked at before each round.")),
            Repeat("until", new FormMember("until", ConditionForms.OneOrAll, "Until this holds, looked at after each round.")),
            Repeat("forEach",
                new("forEach", new ShapeType("a list or an expression") { Text = Types.Expression, Object = Types.Computed, List = new ListType(Types.Constant, AutomationLimits.RoundsMax) }, "Once for each member of this list."),
                new("as", VariableName, "Variable that holds the member.") { Default = "\"item\"" }),
        ],
    };

    public static FormSet All { get; } = new("action", "An action")
    {
        Forms =
        [
            Action("set", "Set values",
                new("set", Values, "Addresses and what they are set to: a constant, the name of a list entry, or {\"=\": \"expression\"}.") { IsRequired = true },
                Devices, Transition),
            Action("toggle", "Turn values over", new FormMember("toggle", Types.PropertySelection, "Which true-or-false values.") { IsRequired = true }),
            Action("call", "Call an action of a device",
                new("call", Types.Address, "device/service.action.") { IsRequired = true },
                new("in", new MapType(Types.Value, AutomationLimits.ArgumentsMax, mayBeEmpty: true), "Every argument by name."),
                new("out", VariableName, "Variable that takes the results; the run waits for them.")),
            Action("scene", "Set a scene",
                new("scene", new IdType("scene.id", "the id of a scene, such as \"evening\""), "Which.") { IsRequired = true },
                Transition),
            Action("snapshot", "Remember how devices are",
                new("snapshot", new IdType("snapshot.id", "a name for it, such as \"before-film\""), "Name to remember it by.") { IsRequired = true },
                new("of", Types.DeviceSelection, "Which devices: a name, a list, or {\"room\", \"kind\", \"except\"}.") { IsRequired = true }),
            Action("restore", "Set devices to how they were remembered",
                new("restore", new IdType("snapshot.id", "the name of a snapshot, such as \"before-film\""), "Name that it was remembered by.") { IsRequired = true },
                Transition),
            Action("wait", "Wait",
                new FormMember("wait", new ShapeType("a duration, {\"=\": \"expression\"}, {\"until\": condition} or {\"for\": [triggers]}")
                {
                    Code = "duration",
                    Text = Types.Duration,
                    Number = Types.Duration,
                    Object = new KindsType(() => Waits),
                }, "How long, until what holds, or for what happens.") { IsRequired = true }),
            Action("if", "Do the one or the other",
                new("if", ConditionForms.OneOrAll, "What must hold.") { IsRequired = true },
                new("then", List, "What is done then.") { IsRequired = true },
                Else),
            Action("choose", "Do the first that fits",
                new("choose", new ListType(new ObjectType(new Form("choice", [], "A case")
                {
                    Members = [new("if", ConditionForms.OneOrAll, "What must hold.") { IsRequired = true }, new("then", List, "What is done then.") { IsRequired = true }],
                }), AutomationLimits.BranchesMax), "Cases, in order; the first whose condition holds is done.") { IsRequired = true },
                Else),
            Action("repeat", "Do again and again", new FormMember("repeat", new KindsType(() => Repeats), $"How often, and what; {AutomationLimits.RoundsMax} rounds at most.") { IsRequired = true }),
            Action("parallel", "Do side by side", new FormMember("parallel", new ListType(List, AutomationLimits.BranchesMax), "Lists of actions; it goes on when all are over.") { IsRequired = true }),
            Action("sequence", "Do one after the other", new FormMember("sequence", List, "Actions that belong together.") { IsRequired = true }),
            Action("condition", "Go on only if", new FormMember("condition", ConditionForms.OneOrAll, "The run ends here, as finished, when this does not hold.") { IsRequired = true }),
            Action("stop", "End the run",
                new("stop", new TextType(AutomationLimits.MessageLengthMax), "Why, for the trace.") { IsRequired = true },
                new("failed", Types.Flag, "true to end it as failed.") { Default = "false" }),
            Action("variables", "Give variables values", new FormMember("variables", Variables, "Names, and what they are given.") { IsRequired = true }),
            Action("notify", "Tell people", new FormMember("notify", new ObjectType(Notice), "Whom, and what.") { IsRequired = true }),
            Action("request", "Send a web request", new FormMember("request", new ObjectType(Request), "Where to, and what.") { IsRequired = true }),
            Action("publish", "Publish an MQTT message", new FormMember("publish", new ObjectType(Publication), "Where to, and what.") { IsRequired = true }),
            Action("log", "Write into the trace", new FormMember("log", new MessageType(AutomationLimits.MessageLengthMax), "What; {{ expression }} may stand in it.") { IsRequired = true }),
            Action("run", "Run another automation",
                new("run", new IdType("automation.id", "the id of an automation, such as \"night-light\""), "Which; this run does not wait for it.") { IsRequired = true },
                new("with", Variables, "Its variables take these values."),
                new("conditions", Types.Flag, "true to test its conditions first.") { Default = "false" }),
            Action("enable", "Switch an automation on", new FormMember("enable", new IdType("automation.id", "the id of an automation, such as \"night-light\""), "Which; it stays on.") { IsRequired = true }),
            Action("disable", "Switch an automation off", new FormMember("disable", new IdType("automation.id", "the id of an automation, such as \"night-light\""), "Which; it stays off.") { IsRequired = true }),
        ],
    };

    private static Form Notice => new("notice", [], "A notice")
    {
        Members =
        [
            new("to", TriggerForms.PersonIds, "Whom: an id, a list, or everyone.") { Default = "\"everyone\"" },
            new("title", new MessageType(AutomationLimits.NameLengthMax), "A short title; {{ expression }} may stand in it."),
            new("message", new MessageType(AutomationLimits.MessageLengthMax), "What; {{ expression }} may stand in it.") { IsRequired = true },
            new("urgency", UrgencyWords, "high is heard at night, too.") { Default = "\"normal\"" },
        ],
    };

    private static Form Request => new("request", [], "A web request")
    {
        Members =
        [
            new("url", new UrlType(), "http or https; {{ expression }} may stand in it.") { IsRequired = true },
            new("method", RequestMethodWords, "How.") { Default = "\"post\"" },
            new("headers", new MapType(new MessageType(AutomationLimits.MessageLengthMax), AutomationLimits.HeadersMax, CheckHeaderName), "Further headers."),
            new("body", new MessageType(AutomationLimits.PayloadLengthMax), "What is sent; {{ expression }} may stand in it."),
        ],
    };

    private static Form Publication => new("publication", [], "An MQTT message")
    {
        Members =
        [
            new("topic", new TopicType(false), "Where to; {{ expression }} may stand in it.") { IsRequired = true },
            new("payload", new MessageType(AutomationLimits.PayloadLengthMax), "What; {{ expression }} may stand in it.") { Default = "\"\"" },
            new("retain", Types.Flag, "true for the broker to keep it for whoever comes later.") { Default = "false" },
            new("qos", new NumberType(0, 2, isWhole: true), "0 at most once, 1 at least once, 2 exactly once.") { Default = "0" },
        ],
    };

    private static Form Action(string mark, string title, params ImmutableArray<FormMember> members) => new($"{mark}Action", [mark], title)
    {
        Members =
        [
            .. members,
            new("name", new TextType(AutomationLimits.NameLengthMax), "What a person calls this step in traces."),
            new("onError", ErrorWords, "Where it fails: go on with the next step, or end the run.") { Default = "\"continue\"" },
            new("enabled", Types.Flag, "false to leave it out.") { Default = "true" },
        ],
    };

    private static Form Repeat(string mark, params ImmutableArray<FormMember> members) => new($"repeat{char.ToUpperInvariant(mark[0])}{mark[1..]}", [mark], "Do again and again")
    {
        Members = [.. members, new("actions", List, "What is done each time; index counts the rounds from 1.") { IsRequired = true }],
    };

    private static void CheckTimeout(JsonNodeAt node, FormCheck check)
    {
        if (node.TryGet("onTimeout", out var then) && !node.TryGet("timeout", out _))
        {
            check.Faults.Error(then, "wait.timeout", "\"onTimeout\" says nothing without \"timeout\".", "Add \"timeout\", or leave it out.");
        }
    }

    private static void CheckVariableName(JsonMemberAt member, FormCheck check)
    {
        if (!VariableNameType.IsName(member.Name))
        {
            check.Faults.AtName(member, Contracts.Diagnostics.DiagnosticSeverity.Error, "variable.name", VariableNameType.Message(member.Name), VariableNameType.Guess(member.Name));
        }
    }

    private static void CheckHeaderName(JsonMemberAt member, FormCheck check)
    {
        if (member.Name.Length is 0 or > 100 || !member.Name.All(letter => char.IsAsciiLetterOrDigit(letter) || "!#$%&'*+-.^_`|~".Contains(letter, StringComparison.Ordinal)))
        {
            check.Faults.AtName(member, Contracts.Diagnostics.DiagnosticSeverity.Error, "header.name", $"\"{member.Name}\" is no name of an HTTP header (RFC 9110, 5.1).", null);
        }
    }

    /// <summary>An action, counted and bounded in depth.</summary>
    private sealed class ActionType : FormType
    {
        public override void Check(JsonNodeAt node, string name, FormCheck check) => check.InAction(node, () => check.Check(node, All));

        public override JsonObject Schema(SchemaDefinitions definitions) => definitions.OneOf(All);
    }
}
