using IotHub.Contracts.Messages;
using IotHub.Devices;

namespace IotHub.Runtime.Tests;

public sealed class ClockDriverTests
{
    private const string LampByMotion = """
        {
          "triggers": [ { "property": "hall-motion/motion-sensor.motion-state", "becomes": true } ],
          "actions": [ { "wait": "90s" }, { "set": { "hall-lamp/light.on": true } }, { "wait": "10m" }, { "set": { "hall-lamp/light.on": false } } ]
        }
        """;

    private readonly DrivenTime _time = new(TestHub.Noon);
    private readonly TestHub _hub = new();
    private readonly ClockDriver _driver;
    private readonly List<HubOutput> _outputs = [];
    private long _id;

    public ClockDriverTests()
    {
        _driver = new ClockDriver(_hub.Loop, _time);
        _hub.Join("hall-lamp", "light");
        var motion = _hub.Join("hall-motion", "motion-sensor");
        Assert.True(_hub.PutAutomation("hall", LampByMotion).Accepted);
        _hub.Report("hall-motion", motion, ("motion-sensor.motion-state", TestHub.On));
    }

    [Fact]
    public void Advance_NothingDueBefore_GoesAllTheWay() => Assert.Equal((TestHub.Noon.AddSeconds(60), 0), Advance(60));

    [Fact]
    public void Advance_SomethingIsSentOnTheWay_StopsAtTheExactTimeItWasDue()
    {
        Assert.Equal((TestHub.Noon.AddSeconds(90), 1), Advance(3_600));
        Assert.Equal(TestHub.Noon.AddSeconds(90), Assert.Single(_outputs.OfType<HubOutput.Request>()).Command.SentAt);
    }

    [Fact]
    public void Advance_AnsweredRequest_GoesOnAndTimesNothingOut()
    {
        Advance(3_600);
        Answer();

        Assert.Equal((TestHub.Noon.AddSeconds(690), 2), Advance(3_600));
        Assert.Empty(_outputs.OfType<HubOutput.CommandEnded>());
    }

    [Fact]
    public void Advance_RequestSentBetweenTwoCalls_StandsStillOnce()
    {
        _hub.Set("hall-lamp", TestHub.Contract("light"), "light.on", TestHub.On);
        var lamp = _hub.Snapshot.Devices.Single(device => device.Device.Name == "hall-lamp").Device.Contract;
        Assert.True(_hub.Set("hall-lamp", lamp, "light.on", TestHub.On).Accepted);

        Assert.Equal((TestHub.Noon, 1), Advance(30));
        _hub.Respond("hall-lamp", _hub.LastCommand.Id, 0, ("light.on", TestHub.On));
        Assert.Equal((TestHub.Noon.AddSeconds(30), 1), Advance(30));
    }

    [Fact]
    public void Advance_NobodyAnswers_StandsStillAtEachRepetition()
    {
        Advance(3_600);
        Assert.Equal((TestHub.Noon.AddMilliseconds(90_400), 2), Advance(3_600));
        Assert.Equal((TestHub.Noon.AddMilliseconds(90_867), 3), Advance(3_600));
    }

    [Fact]
    public void Advance_ToThePast_LeavesTimeWhereItIs()
    {
        Advance(60);

        Assert.Equal((TestHub.Noon.AddSeconds(60), 0), Advance(10));
    }

    [Fact]
    public async Task RunAsync_DrivenClockAskedForAnAnswer_Answers()
    {
        await using var hub = new RunningHub(new DrivenTime(TestHub.Noon));
        hub.Start();

        var answer = await hub.Inbox.AskAsync(new HubInput.AdvanceClock(TestHub.Noon.AddMinutes(10), 7), InboxLane.Telemetry, CancellationToken.None);

        Assert.True(answer.Accepted);
        Assert.Equal((7, TestHub.Noon.AddMinutes(10)), (await hub.NextAsync<HubOutput.ClockAdvanced>()) is var told ? (told.Id, told.Now) : default);
    }

    private (DateTimeOffset Now, int Requests) Advance(int seconds)
    {
        _driver.Advance(new HubInput.AdvanceClock(TestHub.Noon.AddSeconds(seconds), ++_id), _outputs.AddRange);
        var told = Assert.IsType<HubOutput.ClockAdvanced>(_outputs[^1]);
        Assert.Equal((_id, _time.GetUtcNow()), (told.Id, told.Now));
        return (told.Now, (int)told.Requests);
    }

    private void Answer()
    {
        var command = _outputs.OfType<HubOutput.Request>().Last().Command;
        var response = new ResponseMessage(command.Id, 0, command.Set, [], []);
        _hub.Loop.Step(new HubInput.FromDevice(new DeviceResponded("hall-lamp", response)), _time.GetUtcNow());
    }
}
