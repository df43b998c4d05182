using IotHub.Automation.Traces;

namespace IotHub.Runtime.Tests;

/// <summary>What becomes of documents when devices are renamed, move, or join a room.</summary>
public sealed class RoomTests
{
    private const string Waits = """{ "triggers": [ { "property": "m1/motion-sensor.motion-state", "becomes": true } ], "actions": [ { "wait": "5m" }, { "set": { "l1/light.on": true } } ] }""";

    [Theory]
    [InlineData("Lamp at the door", null)]
    [InlineData(null, "Hall")]
    public void ChangeDevice_NamedByAnAutomationThatRuns_ItGoesOn(string? label, string? room)
    {
        var hub = Home();
        hub.PutAutomation("a", Waits);
        hub.Report("m1", TestHub.Contract("motion-sensor"), ("motion-sensor.motion-state", TestHub.On));

        var outputs = hub.Step(new HubInput.ChangeDevice("l1", label, room));

        Assert.DoesNotContain(outputs, output => output is HubOutput.Decided or HubOutput.AutomationSaved);
        Assert.Contains(hub.RunTo(hub.Now.AddMinutes(5)), output => output is HubOutput.Request);
    }

    [Fact]
    public void ChangeDevice_ToAnotherRoom_ScenesAndAutomationsThatMeanTheRoomMeanIt()
    {
        var hub = Home();
        Assert.True(hub.Ask(new HubInput.PutScene("dark", """{ "name": "Dark", "devices": [ { "room": "Hall", "set": { "light.on": false } } ] }""", "lin")).Accepted);
        Assert.True(hub.PutAutomation("a", """{ "triggers": [ { "property": "m1/motion-sensor.motion-state", "becomes": true } ], "actions": [ { "set": { "light.on": true }, "devices": { "room": "Hall" } } ] }""").Accepted);
        hub.Step(new HubInput.ChangeDevice("l1", null, "Hall"));

        hub.Report("m1", TestHub.Contract("motion-sensor"), ("motion-sensor.motion-state", TestHub.On));
        Assert.Equal("l1", hub.LastCommand.Device.Name);
        var outputs = hub.Step(new HubInput.RunScene("dark", "lin"));
        Assert.Contains(outputs, output => output is HubOutput.CommandWaits or HubOutput.Request);
    }

    [Fact]
    public void Join_ADeviceOfARoom_SceneOfTheRoomMeansIt()
    {
        var hub = Home();
        hub.Step(new HubInput.ChangeDevice("l1", null, "Hall"));
        hub.Ask(new HubInput.PutScene("dark", """{ "name": "Dark", "devices": [ { "room": "Hall", "set": { "light.on": false } } ] }""", "lin"));
        hub.Join("l2", "light");
        hub.Step(new HubInput.ChangeDevice("l2", null, "Hall"));

        hub.Step(new HubInput.RunScene("dark", "lin"));

        Assert.Equal(["l1", "l2"], hub.Log.OfType<HubOutput.Request>().Select(request => request.Command.Device.Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Step_StateOfAnAutomationThatIsSwitchedOff_IsKnownAsDisabled()
    {
        var hub = Home();
        hub.PutAutomation("other", Waits);
        hub.Step(new HubInput.EnableAutomation("other", false));
        hub.PutAutomation("a", """{ "triggers": [ { "property": "m1/motion-sensor.motion-state", "becomes": true } ], "conditions": [ "state('other') == 'disabled'" ], "actions": [ { "log": "x" } ] }""");

        var decided = hub.Report("m1", TestHub.Contract("motion-sensor"), ("motion-sensor.motion-state", TestHub.On)).OfType<HubOutput.Decided>();

        Assert.Equal(DecisionKind.Started, decided.First().Decision.Kind);
    }

    [Fact]
    public void Step_SceneWithATransition_GoesThereStepByStepAndIsHeardOf()
    {
        var hub = Home();
        var light = TestHub.Contract("light");
        hub.Report("l1", light, ("light.on", TestHub.On), ("light.brightness", Contracts.Values.PropertyValue.FromInteger(10)));
        Assert.True(hub.Ask(new HubInput.PutScene("bright", """{ "name": "Bright", "set": { "l1/light.brightness": 90 }, "transition": "4s" }""", "lin")).Accepted);
        hub.PutAutomation("a", """{ "triggers": [ { "property": "m1/motion-sensor.motion-state", "becomes": true } ], "actions": [ { "scene": "bright" } ] }""");
        hub.PutAutomation("hears", """{ "triggers": [ { "scene": "bright" } ], "actions": [ { "log": "x" } ] }""");

        var outputs = hub.Report("m1", TestHub.Contract("motion-sensor"), ("motion-sensor.motion-state", TestHub.On)).ToList();
        outputs.AddRange(hub.RunTo(hub.Now.AddSeconds(4)));

        Assert.Contains("hears", ClockTests.Started(outputs));
        var values = outputs.OfType<HubOutput.Request>().SelectMany(request => request.Command.Set).Select(reading => reading.Value.AsInteger).Distinct().ToList();
        Assert.True(values.Count > 4, string.Join(' ', values));
        Assert.Equal(90, values[^1]);
    }

    private static TestHub Home()
    {
        var hub = new TestHub();
        hub.Join("m1", "motion-sensor");
        hub.Join("l1", "light");
        return hub;
    }
}
