using System.Text;
using System.Text.Json;
using IotHub.Automation.Compilation;
using IotHub.Automation.Engine;
using IotHub.Automation.Engine.Memory;
using IotHub.Automation.Traces;
using IotHub.Devices;

namespace IotHub.Automation.Tests;

/// <summary>What runs leave behind: each step as data, and each refused trigger with the clause that stood in the way.</summary>
public sealed class TraceTests
{
    private const string Motion = "\"triggers\": [ { \"property\": \"motion/motion-sensor.motion-state\", \"becomes\": true } ]";
    private static readonly DateTimeOffset Start = new(2026, 1, 5, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("""{ "set": { "light/light.on": true } }""", "set /actions/0 commands 1")]
    [InlineData("""{ "set": { "light/light.brightness": { "=": "light/light.brightness + 10" } } }""", "set /actions/0 [light/light.brightness = 40] commands 1")]
    [InlineData("""{ "set": { "light/light.brightness": 80 }, "transition": "2s" }""", "set /actions/0 …; set /actions/0 2s commands 1")]
    [InlineData("""{ "toggle": "light/light.on" }""", "toggle /actions/0 [light/light.on = false] commands 1")]
    [InlineData("""{ "call": "light/light.toggle" }""", "call /actions/0 commands 1")]
    [InlineData("""{ "scene": "dim" }""", "scene /actions/0 commands 1")]
    [InlineData("""{ "snapshot": "before", "of": "light" }""", "snapshot /actions/0")]
    [InlineData("""{ "restore": "nothing" }""", "restore /actions/0")]
    [InlineData("""{ "wait": "5m" }""", "wait /actions/0 …; wait /actions/0 300s")]
    [InlineData("""{ "wait": { "=": "1m * light/light.brightness / 40" } }""", "wait /actions/0 … [light/light.brightness = 40]; wait /actions/0 60s")]
    [InlineData("""{ "wait": { "until": "light/light.on", "timeout": "1m" } }""", "wait /actions/0 … {/actions/0/wait/until fails: light/light.on = false}; wait /actions/0 60s")]
    [InlineData("""{ "wait": { "until": "light/light.brightness = 40" } }""", "wait /actions/0 {/actions/0/wait/until holds: light/light.brightness = 40}")]
    [InlineData("""{ "wait": { "for": [ { "time": "12:01" } ] } }""", "wait /actions/0 …; wait /actions/0 60s")]
    [InlineData(
        """{ "if": { "property": "light/light.on", "is": true }, "then": [ { "log": "a" } ], "else": [ { "log": "b" } ] }""",
        "if /actions/0 {/actions/0/if fails: light/light.on = false}; log /actions/0/else/0")]
    [InlineData(
        """{ "choose": [ { "if": "light/light.on", "then": [ { "log": "a" } ] }, { "if": { "after": "11:00" }, "then": [ { "log": "b" } ] } ] }""",
        "choose /actions/0 {/actions/0/choose/0/if fails: light/light.on = false}; choose /actions/0 {/actions/0/choose/1/if holds: time() = 12:00, date() = 2026-01-05}; log /actions/0/choose/1/then/0")]
    [InlineData("""{ "repeat": { "count": 2, "actions": [ { "log": "a" } ] } }""",
        "repeat /actions/0; repeat /actions/0; log /actions/0/repeat/actions/0; repeat /actions/0; log /actions/0/repeat/actions/0")]
    [InlineData("""{ "repeat": { "forEach": [ "x" ], "as": "who", "actions": [ { "log": "{{ who }}" } ] } }""",
        "repeat /actions/0; repeat /actions/0 [who = x]; log /actions/0/repeat/actions/0 [who = x]")]
    [InlineData("""{ "repeat": { "while": "light/light.on", "actions": [ { "log": "a" } ] } }""", "repeat /actions/0; repeat /actions/0 {/actions/0/repeat/while fails: light/light.on = false}")]
    [InlineData("""{ "repeat": { "until": "not light/light.on", "actions": [ { "log": "a" } ] } }""",
        "repeat /actions/0; log /actions/0/repeat/actions/0; repeat /actions/0 {/actions/0/repeat/until holds: light/light.on = false}")]
    [InlineData("""{ "parallel": [ [ { "log": "a" } ], [ { "log": "b" } ] ] }""", "parallel /actions/0; log /actions/0/parallel/0/0; log /actions/0/parallel/1/0")]
    [InlineData("""{ "condition": { "property": "light/light.on", "is": true } }""", "condition /actions/0 {/actions/0/condition fails: light/light.on = false}")]
    [InlineData("""{ "stop": "enough" }""", "stop /actions/0")]
    [InlineData("""{ "variables": { "level": { "=": "light/light.brightness / 2" } } }""", "variables /actions/0 [light/light.brightness = 40]")]
    [InlineData("""{ "notify": { "message": "{{ light/light.brightness }} %" } }""", "notify /actions/0 [light/light.brightness = 40]")]
    [InlineData("""{ "request": { "url": "https://example.org/{{ light/light.brightness }}" } }""", "request /actions/0 [light/light.brightness = 40]")]
    [InlineData("""{ "publish": { "topic": "a", "payload": "{{ light/light.brightness }}" } }""", "publish /actions/0 [light/light.brightness = 40]")]
    [InlineData("""{ "log": "{{ run.number }}" }""", "log /actions/0 [run.number = 1]")]
    [InlineData("""{ "run": "other" }""", "run /actions/0")]
    [InlineData("""{ "enable": "other" }""", "enable /actions/0")]
    [InlineData("""{ "disable": "other" }""", "disable /actions/0")]
    [InlineData("""{ "sequence": [ { "log": "a" } ] }""", "log /actions/0/sequence/0")]
    public void Step_OfEachKind_LeavesWhatItReadTestedAndSent(string action, string expected)
    {
        var home = Home($$"""{ {{Motion}}, "actions": [ {{action}} ] }""");

        home.Report("motion", "motion-sensor.motion-state", true);
        home.AdvanceTo(Start.AddMinutes(10));

        Assert.Equal(expected, string.Join("; ", Decisions(home, "a").Where(IsStep).Select(Describe)));
    }

    [Fact]
    public void Begin_ByAProperty_TellsWhatTheTriggerBroughtAndWhatLedToIt()
    {
        var home = Home($$"""{ {{Motion}}, "conditions": [ "not light/light.on" ], "actions": [ { "log": "a" } ] }""");

        home.Report("motion", "motion-sensor.motion-state", true);

        var started = Assert.Single(Decisions(home, "a"), decision => decision.Kind == DecisionKind.Started);
        Assert.Equal((CauseOrigin.Device, "motion"), (started.Trace!.Source!.Origin, started.Trace.Source.By));
        Assert.Equal(started.Cause.ParentId, started.Trace.Source.Id);
        Assert.Equal(
            "trigger.before = ?, trigger.device = motion, trigger.id = 1, trigger.property = motion-sensor.motion-state, trigger.value = true", Describe(started.Trace.Values));
        Assert.Equal("/conditions/0 holds: light/light.on = false", Describe(Assert.Single(started.Trace.Clauses)));
    }

    [Theory]
    [InlineData("\"conditions\": [ \"not light/light.on\", { \"property\": \"light/light.brightness\", \"above\": 50 } ]", DecisionKind.Refused, "/conditions/1 fails: light/light.brightness = 40")]
    [InlineData("\"conditions\": { \"property\": \"light/light.on\", \"is\": false, \"for\": \"1h\" }", DecisionKind.Refused, "/conditions fails: light/light.on = false, since(light/light.on) = 1m")]
    [InlineData("\"conditions\": [ { \"any\": [ { \"after\": \"22:00\" }, \"light/light.on\" ] } ]", DecisionKind.Refused,
        "/conditions/0/any/0 fails: time() = 12:01, date() = 2026-01-05; /conditions/0/any/1 fails: light/light.on = false")]
    [InlineData("\"conditions\": [ { \"device\": \"light\", \"is\": \"offline\" } ]", DecisionKind.Refused, "/conditions/0 fails: light = online")]
    [InlineData("\"conditions\": [ { \"automation\": \"other\", \"is\": \"running\" } ]", DecisionKind.Refused, "/conditions/0 fails: state('other') = enabled")]
    [InlineData("\"conditions\": [ { \"trigger\": \"b\" } ]", DecisionKind.Refused, "/conditions/0 fails: trigger.id = 1")]
    [InlineData("\"conditions\": [ { \"presence\": \"home\", \"person\": \"anna\" } ]", DecisionKind.Refused, "/conditions/0 fails: isHome('anna') = ?")]
    [InlineData("\"conditions\": [ \"default(light/light.color-temperature, 0) > 1\" ]", DecisionKind.Refused, "/conditions/0 fails: light/light.color-temperature = ?")]
    [InlineData("\"cooldown\": \"1h\"", DecisionKind.Refused, "/cooldown fails: last run = 2026-01-05T12:00:00Z")]
    [InlineData("\"mode\": \"single\"", DecisionKind.SkippedWhileRunning, "/mode fails: run = 1")]
    [InlineData("\"mode\": \"parallel\", \"max\": 1", DecisionKind.Dropped, "/max fails: runs = 1")]
    public void Refusal_OfEachKind_NamesTheClauseWithItsValues(string rule, DecisionKind kind, string expected)
    {
        var isAboutRuns = !rule.Contains("conditions", StringComparison.Ordinal);
        var second = rule.Contains("\"b\"", StringComparison.Ordinal) ? ", { \"time\": \"03:00\", \"id\": \"b\" }" : string.Empty;
        var home = Home($$"""{ {{Motion.Replace("true }", "true }" + second, StringComparison.Ordinal)}}, {{rule}}, "actions": [ { "wait": "30m" } ] }""");
        if (isAboutRuns)
        {
            home.Report("motion", "motion-sensor.motion-state", true);
            home.Report("motion", "motion-sensor.motion-state", false);
        }

        home.AdvanceTo(Start.AddMinutes(1));
        home.Report("motion", "motion-sensor.motion-state", true);

        var refused = Assert.Single(Decisions(home, "a"), decision => decision.Run == 0);
        Assert.Equal(kind, refused.Kind);
        Assert.Equal(expected, string.Join("; ", refused.Trace!.Clauses.Select(Describe)));
        Assert.All(refused.Trace.Clauses, clause => Assert.NotEmpty(clause.Text));
    }

    [Fact]
    public void Run_OfMoreStepsThanAreKept_SaysHowManyLeftNoTrace()
    {
        var home = Home($$"""{ {{Motion}}, "actions": [ { "repeat": { "count": 150, "actions": [ { "log": "a" } ] } }, { "set": { "light/light.on": true } } ] }""");

        home.Report("motion", "motion-sensor.motion-state", true);

        var decisions = Decisions(home, "a").ToList();
        Assert.Equal(TraceLimits.StepsMax, decisions.Count(IsStep));
        Assert.Equal(102, decisions[^1].Trace!.StepsLeftOut);
        Assert.EndsWith("; 102 of its steps left no trace, beyond the first 200.", decisions[^1].Text, StringComparison.Ordinal);
        Assert.Single(home.Effects.Select(step => step.Effect).OfType<EngineEffect.SetProperties>());
    }

    [Fact]
    public void Step_ThatSetsSeveralDevices_NamesTheCommandsThatAreSent()
    {
        var home = Home($$"""{ {{Motion}}, "actions": [ { "set": { "light/light.on": true, "lamp/light.on": true } } ] }""");

        home.Report("motion", "motion-sensor.motion-state", true);

        Assert.Equal(
            home.Effects.Select(step => step.Effect).OfType<EngineEffect.SetProperties>().Select(set => set.CommandId),
            Decisions(home, "a").Single(IsStep).Trace!.Commands);
    }

    [Fact]
    public void Json_OfEveryTrace_ComesBackByteForByte()
    {
        var trace = new DecisionTrace
        {
            Does = "wait",
            GoesOn = true,
            BegunAt = Start.AddTicks(1),
            Clauses = [new TraceClause("/a~1b", false, "\"<ü>\"", [new TraceValue("x", null), new TraceValue("y", "→")])],
            Values = [new TraceValue("z", "")],
            Commands = ["1", "2"],
            Source = new Cause(4, 3, 2, 1, CauseOrigin.Person, "anna"),
            StepsLeftOut = 7,
        };

        var text = DecisionTraceJson.Write(trace);

        Assert.Equal(
            """{"does":"wait","goesOn":true,"begun":"2026-01-05T12:00:00.0000001Z","clauses":[{"path":"/a~1b","holds":false,"text":"\"<ü>\"","values":{"x":null,"y":"→"}}],"values":{"z":""},"commands":["1","2"],"source":{"id":4,"parent":3,"root":2,"hops":1,"origin":"person","by":"anna"},"stepsLeftOut":7}""",
            text);
        Assert.Equal(text, DecisionTraceJson.Write(DecisionTraceJson.TryRead(text)!));
        Assert.Equal("{}", DecisionTraceJson.Write(DecisionTraceJson.TryRead("{}")!));
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("""{"clauses":[{}]}""")]
    [InlineData("""{"begun":"soon"}""")]
    [InlineData("""{"source":{"id":1,"parent":1,"root":1,"hops":0,"origin":"moon","by":""}}""")]
    public void Json_OfNoTrace_IsNone(string text) => Assert.Null(DecisionTraceJson.TryRead(text));

    [Fact]
    public void Memory_OfARunThatGoesOn_KeepsHowManyStepsWereTraced()
    {
        var home = Home($$"""{ {{Motion}}, "actions": [ { "log": "a" }, { "wait": "5m" } ] }""");
        home.Report("motion", "motion-sensor.motion-state", true);

        var memory = Assert.Single(home.Engine.Memories(home.Now), memory => memory.Id == "a");

        Assert.Equal(2, Assert.Single(AutomationMemoryJson.TryRead(AutomationMemoryJson.Write(memory))!.Runs).StepsTraced);
    }

    private static bool IsStep(Decision decision) => decision.Kind is DecisionKind.Acted or DecisionKind.ActionFailed;

    private static string Describe(Decision decision)
    {
        var trace = decision.Trace!;
        var text = new StringBuilder($"{trace.Does} {decision.Step}");
        text.Append(trace.GoesOn ? " …" : string.Empty);
        text.Append(trace.BegunAt is { } begun ? $" {(decision.At - begun).TotalSeconds:0}s" : string.Empty);
        text.Append(string.Concat(trace.Clauses.Select(clause => $" {{{Describe(clause)}}}")));
        text.Append(trace.Values.IsEmpty ? string.Empty : $" [{Describe(trace.Values)}]");
        text.Append(trace.Commands.IsEmpty ? string.Empty : $" commands {trace.Commands.Length}");
        return text.ToString();
    }

    private static string Describe(TraceClause clause) => $"{clause.Path} {(clause.Holds ? "holds" : "fails")}: {Describe(clause.Values)}";

    private static string Describe(IEnumerable<TraceValue> values) => string.Join(", ", values.Select(value => $"{value.Name} = {value.Value ?? "?"}"));

    private static IEnumerable<Decision> Decisions(MemoryHome home, string automation) => EngineTests.Decisions(home).Where(decision => decision.Automation == automation);

    private static MemoryHome Home(string automation)
    {
        var home = new MemoryHome(Start).With("motion", "motion-sensor").With("light", "light").With("lamp", "light");
        home.Engine.PutScene(SceneCompiler.Compile("""{ "name": "Dim", "set": { "light/light.brightness": 5 } }"""u8.ToArray(), "dim", home).Plan!);
        foreach (var (id, text) in new[] { ("other", """{ "triggers": [ { "time": "03:00" } ], "actions": [ { "log": "x" } ] }"""), ("a", automation) })
        {
            var result = AutomationCompiler.Compile(Encoding.UTF8.GetBytes(text), id, home);
            Assert.True(result.Plan is not null, JsonSerializer.Serialize(result.Diagnostics.Select(fault => fault.Format(id))));
            home.Carry(effects => home.Engine.Put(result.Plan, home.Now, effects));
        }

        home.Report("light", "light.on", false);
        home.Report("light", "light.brightness", 40);
        return home;
    }
}
