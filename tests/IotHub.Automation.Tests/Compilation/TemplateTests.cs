using System.Collections.Immutable;
using System.Text;
using IotHub.Automation.Actions;
using IotHub.Automation.Compilation;
using IotHub.Automation.Documents;
using IotHub.Automation.Triggers;
using IotHub.Contracts.Diagnostics;

namespace IotHub.Automation.Tests.Compilation;

public sealed class TemplateTests
{
    private const string MotionLight = """
        {
          "template": { "inputs": {
            "lamp": { "type": "device", "kind": "light", "description": "Which lamp." },
            "sensor": { "type": "property" },
            "level": { "type": "number", "default": 40 },
            "hold": { "type": "duration", "default": "5m" }
          } },
          "mode": "restart",
          "triggers": [ { "property": "${sensor}", "becomes": true } ],
          "actions": [
            { "set": { "${lamp}/light.on": true, "${lamp}/light.brightness": "${level}" } },
            { "wait": "${hold}" },
            { "log": "${lamp} goes off after ${hold}" },
            { "set": { "${lamp}/light.on": false } }
          ]
        }
        """;

    [Fact]
    public void Compile_Use_FillsInputsIn()
    {
        var result = Use("""{ "id": "hall", "name": "Hall", "use": "motion-light", "with": { "lamp": "hall-light", "sensor": "hall-motion/motion-sensor.motion-state", "level": 70 } }""");

        Assert.Empty(result.Diagnostics);
        var plan = result.Plan!;
        Assert.Equal(("hall", "Hall", RunMode.Restart), (plan.Id, plan.Name, plan.Mode));
        Assert.Equal("hall-motion/motion-sensor.motion-state", Assert.IsType<TriggerPlan.Property>(Assert.Single(plan.Triggers)).Watched[0].Reference.Address);
        Assert.Equal(70, Assert.IsType<ActionPlan.Set>(plan.Actions[0]).Devices[0].Values[1].Value.AsInteger);
        Assert.Equal(TimeSpan.FromMinutes(5), Assert.IsType<ActionPlan.Wait>(plan.Actions[1]).Duration);
        Assert.Equal("hall-light goes off after 5m", Assert.IsType<ActionPlan.Log>(plan.Actions[2]).Message.ToString());
    }

    [Fact]
    public void Compile_FaultInside_NamesPlaceInTemplateAndOfUse()
    {
        var result = Use("""{ "use": "motion-light", "with": { "lamp": "hall-light", "sensor": "hall-motion/motion-sensor.motion-stat", "level": 700 } }""");

        Assert.Null(result.Plan);
        Assert.Equal(
            [
                ("automation.property.unknown", "/with/sensor", 1, 68, "In the template \"motion-light\", line 9, column 31 (/triggers/0/property): hall-motion (motion-sensor) has no property \"motion-sensor.motion-stat\"."),
                ("automation.value.range", "/with/level", 1, 118, "In the template \"motion-light\", line 11, column 70 (/actions/0/set/hall-light~1light.brightness): hall-light/light.brightness takes 1 to 100, found 700."),
            ],
            result.Diagnostics.Select(fault => (fault.Code, fault.Path, fault.Line, fault.Column, fault.Message)));
    }

    [Theory]
    [InlineData("""{ "use": "motion-light", "with": §{ "lamp": "hall-light" } }""", "input.missing", null)]
    [InlineData("""{ "use": "motion-light", "with": { "sensor": "a/b.c", "lamp": §"tv" } }""", "input.value", null)]
    [InlineData("""{ "use": "motion-light", "with": { "sensor": §"hall-motion", "lamp": "hall-light" } }""", "input.value", null)]
    [InlineData("""{ "use": "motion-light", "with": { "lamp": "hall-light", "sensor": "a/b.c", "hold": §5 } }""", "input.value", null)]
    [InlineData("""{ "use": "motion-light", "with": { "lamp": "hall-light", "sensor": "a/b.c", §"lewel": 5 } }""", "input.unknown", "Did you mean \"level\"?")]
    [InlineData("""{ "use": "motion-light", "with": { "lamp": "hall-light", "sensor": "a/b.c" }, §"mode": "single" }""", "member.unknown", null)]
    public void Compile_WrongUse_NamesPlaceCodeAndSuggestion(string marked, string code, string? suggestion)
    {
        var place = marked.IndexOf('§', StringComparison.Ordinal);

        var result = Use(marked.Remove(place, 1));

        var fault = Assert.Single(result.Diagnostics, found => found.Code == "automation." + code);
        Assert.Equal((DiagnosticSeverity.Error, place + 1, suggestion), (fault.Severity, fault.Column, fault.Suggestion));
    }

    [Fact]
    public void Compile_UnknownTemplate_Waits()
    {
        var result = Use("""{ "use": "motion-lihgt", "with": {} }""");

        Assert.True(result.IsWaitingForDevices);
        Assert.Equal("motion-lihgt", result.Document!.Template);
        Assert.Equal("Did you mean \"motion-light\"?", Assert.Single(result.Diagnostics).Suggestion);
    }

    [Theory]
    [InlineData("\"log\": \"§${lmap}\"", "input.unknown", "Did you mean \"${lamp}\"?")]
    [InlineData("\"wait\": §\"5 min\"", "duration", "Did you mean \"5m\"?")]
    [InlineData("§\"logg\": \"x\"", "member.unknown", "Did you mean \"log\"?")]
    [InlineData("\"wait\": §\"${level}\"", "duration", "Write \"40s\" for seconds or \"40m\" for minutes.")]
    public void CompileTemplate_FaultInBody_NamesItsPlace(string marked, string code, string? suggestion)
    {
        const string Head = "{ \"template\": { \"inputs\": { \"lamp\": { \"type\": \"device\" }, \"level\": { \"type\": \"number\", \"default\": 40 } } }, \"triggers\": [ { \"property\": \"${lamp}/light.brightness\", \"above\": \"${level}\" } ], \"actions\": [ { ";
        marked = Head + marked.Replace("\"log\": \"§", "\"log\": §\"", StringComparison.Ordinal) + " } ] }";
        var place = marked.IndexOf('§', StringComparison.Ordinal);

        var result = TemplateCompiler.Compile(Encoding.UTF8.GetBytes(marked.Remove(place, 1)), "test");

        var fault = Assert.Single(result.Diagnostics, found => found.Code == "template." + code);
        Assert.Equal((1, place + 1, suggestion), (fault.Line, fault.Column, fault.Suggestion));
        Assert.Null(result.Template);
    }

    [Theory]
    [InlineData("{ \"template\": { \"inputs\": { §\"a-b\": { \"type\": \"text\" } } }, $B }", "input.name")]
    [InlineData("{ \"template\": { \"inputs\": { \"a\": { \"type\": §\"lamp\" } } }, $B }", "input.type")]
    [InlineData("{ \"template\": { \"inputs\": { \"a\": { \"type\": \"time\", \"default\": §\"7\" } } }, $B }", "input.value")]
    [InlineData("{ \"template\": §{}, $B }", "member.missing")]
    [InlineData("§{ $B }", "member.missing")]
    public void CompileTemplate_FaultInHead_NamesItsPlace(string marked, string code)
    {
        marked = marked.Replace("$B", "\"triggers\": [ { \"time\": \"07:00\" } ], \"actions\": [ { \"log\": \"${a}\" } ]", StringComparison.Ordinal);
        var place = marked.IndexOf('§', StringComparison.Ordinal);

        var result = TemplateCompiler.Compile(Encoding.UTF8.GetBytes(marked.Remove(place, 1)), "test");

        Assert.Contains(result.Diagnostics, fault => fault.Code == "template." + code && fault.Column == place + 1);
        Assert.Null(result.Template);
    }

    [Fact]
    public void CompileTemplate_UnusedInput_IsAWarning()
    {
        var result = TemplateCompiler.Compile("""{ "template": { "inputs": { "a": { "type": "text" } } }, "triggers": [ { "time": "07:00" } ], "actions": [ { "log": "x" } ] }"""u8.ToArray(), "test");

        Assert.NotNull(result.Template);
        Assert.Equal("template.input.unused", Assert.Single(result.Diagnostics).Code);
    }

    private static AutomationCompileResult Use(string text)
    {
        var template = TemplateCompiler.Compile(Encoding.UTF8.GetBytes(MotionLight), "motion-light");
        Assert.Empty(template.Diagnostics);
        return AutomationCompiler.Compile(Encoding.UTF8.GetBytes(text), "test", ExampleHome.Create(),
            ExampleHome.Names with { Templates = ImmutableDictionary<string, TemplateDocument>.Empty.Add("motion-light", template.Template!) });
    }
}
