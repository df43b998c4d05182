using System.Text;
using IotHub.Automation.Compilation;
using IotHub.Contracts.Diagnostics;

namespace IotHub.Automation.Tests.Documents;

/// <summary>Faults of every kind of trigger, condition and action, each with its place, code and suggestion. The mark § stands before the faulty part.</summary>
public sealed class FormFaultTests
{
    private const string Lamp = "hall-light/light.on";

    [Theory]
    [InlineData("""{ "property": "$L", "becomes": [ true, §"of" ] }""", "value.type", null)]
    [InlineData("""{ "property": "$L", "becomes": { "not": §"off" } }""", "value.type", "Write false.")]
    [InlineData("""{ "property": "$L", "becomes": { §"nt": true } }""", "member.unknown", "Did you mean \"not\"?")]
    [InlineData("""{ "property": "$L", "becomes": §[] }""", "empty", null)]
    [InlineData("""{ "property": "$L", "changes": true, "hysteresis": §2 }""", "trigger.hysteresis", "Leave it out.")]
    [InlineData("""{ "property": "$L", "changes": true, "rule": §"frist" }""", "rule", "Did you mean \"first\"?")]
    [InlineData("""{ "property": { §"eech": "light.on" }, "changes": true }""", "member.unknown", "Did you mean \"each\"?")]
    [InlineData("""{ "property": "hall-light/light.brightness", "above": { "=": §"peopleHome()" }, "from": 5 }""", "value.computed", "Write {\"expression\": \"…\"}.")]
    [InlineData("""{ "event": "hall-button/switch-sensor.clik" , §"argument": {} }""", "member.unknown", "Did you mean \"arguments\"?")]
    [InlineData("""{ "event": "doorbell/video-doorbell.doorbell-ring", "arguments": { "clip-id": §{ "=": "5" } } }""", "value.computed", "Compare it in a condition: \"trigger.arguments.clip-id = …\".")]
    [InlineData("""{ "device": "hall-light", "becomes": §"gone" }""", "availability", null)]
    [InlineData("""{ "device": "hall-light", "becomes": §"ofline" }""", "availability", "Did you mean \"offline\"?")]
    [InlineData("""{ "device": §7, "becomes": "offline" }""", "type", null)]
    [InlineData("""{ "time": "07:00", "on": §"Work Day" }""", "on", null)]
    [InlineData("""{ "time": "07:00", "dates": [ "12-24", §"24.12." ] }""", "dates", "Did you mean \"12-24\"?")]
    [InlineData("""{ "time": "07:00", "onMissed": §"run-onc" }""", "onMissed", "Did you mean \"run-once\"?")]
    [InlineData("""{ "time": "07:00", "clockChange": §"later" }""", "clockChange", null)]
    [InlineData("""{ "cron": §"61 * * * *" }""", "cron", null)]
    [InlineData("""{ "every": §"2d" }""", "interval", "Say from which date and time it counts.")]
    [InlineData("""{ "every": §"15 minutes" }""", "duration", "Did you mean \"15m\"?")]
    [InlineData("""{ "sun": §"sunst" }""", "sun", "Did you mean \"sunset\"?")]
    [InlineData("""{ "sun": "sunset", "offset": §"30 min" }""", "offset", "Did you mean \"30m\"?")]
    [InlineData("""{ "sun": "sunset", "offset": §"13h" }""", "offset.range", null)]
    [InlineData("""§{ "sun": "elevation" }""", "trigger.sun", null)]
    [InlineData("""{ "sun": "sunset", "above": §5 }""", "trigger.sun", "Write \"sun\": \"elevation\".")]
    [InlineData("""{ "calendar": "holiday", "at": §"start" }""", "at", null)]
    [InlineData("""{ "presence": "last-leaves", "person": §"anna" }""", "trigger.person", "Write \"presence\": \"leaves\" for one person.")]
    [InlineData("""{ "presence": §"arives" }""", "presence", "Did you mean \"arrives\"?")]
    [InlineData("""{ "presence": "arrives", "person": §"Anna B" }""", "person.id", "Did you mean \"anna-b\"?")]
    [InlineData("""{ "scene": §"Evening!" }""", "scene.id", null)]
    [InlineData("""{ "automation": "away", "run": §"ended" }""", "run", null)]
    [InlineData("""§{ "automation": "away" }""", "member.missing", null)]
    [InlineData("""{ "mqtt": §"a/#/b" }""", "topic", null)]
    [InlineData("""{ "mqtt": §"a+/b" }""", "topic", null)]
    [InlineData("""{ "mqtt": "a/b", "where": §"" }""", "empty", null)]
    [InlineData("""{ "webhook": §"short" }""", "webhook", null)]
    [InlineData("""{ "webhook": "long-enough-1", "method": §"pst" }""", "method", "Did you mean \"post\"?")]
    [InlineData("""{ "hub": §"startet" }""", "hub", "Did you mean \"started\"?")]
    [InlineData("""{ "expression": "peopleHome(§" }""", "expression.syntax", null)]
    [InlineData("""{ "expression": "§hall-light/light.brightness" }""", "expression.type", null)]
    [InlineData("""{ "time": "07:00", "enabled": §"no" }""", "type", null)]
    [InlineData("""§{ "time": "07:00", "cron": "0 7 * * *" }""", "kind", "Write one object for each.")]
    public void Compile_Trigger_NamesPlaceCodeAndSuggestion(string marked, string code, string? suggestion) =>
        Check("{ \"triggers\": [ " + marked + " ], \"actions\": [ { \"wait\": \"1s\" } ] }", code, suggestion);

    [Theory]
    [InlineData("""{ "property": "$L", "is": true, "rule": §"first" }""", "rule", null)]
    [InlineData("""§{ "property": "$L", "is": true, "above": 3 }""", "condition.test", null)]
    [InlineData("""{ "property": "$L", "is": { "=": "true" }, "for": §"5m" }""", "value.computed", "Compare with since(…) in an expression.")]
    [InlineData("""{ "after": "22:00", "on": §[] }""", "empty", null)]
    [InlineData("""{ "sun": §"above" }""", "sun", null)]
    [InlineData("""{ "sun": { "after": §"sunst-30m" } }""", "after", "Did you mean \"sunset\"?")]
    [InlineData("""{ "sun": { "elevation": §{} } }""", "condition.sun", null)]
    [InlineData("""{ "sun": { "elevation": { "below": §-91 } } }""", "range", null)]
    [InlineData("""{ "sun": { "elevation": { "above": §10, "below": 5 } } }""", "value.never", null)]
    [InlineData("""§{ "presence": "home" }""", "member.missing", null)]
    [InlineData("""{ "presence": "home", "person": §[ "anyone", "anna" ] }""", "condition.person", null)]
    [InlineData("""{ "trigger": §"2" }""", "trigger.unknown", "Did you mean \"1\"?")]
    [InlineData("""{ "automation": "away", "is": §"on" }""", "standing", null)]
    [InlineData("""{ "device": "tv", "is": §"online " }""", "availability", "Did you mean \"online\"?")]
    [InlineData("\"§peopleHome() + 1\"", "expression.type", null)]
    [InlineData("""{ "not": §5 }""", "type", null)]
    [InlineData("""{ "any": [ { "not": { §"expresion": "true" } } ] }""", "member.unknown", "Did you mean \"expression\"?")]
    public void Compile_Condition_NamesPlaceCodeAndSuggestion(string marked, string code, string? suggestion) =>
        Check("{ \"triggers\": [ { \"time\": \"07:00\" } ], \"conditions\": [ " + marked + " ], \"actions\": [ { \"wait\": \"1s\" } ] }", code, suggestion);

    [Theory]
    [InlineData("""{ "set": §{} }""", "empty", null)]
    [InlineData("""{ "set": { "$L": §[ true ] } }""", "value.type", null)]
    [InlineData("""{ "set": { "$L": { "=": "§5" } } }""", "expression.type", null)]
    [InlineData("""{ "set": { "$L": true }, "transition": §5 }""", "duration", "Write \"5s\" for seconds or \"5m\" for minutes.")]
    [InlineData("""{ "set": { §"motion-sensor.motion-state": true }, "devices": {} }""", "property.not-writable", null)]
    [InlineData("""{ "toggle": §"hall-light/light.brightness" }""", "value.type", "Write \"set\", or \"call\" an action of hall-light.")]
    [InlineData("""{ "call": "tv/television.channel-up", "out": §"result" }""", "call.out", "Leave \"out\" out.")]
    [InlineData("""{ "call": "pet-feeder/pet-feeder.pet-food-out", "in": { "feeding-measure": 1 }, "out": §"fed-now" }""", "variable.name", "Did you mean \"fed_now\"?")]
    [InlineData("""{ "call": "pet-feeder/pet-feeder.pet-food-out", "in": { "feeding-measure": §31 } }""", "value.range", null)]
    [InlineData("""{ "scene": "evening", "transiton§": "1s" }""", "member.unknown", "Did you mean \"transition\"?")]
    [InlineData("""§{ "snapshot": "before" }""", "member.missing", null)]
    [InlineData("""{ "restore": §"Before it" }""", "snapshot.id", "Did you mean \"before-it\"?")]
    [InlineData("""{ "wait": { "until": "isWorkday()", "onTimeout": §"stop" } }""", "wait.timeout", "Add \"timeout\", or leave it out.")]
    [InlineData("""{ "wait": §{ "timeout": "5m" } }""", "kind", null)]
    [InlineData("""{ "wait": { "=": "§5" } }""", "expression.type", "Write 5s for seconds or 5m for minutes.")]
    [InlineData("""{ "wait": { "for": §[] } }""", "empty", null)]
    [InlineData("""§{ "if": "isWorkday()" }""", "member.missing", null)]
    [InlineData("""{ "if": "isWorkday()", "then": §{ "log": "x" } }""", "type", "Put it in [ ].")]
    [InlineData("""{ "choose": [ §{ "then": [ { "log": "x" } ] } ] }""", "member.missing", null)]
    [InlineData("""{ "repeat": { "count": §1001, "actions": [ { "log": "x" } ] } }""", "range", null)]
    [InlineData("""{ "repeat": §{ "count": 3 } }""", "member.missing", null)]
    [InlineData("""{ "repeat": { "forEach": §[ 1, "a" ], "actions": [ { "log": "x" } ] } }""", "value.type", null)]
    [InlineData("""{ "parallel": [ §{ "log": "x" } ] }""", "type", "Put it in [ ].")]
    [InlineData("""{ "condition": §7 }""", "type", null)]
    [InlineData("""{ "stop": §true }""", "type", null)]
    [InlineData("""{ "variables": { §"my-count": 1 } }""", "variable.name", "Did you mean \"my_count\"?")]
    [InlineData("""{ "variables": { §"trigger": 1 } }""", "variable.name", null)]
    [InlineData("""{ "notify": §{ "to": "anna" } }""", "member.missing", null)]
    [InlineData("""{ "notify": { "message": "x", "urgency": §"hihg" } }""", "urgency", "Did you mean \"high\"?")]
    [InlineData("""{ "notify": { "message": "It is {{ §nothing }}" } }""", "expression.name", "A text stands in quotes: 'nothing'.")]
    [InlineData("""{ "request": { "url": §"example.org" } }""", "url", "Did you mean \"https://example.org\"?")]
    [InlineData("""{ "request": { "url": "http://a", "headers": { §"X A": "1" } } }""", "header.name", null)]
    [InlineData("""{ "publish": { "topic": §"a/+" } }""", "topic", null)]
    [InlineData("""{ "publish": { "topic": "a", "qos": §3 } }""", "range", null)]
    [InlineData("""{ "log": §5 }""", "type", null)]
    [InlineData("""{ "run": §"Night Light" }""", "automation.id", "Did you mean \"night-light\"?")]
    [InlineData("""{ "enable": §"" }""", "automation.id", null)]
    [InlineData("""{ "log": "x", "onError": §"stopp" }""", "onError", "Did you mean \"stop\"?")]
    [InlineData("""§{ "log": "x", "stop": "y" }""", "kind", "Write one object for each.")]
    public void Compile_Action_NamesPlaceCodeAndSuggestion(string marked, string code, string? suggestion) =>
        Check("{ \"triggers\": [ { \"time\": \"07:00\" } ], \"actions\": [ " + marked.Replace("\"transiton§\"", "§\"transiton\"", StringComparison.Ordinal) + " ] }", code, suggestion);

    [Theory]
    [InlineData("\"max\": §5", "mode.max", "Leave it out, or write \"mode\": \"queued\".")]
    [InlineData("\"mode\": \"queued\", \"max\": §21", "range", null)]
    [InlineData("\"mode\": \"parallel\", \"onMax\": §\"drop\"", "onMax", null)]
    [InlineData("\"cooldown\": §\"0s\"", "duration.range", null)]
    [InlineData("\"priority\": §\"savety\"", "priority", "Did you mean \"safety\"?")]
    [InlineData("\"variables\": { \"a\": §null }", "value.type", null)]
    public void Compile_Head_NamesPlaceCodeAndSuggestion(string marked, string code, string? suggestion) =>
        Check("{ " + marked + ", \"triggers\": [ { \"time\": \"07:00\" } ], \"actions\": [ { \"wait\": \"1s\" } ] }", code, suggestion);

    [Fact]
    public void Compile_ActionsTooDeep_SaysSo()
    {
        var nested = string.Concat(Enumerable.Repeat("{\"sequence\":[", 16)) + "{\"log\":\"x\"}" + string.Concat(Enumerable.Repeat("]}", 16));

        var fault = Assert.Single(Compile("{ \"triggers\": [ { \"time\": \"07:00\" } ], \"actions\": [ " + nested + " ] }").Diagnostics);

        Assert.Equal(("automation.limit", "Actions are nested more than 16 deep."), (fault.Code, fault.Message));
    }

    [Theory]
    [InlineData(512, true)]
    [InlineData(513, false)]
    public void Compile_ActionsInAll_AreBounded(int count, bool isRight)
    {
        var half = string.Join(",", Enumerable.Repeat("{\"log\":\"x\"}", (count - 1) / 2));
        var rest = string.Join(",", Enumerable.Repeat("{\"log\":\"x\"}", count - 1 - ((count - 1) / 2)));

        var result = Compile("{ \"triggers\": [ { \"time\": \"07:00\" } ], \"actions\": [ { \"if\": [], \"then\": [" + half + "], \"else\": [" + rest + "] } ] }");

        Assert.Equal(isRight, result.Plan is not null);
        Assert.Equal(isRight ? [] : ["\"actions\" holds 513; at most 512 are allowed."], result.Diagnostics.Select(fault => fault.Message));
    }

    [Fact]
    public void Compile_PartsThatAreLeftOut_AreNotLookedUp()
    {
        var result = Compile("""
            { "triggers": [ { "time": "07:00" }, { "property": "gone/light.on", "changes": true, "enabled": false } ],
              "conditions": { "any": [ { "property": "gone/light.on", "is": true, "enabled": false } ] },
              "actions": [ { "set": { "gone/light.on": true }, "enabled": false }, { "log": "x" } ] }
            """);

        Assert.Empty(result.Diagnostics);
        Assert.Equal((1, 0, 1), (result.Plan!.Triggers.Length, result.Plan.Conditions.Of.Length, result.Plan.Actions.Length));
    }

    private static AutomationCompileResult Compile(string text) => AutomationCompiler.Compile(Encoding.UTF8.GetBytes(text), "test", ExampleHome.Create(), ExampleHome.Names);

    private static void Check(string marked, string code, string? suggestion)
    {
        marked = marked.Replace("$L", Lamp, StringComparison.Ordinal);
        var place = marked.IndexOf('§', StringComparison.Ordinal);

        var result = Compile(marked.Remove(place, 1));

        var fault = Assert.Single(result.Diagnostics, found => found.Code == "automation." + code);
        Assert.Equal((DiagnosticSeverity.Error, 1, place + 1), (fault.Severity, fault.Line, fault.Column));
        Assert.Equal(suggestion, fault.Suggestion);
        Assert.Null(result.Plan);
    }
}
