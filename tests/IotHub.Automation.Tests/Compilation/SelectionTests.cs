using System.Text;
using IotHub.Automation.Actions;
using IotHub.Automation.Compilation;
using IotHub.Automation.Conditions;
using IotHub.Automation.Triggers;

namespace IotHub.Automation.Tests.Compilation;

public sealed class SelectionTests
{
    private static MemoryHome Home => new MemoryHome(DateTimeOffset.UnixEpoch)
        .With("a-light", MemoryHome.ContractOf("light"), "Hall", "A").With("b-light", MemoryHome.ContractOf("light-white"), "Kitchen", "B")
        .With("c-motion", MemoryHome.ContractOf("motion-sensor"), "Hall", "C").With("d-motion", MemoryHome.ContractOf("motion-sensor"), "Kitchen", "D");

    [Theory]
    [InlineData("\"a-light/light.on\"", "a-light/light.on", false)]
    [InlineData("[ \"a-light/light.on\", \"b-light/light.on\", \"a-light/light.on\" ]", "a-light/light.on b-light/light.on", false)]
    [InlineData("{ \"each\": \"light.on\" }", "a-light/light.on b-light/light.on", true)]
    [InlineData("{ \"each\": \"light.on\", \"room\": \"kitchen\" }", "b-light/light.on", true)]
    [InlineData("{ \"each\": \"light.on\", \"room\": [ \"Hall\", \"Kitchen\" ], \"except\": \"b-light\" }", "a-light/light.on", true)]
    [InlineData("[ \"c-motion/battery.battery-level\", { \"each\": \"battery.battery-level\", \"kind\": \"motion-sensor\" } ]", "c-motion/battery.battery-level d-motion/battery.battery-level", true)]
    public void Compile_Selection_IsWhatTheHomeHas(string selection, string addresses, bool dependsOnHome)
    {
        var result = Compile("{ \"triggers\": [ { \"property\": " + selection + ", \"changes\": true } ], \"actions\": [ { \"log\": \"x\" } ] }");

        Assert.Empty(result.Diagnostics);
        Assert.Equal(addresses, string.Join(' ', Assert.IsType<TriggerPlan.Property>(result.Plan!.Triggers[0]).Watched.Select(watch => watch.Reference.Address)));
        Assert.Equal((dependsOnHome, dependsOnHome), (result.Plan.DependsOnHome, result.DependsOnHome));
    }

    [Theory]
    [InlineData("{ \"each\": \"light.onn\" }", "Did you mean \"light.on\"?", "automation.selection.empty")]
    [InlineData("{ \"each\": \"a-light/light.on\" }", "Did you mean \"light.on\"?", "automation.selection.empty")]
    [InlineData("{ \"each\": \"light.on\", \"room\": \"Hal\" }", "Did you mean \"Hall\"?", "automation.room.unknown")]
    [InlineData("{ \"each\": \"light.on\", \"kind\": \"lihgt\" }", "Did you mean \"light\"?", "automation.kind.unknown")]
    public void Compile_SelectionOfNothing_WaitsAndSuggests(string selection, string suggestion, string code)
    {
        var result = Compile("{ \"triggers\": [ { \"property\": " + selection + ", \"changes\": true } ], \"actions\": [ { \"log\": \"x\" } ] }");

        Assert.True(result.IsWaitingForDevices);
        Assert.True(result.DependsOnHome);
        Assert.Null(result.Plan);
        Assert.Equal(suggestion, Assert.Single(result.Diagnostics, fault => fault.Code == code).Suggestion);
    }

    [Fact]
    public void Compile_ConditionOverSeveral_IsAllOfThemOrAny()
    {
        var plan = Compile("""
            { "triggers": [ { "time": "07:00" } ], "conditions": [ { "property": { "each": "motion-sensor.motion-state" }, "is": false },
              { "property": { "each": "light.on" }, "is": true, "rule": "any" }, { "property": "a-light/light.on", "is": true } ], "actions": [ { "log": "x" } ] }
            """).Plan!;

        Assert.Equal(2, Assert.IsType<ConditionPlan.All>(plan.Conditions.Of[0]).Of.Length);
        Assert.Equal(2, Assert.IsType<ConditionPlan.Any>(plan.Conditions.Of[1]).Of.Length);
        Assert.IsType<ConditionPlan.Property>(plan.Conditions.Of[2]);
    }

    [Fact]
    public void Compile_SetForDevices_SetsThoseThatHaveTheProperty()
    {
        var plan = Compile("""{ "triggers": [ { "time": "07:00" } ], "actions": [ { "set": { "light.on": true, "light.color": 255 }, "devices": { "room": [ "Hall", "Kitchen" ] } } ] }""").Plan!;

        var devices = Assert.IsType<ActionPlan.Set>(plan.Actions[0]).Devices;
        Assert.Equal(["a-light: light.on light.color", "b-light: light.on"], devices.Select(device => $"{device.Device.Name}: {string.Join(' ', device.Values.Select(value => value.Property.Key))}"));
        Assert.True(plan.DependsOnHome);
    }

    [Fact]
    public void CompileScene_Devices_TakeWhatIsSaidOfThemByName()
    {
        var result = SceneCompiler.Compile("""{ "set": { "a-light/light.brightness": 10 }, "devices": { "kind": "light", "set": { "light.brightness": 50 } }, "transition": "5s" }"""u8.ToArray(), "x", Home);

        Assert.Empty(result.Diagnostics);
        Assert.Equal(["a-light 10", "b-light 50"], result.Plan!.Devices.Select(device => $"{device.Device.Name} {Assert.Single(device.Values).Value}"));
        Assert.Equal((TimeSpan.FromSeconds(5), true), (result.Plan.Transition, result.DependsOnHome));
    }

    [Fact]
    public void Compile_ComparisonWithAnExpression_BecomesOne()
    {
        var plan = Compile("""
            { "triggers": [ { "property": "a-light/light.brightness", "above": { "=": "b-light/light.brightness + 5" } } ],
              "conditions": { "property": "a-light/light.on", "is": { "=": "b-light/light.on" } }, "actions": [ { "log": "x" } ] }
            """).Plan!;

        Assert.Equal("a-light/light.brightness > b-light/light.brightness + 5", Assert.IsType<TriggerPlan.Expression>(plan.Triggers[0]).Becomes.ToString());
        Assert.Equal("a-light/light.on = b-light/light.on", Assert.IsType<ConditionPlan.Expression>(plan.Conditions.Of[0]).Value.ToString());
    }

    private static AutomationCompileResult Compile(string text) => AutomationCompiler.Compile(Encoding.UTF8.GetBytes(text), "test", Home);
}
