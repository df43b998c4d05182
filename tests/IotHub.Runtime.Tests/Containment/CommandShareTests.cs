using IotHub.Devices;

namespace IotHub.Runtime.Tests.Containment;

/// <summary>An automation that calls devices without end, none of which answers: what room there is for commands is not its alone.</summary>
public sealed class CommandShareTests
{
    private readonly TestHub _hub = new();

    public CommandShareTests()
    {
        _hub.Join("motion", "motion-sensor");
        foreach (var lamp in (string[])["l1", "l2", "l3"])
        {
            _hub.Join(lamp, "light");
        }

        Put("wild", "wild", """{ "repeat": { "count": 900, "actions": [ { "call": "l1/light.toggle" } ] } }""");
        Put("other", "go", """{ "set": { "l2/light.on": true } }""");
        Put("second", "wild", """{ "repeat": { "count": 900, "actions": [ { "call": "l1/light.toggle" } ] } }""");
        Put("protects", "go", """{ "set": { "l3/light.on": true } }""", "\"priority\": \"safety\", ");
    }

    [Fact]
    public void Step_OneCallsWithoutEnd_OthersAreSent()
    {
        _hub.Ask(new HubInput.RunAutomation("wild", false, "lin"));

        Assert.Equal(512, Sent("wild"));
        Assert.Equal(512, _hub.Snapshot.Counters.CommandsSent);
        Say("go");
        Assert.Equal((1, 1), (Sent("other"), Sent("protects")));
    }

    [Fact]
    public void Step_SeveralCallWithoutEnd_PeopleAndWhatProtectsAreSent()
    {
        _hub.Ask(new HubInput.RunAutomation("wild", false, "lin"));
        _hub.Ask(new HubInput.RunAutomation("second", false, "lin"));

        Assert.Equal(1_024 - 128, Sent("wild") + Sent("second"));
        Say("go");
        Assert.Equal((0, 1), (Sent("other"), Sent("protects")));
        Assert.Equal("hub.busy", Assert.Single(_hub.Log.OfType<HubOutput.CommandEnded>(), ended => ended.End.Command.Cause.By == "other").End.ErrorCode);
        Assert.True(_hub.Set("l2", _hub.Snapshot.Devices.Single(device => device.Device.Name == "l2").Device.Contract, "light.on", TestHub.On).Accepted);
    }

    [Fact]
    public void Step_ItsCommandsHaveEnded_ItMaySendAgain()
    {
        _hub.Ask(new HubInput.RunAutomation("wild", false, "lin"));
        _hub.RunTo(TestHub.Noon.AddMinutes(1));

        _hub.Ask(new HubInput.RunAutomation("wild", false, "lin"));

        Assert.Equal(1_024, Sent("wild"));
    }

    private int Sent(string automation) => _hub.Log.Count(output => output is HubOutput.Request { Message: { Attempt: 1, Command.Cause: { Origin: CauseOrigin.Automation } cause } } && cause.By == automation);

    private void Say(string topic) => _hub.Step(new HubInput.MessageArrived(topic, "x"));

    private void Put(string id, string topic, string action, string more = "") =>
        Assert.True(_hub.PutAutomation(id, $$"""{ {{more}}"triggers": [ { "mqtt": "{{topic}}" } ], "actions": [ {{action}} ] }""").Accepted);
}
