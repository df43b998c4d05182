using System.Text;
using IotHub.Automation.Compilation;
using IotHub.Contracts.Diagnostics;

namespace IotHub.Automation.Tests.Compilation;

public sealed class CompilerDiagnosticsTests
{
    private const string Motion = "hall-motion/motion-sensor.motion-state";

    private static MemoryHome Home => new MemoryHome(DateTimeOffset.UnixEpoch)
        .With("hall-motion", "motion-sensor").With("hall-light", "light").With("speaker", "speaker").With("weather", "temperature-humidity-sensor");

    // The mark § stands right before the place that the fault must name.
    [Theory]
    [InlineData("{ §\"trigers\": [], $T, $A }", "automation.member.unknown", "Did you mean \"triggers\"?")]
    [InlineData("{ $T, $A, §\"$A2\": 1 }", "automation.member.unknown", null)]
    [InlineData("{ \"id\": §\"Hall Light\", $T, $A }", "automation.id", "Did you mean \"hall-light\"?")]
    [InlineData("{ \"mode\": §\"restrat\", $T, $A }", "automation.mode", "Did you mean \"restart\"?")]
    [InlineData("{ \"enabled\": §\"yes\", $T, $A }", "automation.type", null)]
    [InlineData("{ \"name\": §5, $T, $A }", "automation.type", null)]
    [InlineData("§{ $A }", "automation.member.missing", null)]
    [InlineData("{ \"triggers\": §[], $A }", "automation.empty", null)]
    [InlineData("{ \"triggers\": §{}, $A }", "automation.type", "Put it in [ ].")]
    [InlineData("{ $T, \"actions\": [ { \"wait\": §\"2 mins\" } ] }", "automation.duration", "Did you mean \"2m\"?")]
    [InlineData("{ $T, \"actions\": [ { \"wait\": §300 } ] }", "automation.duration", "Write \"300s\" for seconds or \"300m\" for minutes.")]
    [InlineData("{ $T, \"actions\": [ { \"wait\": §\"0s\" } ] }", "automation.duration.range", null)]
    [InlineData("{ $T, \"actions\": [ §{ \"wait\": \"1s\", \"scene\": \"a\" } ] }", "automation.kind", "Write one object for each.")]
    [InlineData("{ $T, \"actions\": [ { \"scene\": §\"Evening!\" } ] }", "automation.scene.id", null)]
    [InlineData("{ $T, \"actions\": [ { \"set\": { §\"hall-light/light.brigtness\": 5 } } ] }", "automation.property.unknown", "Did you mean \"hall-light/light.brightness\"?")]
    [InlineData("{ $T, \"actions\": [ { \"set\": { §\"hall-light/on\": true } } ] }", "automation.property.unknown", "Did you mean \"hall-light/light.on\"?")]
    [InlineData("{ $T, \"actions\": [ { \"set\": { §\"hall-light.light.on\": true } } ] }", "automation.address", "Did you mean \"hall-light/light.on\"?")]
    [InlineData("{ $T, \"actions\": [ { \"set\": { §\"hall-motion/motion-sensor.motion-state\": true } } ] }", "automation.property.not-writable", null)]
    [InlineData("{ $T, \"actions\": [ { \"set\": { \"hall-light/light.on\": §\"on\" } } ] }", "automation.value.type", "Write true.")]
    [InlineData("{ $T, \"actions\": [ { \"set\": { \"hall-light/light.brightness\": §101 } } ] }", "automation.value.range", null)]
    [InlineData("{ $T, \"actions\": [ { \"set\": { \"hall-light/light.brightness\": §1.5 } } ] }", "automation.value.type", null)]
    [InlineData("{ $T, \"actions\": [ { \"set\": { \"hall-light/light.mode\": §9 } } ] }", "automation.value.list", null)]
    [InlineData("{ $T, \"actions\": [ { \"call\": §\"speaker/intelligent-speaker.play-text\" } ] }", "automation.argument.missing", null)]
    [InlineData("{ $T, \"actions\": [ { \"call\": §\"speaker/intelligent-speaker.play-txt\" } ] }", "automation.action.unknown", "Did you mean \"speaker/intelligent-speaker.play-text\"?")]
    [InlineData("{ \"triggers\": [ { §\"propery\": 1 } , { \"time\": \"07:00\" } ], $A }", "automation.member.unknown", "Did you mean \"property\"?")]
    [InlineData("{ \"triggers\": [ §{ \"property\": \"$P\" } ], $A }", "automation.trigger.test", null)]
    [InlineData("{ \"triggers\": [ { \"property\": \"$P\", \"above\": §1 } ], $A }", "automation.value.type", null)]
    [InlineData("{ \"triggers\": [ { \"property\": \"weather/temperature-humidity-sensor.temperature\", \"above\": §30, \"below\": 20 } ], $A }", "automation.value.never", "For outside a range, write two triggers, or \"any\" of two conditions.")]
    [InlineData("{ \"triggers\": [ { \"event\": §\"hall-motion/motion-sensor.motion-detectd\" } ], $A }", "automation.event.unknown", "Did you mean \"hall-motion/motion-sensor.motion-detected\"?")]
    [InlineData("{ \"triggers\": [ { \"event\": \"hall-motion/motion-sensor.motion-detected\", \"arguments\": { §\"lux\": 1 } } ], $A }", "automation.argument.unknown", null)]
    [InlineData("{ \"triggers\": [ { \"time\": §\"7:00\" } ], $A }", "automation.time", "Did you mean \"07:00\"?")]
    [InlineData("{ \"triggers\": [ { \"time\": \"07:00\", \"days\": [ \"mon\", §\"tuesday\" ] } ], $A }", "automation.day", "Did you mean \"tue\"?")]
    [InlineData("{ $T, \"conditions\": [ { \"trigger\": §\"evning\" } ], $A }", "automation.trigger.unknown", null)]
    [InlineData("{ $T, \"conditions\": [ §{ \"after\": \"07:00\", \"before\": \"07:00\" } ], $A }", "automation.window.empty", "Leave both out for the whole day.")]
    [InlineData("{ $T, \"conditions\": { \"any\": §[] }, $A }", "automation.empty", null)]
    [InlineData("{ $T, \"conditions\": [ §{ \"property\": \"$P\" } ], $A }", "automation.condition.test", null)]
    [InlineData("{ $T,\n  \"actions\": [\n    { \"wait\":\n      §\"ten\" } ] }", "automation.duration", null)]
    public void Compile_Fault_NamesPlaceCodeAndSuggestion(string marked, string code, string? suggestion)
    {
        var (text, line, column) = Unmark(marked);

        var result = AutomationCompiler.Compile(Encoding.UTF8.GetBytes(text), "test", Home);

        var fault = Assert.Single(result.Diagnostics, found => found.Code == code);
        Assert.Equal((line, column), (fault.Line, fault.Column));
        Assert.Equal(suggestion, fault.Suggestion);
        Assert.Equal(DiagnosticSeverity.Error, fault.Severity);
        Assert.Null(result.Plan);
        Assert.False(result.IsWaitingForDevices);
    }

    [Fact]
    public void Compile_SeveralFaults_ReportsEachWithItsPointer()
    {
        const string text = """
            {
              "triggers": [ { "property": "hall-motion/motion-sensor.motion-stat", "becomes": true, "for": "5 minutes" } ],
              "actions": [ { "set": { "hall-light/light.brightness": 200, "hall-light/light.on": 1 } } ]
            }
            """;

        var result = AutomationCompiler.Compile(Encoding.UTF8.GetBytes(text), "test", Home);

        Assert.Equal(
            ["/triggers/0/property", "/triggers/0/for", "/actions/0/set/hall-light~1light.brightness", "/actions/0/set/hall-light~1light.on"],
            result.Diagnostics.Select(fault => fault.Path));
    }

    [Fact]
    public void Compile_UnknownDevice_WaitsAndSuggests()
    {
        var (text, line, column) = Unmark("{ $T, \"actions\": [ { \"set\": { §\"hal-light/light.on\": true } } ] }");

        var result = AutomationCompiler.Compile(Encoding.UTF8.GetBytes(text), "test", Home);

        var fault = Assert.Single(result.Diagnostics);
        Assert.Equal((DiagnosticSeverity.Warning, "automation.device.unknown", line, column), (fault.Severity, fault.Code, fault.Line, fault.Column));
        Assert.Equal("Did you mean \"hall-light/light.on\"?", fault.Suggestion);
        Assert.True(result.IsWaitingForDevices);
        Assert.Null(result.Plan);
    }

    [Fact]
    public void Compile_UnknownScene_WarnsAndStillRuns()
    {
        var (text, _, _) = Unmark("{ $T, \"actions\": [ { \"scene\": \"evning\" } ] }");

        var result = AutomationCompiler.Compile(Encoding.UTF8.GetBytes(text), "test", Home, new HashSet<string> { "evening" });

        Assert.Equal("Did you mean \"evening\"?", Assert.Single(result.Diagnostics).Suggestion);
        Assert.NotNull(result.Plan);
    }

    [Fact]
    public void Compile_ValueListNameAndComments_AreUnderstood()
    {
        const string text = """
            { "//": "why", "triggers": [ { "time": "07:00", "// also": 1 } ], "actions": [ { "set": { "hall-light/light.mode": "Night", "//": "dim" } } ] }
            """;

        var result = AutomationCompiler.Compile(Encoding.UTF8.GetBytes(text), "test", Home);

        Assert.Empty(result.Diagnostics);
        var set = Assert.IsType<Actions.ActionPlan.Set>(Assert.Single(result.Plan!.Actions));
        Assert.Equal(2, Assert.Single(Assert.Single(set.Devices).Values).Value.AsInteger);
    }

    [Fact]
    public void Compile_DocumentTooLarge_SaysSo()
    {
        var result = AutomationCompiler.Compile(new byte[AutomationLimits.DocumentBytesMax + 1], "test", Home);

        Assert.Equal("automation.limit", Assert.Single(result.Diagnostics).Code);
    }

    [Fact]
    public void Compile_ConditionsTooDeep_SaysSo()
    {
        var nested = string.Concat(Enumerable.Repeat("{\"not\":", 16)) + "{\"days\":[\"mon\"]}" + new string('}', 16);
        var (text, _, _) = Unmark($"{{ $T, \"conditions\": {nested}, $A }}");

        var result = AutomationCompiler.Compile(Encoding.UTF8.GetBytes(text), "test", Home);

        Assert.Equal("automation.limit", Assert.Single(result.Diagnostics).Code);
    }

    [Fact]
    public void CompileScene_ReadOnlyProperty_IsRefused()
    {
        var result = SceneCompiler.Compile("""{ "set": { "hall-motion/motion-sensor.motion-state": true } }"""u8.ToArray(), "test", Home);

        Assert.Equal("scene.property.not-writable", Assert.Single(result.Diagnostics).Code);
        Assert.Null(result.Plan);
    }

    private static (string Text, int Line, int Column) Unmark(string marked)
    {
        marked = marked.Replace("$T", "\"triggers\": [ { \"time\": \"07:00\" } ]", StringComparison.Ordinal)
            .Replace("$A2", "zzzz", StringComparison.Ordinal)
            .Replace("$A", "\"actions\": [ { \"wait\": \"1s\" } ]", StringComparison.Ordinal)
            .Replace("$P", Motion, StringComparison.Ordinal);
        var place = Math.Max(marked.IndexOf('§', StringComparison.Ordinal), 0);
        var before = marked[..place];
        return (marked.Replace("§", string.Empty, StringComparison.Ordinal), before.Count(letter => letter == '\n') + 1, place - (before.LastIndexOf('\n') + 1) + 1);
    }
}
