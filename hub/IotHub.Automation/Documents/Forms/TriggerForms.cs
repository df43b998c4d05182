using System.Collections.Immutable;
using IotHub.Automation.Compilation;
using IotHub.Contracts.Json;

namespace IotHub.Automation.Documents.Forms;

/// <summary>What can set an automation going.</summary>
internal static class TriggerForms
{
    public static WordType AvailabilityWords { get; } = new("availability", "online", "silent", "offline", "unavailable");

    public static WordType RuleWords { get; } = new("rule", "each", "first", "all");

    public static WordType PresenceWords { get; } = new("presence", "arrives", "leaves", "first-arrives", "last-leaves");

    public static WordType RunWords { get; } = new("run", "started", "finished", "failed", "stopped");

    public static WordType MethodWords { get; } = new("method", "post", "put", "get");

    public static WordType EdgeWords { get; } = new("at", "begins", "ends");

    public static FormType PersonIds { get; } = new OneOrMoreType(new IdType("person.id", "the id of a person, such as \"anna\""), AutomationLimits.WatchedMax);

    public static FormType AutomationIds { get; } = new OneOrMoreType(new IdType("automation.id", "the id of an automation, such as \"night-light\""), AutomationLimits.WatchedMax);

    private static FormMember For { get; } = new("for", Types.Duration, "Only when it stays so for that long.");

    private static FormMember Rule { get; } = new("rule", RuleWords, "When several are watched: each of them, the first (none was so before), or all (the last one joins).") { Default = "\"each\"" };

    private static FormMember Days { get; } = new("days", Types.Days, "Only on these days of the week.");

    private static FormMember Missed { get; } = new("onMissed", TimeTypes.Missed, "What becomes of times that passed while the hub was off: skip, run-once, or run-if-within: 30m.");

    private static FormMember DayKinds { get; } = new("on", TimeTypes.DayKinds, "Only on days of this kind: workday, weekend, holiday, or a set of the home's day file.");

    private static FormMember Dates { get; } = new("dates", TimeTypes.Dates, "Only on these dates: 2026-12-24, 12-24 for each year, 12-24..01-06 for a range.");

    public static FormSet All { get; } = new("trigger", "A trigger")
    {
        Forms =
        [
            Trigger("property", "When a value becomes so",
                new("property", Types.PropertySelection, "Which value: device/service.property, a list of them, or {\"each\": …}.") { IsRequired = true },
                new("becomes", Types.ValueTest, "What it becomes: a value, any of a list, or {\"not\": …}."),
                new("changes", new OnlyTrueType(), "When it becomes anything else."),
                new("above", Types.Bound, "When it crosses this bound upwards; equal is not above."),
                new("below", Types.Bound, "When it crosses this bound downwards; equal is not below."),
                new("hysteresis", new NumberType(0), "How far it must leave the range before it can fire again.") { Default = "0" },
                new("from", Types.ValueTest, "Only when it was this before."),
                Rule, For) with
            {
                NeedsOneOf = ["becomes", "changes", "above", "below"],
                Rule = CheckPropertyTest,
            },
            Trigger("event", "When something happens",
                new("event", Types.EventSelection, "What happens: device/service.event, a list of them, or {\"each\": …}.") { IsRequired = true },
                new("arguments", new MapType(Types.Value, AutomationLimits.ArgumentsMax, mayBeEmpty: true), "Only with these arguments; others may be anything.")),
            Trigger("device", "When a device comes or goes",
                new("device", Types.DeviceSelection, "Which device, a list of them, or {\"room\", \"kind\", \"except\"}.") { IsRequired = true },
                new("becomes", AvailabilityWords, "What it becomes; unavailable is silent or offline.") { IsRequired = true },
                Rule, For) with { Name = "availabilityTrigger" },
            Trigger("time", "At times of the day",
                new("time", new OneOrMoreType(Types.TimeOfDay, AutomationLimits.TimesMax), "Local time of the home; one or several.") { IsRequired = true },
                Days, Dates, DayKinds, Missed,
                new("clockChange", TimeTypes.ClockChange, "When clocks change: at-jump or shifted for a time that is skipped, first or second for one that comes twice.")),
            Trigger("cron", "When a cron expression says",
                new("cron", TimeTypes.Cron, "Five fields, minute to weekday; six with seconds first.") { IsRequired = true },
                Missed),
            Trigger("every", "Again and again",
                new("every", Types.Duration, "How often, in whole seconds; counted from midnight, or from startingAt, each day anew.") { IsRequired = true },
                new("startingAt", Types.TimeOfDay, "Where each day's count begins.") { Default = "\"00:00\"" },
                Missed) with { Name = "intervalTrigger" },
            Trigger("sun", "By the sun",
                new("sun", TimeTypes.SunOrElevation, "sunrise, sunset, dawn, dusk, noon and their kin, or elevation.") { IsRequired = true },
                new("offset", Types.Offset, "That much later; earlier with -."),
                new("above", new NumberType(-90, 90), "With elevation: when the sun rises above these degrees."),
                new("below", new NumberType(-90, 90), "With elevation: when the sun sets below these degrees."),
                Days, DayKinds, Missed) with { Rule = CheckSun },
            Trigger("calendar", "When a day of a kind begins or ends",
                new("calendar", TimeTypes.DayKind, "workday, weekend, holiday, or a set of the home's day file.") { IsRequired = true },
                new("at", EdgeWords, "Its begin or its end, at midnight.") { Default = "\"begins\"" },
                new("offset", Types.Offset, "That much later; earlier with -."),
                Missed),
            Trigger("presence", "When somebody comes or goes",
                new("presence", PresenceWords, "What happens.") { IsRequired = true },
                new("person", PersonIds, "Who: an id, a list, or anyone. Not with first-arrives and last-leaves.") { Default = "\"anyone\"" },
                For) with { Rule = CheckPresence },
            Trigger("scene", "When a scene is run",
                new FormMember("scene", new OneOrMoreType(new IdType("scene.id", "the id of a scene, such as \"evening\""), AutomationLimits.WatchedMax), "Which, or a list of them.") { IsRequired = true }),
            Trigger("automation", "When another automation runs",
                new("automation", AutomationIds, "Which, or a list of them.") { IsRequired = true },
                new("run", RunWords, "What of its run.") { IsRequired = true }),
            Trigger("mqtt", "When an MQTT message arrives",
                new("mqtt", new TopicType(true), "Topic filter, with + and #.") { IsRequired = true },
                new("payload", new TextType(AutomationLimits.PayloadLengthMax), "Only with exactly this payload."),
                new("where", Types.Expression, "Only when this is true; it may use trigger.payload and trigger.topic.")),
            Trigger("webhook", "When a web request comes",
                new("webhook", new HookType(), "Last part of the address; whoever knows it can set this going.") { IsRequired = true },
                new("method", MethodWords, "How it is asked for.") { Default = "\"post\"" }),
            Trigger("hub", "When the hub has started",
                new FormMember("hub", new WordType("hub", "started"), "started, when devices have had time to report.") { IsRequired = true }),
            Trigger("expression", "When an expression becomes true",
                new("expression", Types.Expression, "What must become true.") { IsRequired = true },
                For),
        ],
    };

    private static Form Trigger(string mark, string title, params ImmutableArray<FormMember> members) => new($"{mark}Trigger", [mark], title)
    {
        Members =
        [
            new("id", new TextType(AutomationLimits.IdLengthMax, 1), "Names the trigger in decisions, in trigger.id and in the condition \"trigger\"; its number from 1 where left out."),
            .. members,
            new("enabled", Types.Flag, "false to leave it out.") { Default = "true" },
        ],
    };

    private static void CheckPropertyTest(JsonNodeAt node, FormCheck check)
    {
        var isBound = node.TryGet("above", out _) || node.TryGet("below", out _);
        var asked = (node.TryGet("changes", out _) ? 1 : 0) + (node.TryGet("becomes", out _) ? 1 : 0) + (isBound ? 1 : 0);
        if (asked != 1)
        {
            check.Faults.Error(node, "trigger.test", asked == 0
                ? "A trigger on a property needs one of becomes, changes, above, below."
                : "A trigger on a property has either becomes, or changes, or above and below, not several of them.");
        }

        if (node.TryGet("hysteresis", out var hysteresis) && !isBound && asked > 0)
        {
            check.Faults.Error(hysteresis, "trigger.hysteresis", "\"hysteresis\" belongs to above and below.", "Leave it out.");
        }
    }

    private static void CheckSun(JsonNodeAt node, FormCheck check)
    {
        node.TryGet("sun", out var sun);
        var isBound = node.TryGet("above", out var bound) | node.TryGet("below", out var below);
        if (sun?.Text == "elevation")
        {
            if (bound is null == below is null)
            {
                check.Faults.Error(node, "trigger.sun", "A trigger on the sun's elevation needs \"above\" for rising or \"below\" for setting, one of the two.");
            }

            if (node.TryGet("offset", out var offset))
            {
                check.Faults.Error(offset, "trigger.sun", "\"offset\" belongs to sunrise, sunset and their kin, not to an elevation.");
            }
        }
        else if (isBound)
        {
            check.Faults.Error((bound ?? below)!, "trigger.sun", "\"above\" and \"below\" belong to \"sun\": \"elevation\".", "Write \"sun\": \"elevation\".");
        }
    }

    private static void CheckPresence(JsonNodeAt node, FormCheck check)
    {
        if (node.TryGet("presence", out var presence) && presence.Text is "first-arrives" or "last-leaves" && node.TryGet("person", out var person))
        {
            check.Faults.Error(person, "trigger.person", $"\"{presence!.Text}\" is about everyone, so it takes no \"person\".", $"Write \"presence\": \"{(presence.Text == "first-arrives" ? "arrives" : "leaves")}\" for one person.");
        }
    }
}
