using IotHub.Contracts.Values;
using IotHub.Devices;
using IotHub.Devices.Availability;
using IotHub.Devices.Commands;
using static IotHub.Runtime.Tests.TestHub;

namespace IotHub.Runtime.Tests;

/// <summary>What the hub says of commands to devices that are late, deaf, gone or at odds with what they said.</summary>
public sealed class CommandTruthTests
{
    private readonly TestHub _hub = new();

    [Fact]
    public void Step_LateDone_ChangesTheStateAndNamesTheCommand()
    {
        var lamp = _hub.Join("hall-lamp", "light");
        _hub.Set("hall-lamp", lamp, "light.on", On, "c-1");
        var command = _hub.LastCommand;
        _hub.RunTo(Noon.AddSeconds(6));
        var outputs = _hub.Respond("hall-lamp", command.Id, 0, ("light.on", On));
        var changed = Assert.Single(outputs.OfType<HubOutput.Changed>());
        Assert.Equal((command.Cause.Id, command.Cause.RootId), (changed.Change.Cause.ParentId, changed.Change.Cause.RootId));
        Assert.Null(changed.ClientId);
        Assert.Empty(outputs.OfType<HubOutput.CommandEnded>());
        Assert.Empty(outputs.OfType<HubOutput.Refused>());
    }

    [Fact]
    public void Step_LateReport_NamesTheCommandThatTimedOut()
    {
        var lamp = _hub.Join("hall-lamp", "light");
        _hub.Set("hall-lamp", lamp, "light.on", On);
        var command = _hub.LastCommand;
        _hub.RunTo(Noon.AddSeconds(20));
        var change = Assert.Single(_hub.Report("hall-lamp", lamp, ("light.on", On)).OfType<HubOutput.Changed>()).Change;
        Assert.Equal(command.Cause.RootId, change.Cause.RootId);
    }

    [Fact]
    public void Step_SameAnswerTwice_IsTakenOnceAndNotRefused()
    {
        var lamp = _hub.Join("hall-lamp", "light");
        _hub.Set("hall-lamp", lamp, "light.on", On);
        _hub.Respond("hall-lamp", _hub.LastCommand.Id, 0, ("light.on", On));
        _hub.Report("hall-lamp", lamp, ("light.on", Off));
        Assert.Empty(_hub.Respond("hall-lamp", _hub.LastCommand.Id, 0, ("light.on", On)));
        Assert.Empty(_hub.Snapshot.Counters.MessagesRefused);
    }

    [Fact]
    public void Step_RepeatedAnswerOlderThanAReport_EndsTheCommandLeavesTheValueAndAsks()
    {
        // Done, and the answer lost; then somebody pressed the switch; then the request went out again and was answered as the first time.
        var lamp = _hub.Join("hall-lamp", "light");
        _hub.Report("hall-lamp", lamp, ("light.on", Off));
        _hub.Set("hall-lamp", lamp, "light.on", On);
        var id = _hub.LastCommand.Id;
        _hub.RunTo(Noon.AddMilliseconds(300));
        _hub.Report("hall-lamp", lamp, ("light.on", On));
        _hub.Report("hall-lamp", lamp, ("light.on", Off));
        _hub.RunTo(Noon.AddMilliseconds(450));
        var outputs = _hub.Respond("hall-lamp", id, 0, ("light.on", On));
        Assert.Equal(CommandOutcome.Confirmed, Assert.Single(outputs.OfType<HubOutput.CommandEnded>()).End.Outcome);
        Assert.Empty(outputs.OfType<HubOutput.Changed>());
        Assert.Equal("light.on", Assert.Single(Assert.Single(outputs.OfType<HubOutput.Question>()).Message.Get).Key);
    }

    [Fact]
    public void Step_StaleEchoAfterANewerCommand_ShowsWhatWasReportedAndConfirmsOnlyTheNewer()
    {
        var lamp = _hub.Join("hall-lamp", "light");
        _hub.Set("hall-lamp", lamp, "light.brightness", PropertyValue.FromInteger(10));
        var first = _hub.LastCommand;
        _hub.Set("hall-lamp", lamp, "light.brightness", PropertyValue.FromInteger(20));
        _hub.RunTo(Noon.AddMilliseconds(200));
        var second = _hub.LastCommand;
        Assert.NotEqual(first.Id, second.Id);
        var echo = _hub.Report("hall-lamp", lamp, ("light.brightness", PropertyValue.FromInteger(10)));
        Assert.Equal(first.Cause.RootId, Assert.Single(echo.OfType<HubOutput.Changed>()).Change.Cause.RootId);
        Assert.Empty(echo.OfType<HubOutput.CommandEnded>());
        var end = Assert.Single(_hub.Respond("hall-lamp", second.Id, 0, ("light.brightness", PropertyValue.FromInteger(20))).OfType<HubOutput.CommandEnded>()).End;
        Assert.Equal((second.Id, CommandOutcome.Confirmed), (end.Command.Id, end.Outcome));
    }

    [Fact]
    public void Step_TwoValuesAtOnce_TheSecondWaitsAndIsToldAsTaken()
    {
        var lamp = _hub.Join("hall-lamp", "light");
        _hub.Set("hall-lamp", lamp, "light.brightness", PropertyValue.FromInteger(10));
        var outputs = _hub.Step(new HubInput.Command("hall-lamp", [new PropertyReading(lamp.Properties[1], PropertyValue.FromInteger(20))], null, [], "lin"));
        Assert.Single(outputs.OfType<HubOutput.CommandWaits>());
        Assert.Empty(outputs.OfType<HubOutput.Request>());
        Assert.Equal((2, 1), (_hub.Snapshot.Counters.CommandsSent, _hub.Snapshot.Counters.RequestsSent));
    }

    [Theory]
    [InlineData(DeviceAvailability.Silent, "device.silent")]
    [InlineData(DeviceAvailability.Offline, "device.offline")]
    public void Step_CommandToADoubtfulDevice_IsSentAndItsTimeoutSaysHowItStood(DeviceAvailability availability, string errorCode)
    {
        var lamp = _hub.Join("hall-lamp", "light");
        if (availability == DeviceAvailability.Offline)
        {
            _hub.Step(new HubInput.FromDevice(new DeviceStatusChanged("hall-lamp", false)));
        }
        else
        {
            _hub.RunTo(Noon.AddMinutes(20));
        }

        Assert.Equal(availability, _hub.Snapshot.Devices.Single().Liveness.Availability);
        Assert.True(_hub.Set("hall-lamp", lamp, "light.on", On).Accepted);
        Assert.Equal(_hub.Now, _hub.LastCommand.SentAt);
        var end = Assert.Single(_hub.RunTo(_hub.Now.AddSeconds(5)).OfType<HubOutput.CommandEnded>()).End;
        Assert.Equal((CommandOutcome.TimedOut, errorCode), (end.Outcome, end.ErrorCode));
    }

    [Fact]
    public void Step_OfflineDeviceComesBackInTime_GetsTheCommandAgainAtOnce()
    {
        var lamp = _hub.Join("hall-lamp", "light");
        _hub.Step(new HubInput.FromDevice(new DeviceStatusChanged("hall-lamp", false)));
        _hub.Set("hall-lamp", lamp, "light.on", On);
        Assert.Empty(_hub.RunTo(Noon.AddSeconds(3)).OfType<HubOutput.Request>());
        var again = Assert.Single(_hub.Step(new HubInput.FromDevice(new DeviceStatusChanged("hall-lamp", true))).OfType<HubOutput.Request>());
        Assert.Equal((_hub.LastCommand.Id, 2), (again.Message.Id, again.Message.Attempt));
    }

    [Fact]
    public void Step_RetiredWithACommandOnItsWay_EndsItAsRetired()
    {
        var lamp = _hub.Join("hall-lamp", "light");
        _hub.Set("hall-lamp", lamp, "light.on", On);
        var end = Assert.Single(_hub.Step(new HubInput.Retire("hall-lamp")).OfType<HubOutput.CommandEnded>()).End;
        Assert.Equal((CommandOutcome.Failed, "device.retired"), (end.Outcome, end.ErrorCode));
        Assert.Null(_hub.Loop.NextDue);
    }

    [Fact]
    public void Step_AnswerToAQuestion_IsTakenAsAReport()
    {
        var lamp = _hub.Join("hall-lamp", "light");
        var question = Assert.Single(_hub.RunTo(Noon.AddMinutes(15)).OfType<HubOutput.Question>()).Message;
        var outputs = _hub.Respond("hall-lamp", question.Id, 0, ("light.on", On));
        Assert.Single(outputs.OfType<HubOutput.Changed>());
        Assert.Equal(2, question.Get.Length);
        Assert.Empty(_hub.RunTo(Noon.AddMinutes(20)).OfType<HubOutput.AvailabilityChanged>());
        Assert.Equal(lamp.Properties[0].Key, question.Get[0].Key);
    }
}
