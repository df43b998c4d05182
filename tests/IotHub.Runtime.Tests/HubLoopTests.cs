using IotHub.Automation.Traces;
using IotHub.Contracts.Messages;
using IotHub.Contracts.Values;
using IotHub.Devices;
using IotHub.Devices.Commands;
using IotHub.Devices.State;
using static IotHub.Runtime.Tests.TestHub;

namespace IotHub.Runtime.Tests;

public sealed class HubLoopTests
{
    private const string LampByMotion = """
        {
          "triggers": [ { "property": "hall-motion/motion-sensor.motion-state", "becomes": true } ],
          "actions": [ { "set": { "hall-lamp/light.on": true } } ]
        }
        """;

    private readonly TestHub _hub = new();

    [Fact]
    public void Step_MotionWithARule_SendsTheCommandAndNamesTheWholeChain()
    {
        var motion = _hub.Join("hall-motion", "motion-sensor");
        _hub.Join("hall-lamp", "light");
        Assert.True(_hub.PutAutomation("hall", LampByMotion).Accepted);
        var outputs = _hub.Report("hall-motion", motion, ("motion-sensor.motion-state", On));
        var change = Assert.Single(outputs.OfType<HubOutput.Changed>()).Change;
        var command = Assert.Single(outputs.OfType<HubOutput.Request>()).Command;
        Assert.Equal("light.on", Assert.Single(command.Set).Property.Key);
        Assert.Equal((CauseOrigin.Device, "hall-motion"), (change.Cause.Origin, change.Cause.By));
        Assert.Equal(change.Cause.Id, command.Cause.RootId);
        Assert.Equal((CauseOrigin.Automation, "hall", 1), (command.Cause.Origin, command.Cause.By, command.Cause.Hops));
        Assert.Contains(outputs, output => output is HubOutput.Decided { Decision: { Kind: DecisionKind.Started, Automation: "hall" } });
    }

    [Fact]
    public void Step_CommandConfirmedByReport_TellsTheChangeWithTheClientsId()
    {
        var lamp = _hub.Join("hall-lamp", "light");
        Assert.True(_hub.Set("hall-lamp", lamp, "light.on", On, "c-1").Accepted);
        var outputs = _hub.Report("hall-lamp", lamp, ("light.on", On));
        var changed = Assert.Single(outputs.OfType<HubOutput.Changed>());
        Assert.Equal("c-1", changed.ClientId);
        Assert.Equal(_hub.LastCommand.Cause.RootId, changed.Change.Cause.RootId);
        Assert.Equal(CommandOutcome.Confirmed, Assert.Single(outputs.OfType<HubOutput.CommandEnded>()).End.Outcome);
    }

    [Fact]
    public void Step_DeviceAnswersDoneAndHadTheValueBefore_Confirms()
    {
        var lamp = _hub.Join("hall-lamp", "light");
        _hub.Report("hall-lamp", lamp, ("light.on", On));
        _hub.Set("hall-lamp", lamp, "light.on", On);
        var outputs = _hub.Respond("hall-lamp", _hub.LastCommand.Id, 0);
        Assert.Equal(CommandOutcome.Confirmed, Assert.Single(outputs.OfType<HubOutput.CommandEnded>()).End.Outcome);
    }

    [Fact]
    public void Step_DeviceAnswersDoneButReportsNothing_TimesOut()
    {
        var lamp = _hub.Join("hall-lamp", "light");
        _hub.Set("hall-lamp", lamp, "light.on", On);
        Assert.Empty(_hub.Respond("hall-lamp", _hub.LastCommand.Id, 0).OfType<HubOutput.CommandEnded>());
        Assert.Empty(_hub.After(TimeSpan.FromSeconds(5) - TimeSpan.FromTicks(1)).OfType<HubOutput.CommandEnded>());
        var end = Assert.Single(_hub.After(TimeSpan.FromTicks(1)).OfType<HubOutput.CommandEnded>()).End;
        Assert.Equal((CommandOutcome.TimedOut, "device.timeout"), (end.Outcome, end.ErrorCode));
    }

    [Fact]
    public void Step_DeviceRefuses_FailsWithItsCode()
    {
        var lamp = _hub.Join("hall-lamp", "light");
        _hub.Set("hall-lamp", lamp, "light.on", On);
        var end = Assert.Single(_hub.Respond("hall-lamp", _hub.LastCommand.Id, -4005).OfType<HubOutput.CommandEnded>()).End;
        Assert.Equal((CommandOutcome.Failed, "device.rejected", -4005), (end.Outcome, end.ErrorCode, end.DeviceCode));
    }

    [Fact]
    public void Step_SameClientIdTwice_IsOneCommand()
    {
        var lamp = _hub.Join("hall-lamp", "light");
        var first = _hub.Set("hall-lamp", lamp, "light.on", On, "c-1");
        var second = _hub.Set("hall-lamp", lamp, "light.on", On, "c-1");
        Assert.Equal(first.Id, second.Id);
        Assert.Single(_hub.Log.OfType<HubOutput.Request>());
    }

    [Fact]
    public void Step_ReadOnlyProperty_IsRefusedAndSendsNothing()
    {
        var motion = _hub.Join("hall-motion", "motion-sensor");
        var answer = _hub.Set("hall-motion", motion, "motion-sensor.motion-state", On);
        Assert.Equal((false, "property.read-only"), (answer.Accepted, answer.ErrorCode));
        Assert.Empty(_hub.Log.OfType<HubOutput.Request>());
    }

    [Fact]
    public void Step_UnknownDevice_IsRefusedCountedAndChangesNothing()
    {
        var lamp = _hub.Join("hall-lamp", "light");
        var before = _hub.Snapshot;
        var outputs = _hub.Report("stranger", lamp, ("light.on", On));
        var refused = Assert.IsType<HubOutput.Refused>(Assert.Single(outputs));
        Assert.Equal(RejectionReason.UnknownDevice, refused.Message.Rejection.Reason);
        var after = _hub.Snapshot;
        Assert.Equal(1, after.Counters.MessagesRefused[RejectionReason.UnknownDevice]);
        Assert.Equal(before.Counters.MessagesAccepted, after.Counters.MessagesAccepted);
        Assert.Equal(before.Devices.SelectMany(device => device.States), after.Devices.SelectMany(device => device.States));
    }

    [Fact]
    public void Step_AnnounceWhenAsking_IsFoundAndJoinsOnlyWhenAdopted()
    {
        var hub = new TestHub(new HubLoopOptions { AdoptsAnnounced = false });
        var contract = Contract("light");
        Assert.IsType<HubOutput.DeviceFound>(Assert.Single(hub.Announce("AA:01", contract)));
        Assert.Equal("device.not-found", hub.Ask(new HubInput.Adopt("other", null, null, null)).ErrorCode);
        Assert.Equal("hall-lamp", hub.Ask(new HubInput.Adopt("AA:01", "hall-lamp", "Hall lamp", "Hall")).Id);
        var device = Assert.Single(hub.Snapshot.Devices).Device;
        Assert.Equal(("hall-lamp", "Hall lamp", "Hall", "AA:01"), (device.Name, device.Label, device.Room, device.Did));
        Assert.Empty(hub.Snapshot.Found);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Step_FoundHardwareIsAdopted_IsThereIfItSaidSoAndIsAskedHowItIs(bool isThere)
    {
        var hub = new TestHub(new HubLoopOptions { AdoptsAnnounced = false });
        hub.Announce("AA:01", Contract("light"));
        Assert.Empty(hub.Step(new HubInput.FromDevice(new DeviceStatusChanged("AA:01", true))));
        if (!isThere)
        {
            hub.Step(new HubInput.FromDevice(new DeviceStatusChanged("AA:01", false)));
        }

        var outputs = hub.Step(new HubInput.Adopt("AA:01", "hall-lamp", null, null));

        Assert.Equal(isThere, Assert.Single(hub.Snapshot.Devices).IsOnline);
        Assert.Equal(isThere ? 1 : 0, outputs.OfType<HubOutput.OnlineChanged>().Count(online => online is { IsOnline: true, Device.Name: "hall-lamp" }));
        Assert.Contains("light.on", Assert.Single(outputs.OfType<HubOutput.Question>()).Message.Get.Select(property => property.Key));
        Assert.Empty(hub.Snapshot.Counters.MessagesRefused);
    }

    [Fact]
    public void Step_RetiredHardwareIsAdoptedAgain_IsThereAsItWas()
    {
        _hub.Announce("AA:01", Contract("light"));
        _hub.Step(new HubInput.FromDevice(new DeviceStatusChanged("AA:01", true)));
        var name = Assert.Single(_hub.Snapshot.Devices).Device.Name;
        _hub.Step(new HubInput.Retire(name));
        Assert.Equal("AA:01", Assert.Single(_hub.Snapshot.Found).Did);

        _hub.Step(new HubInput.Adopt("AA:01", name, null, null));

        Assert.True(Assert.Single(_hub.Snapshot.Devices).IsOnline);
    }

    [Fact]
    public void Step_UnknownContract_IsFoundRefusedAndCannotBeAdopted()
    {
        var announce = new DeviceAnnounced("x", new AnnounceMessage("urn:nobody:device:thing:1"), null);
        var outputs = _hub.Step(new HubInput.FromDevice(announce));
        Assert.Contains(outputs, output => output is HubOutput.Refused { Message.Rejection.Reason: RejectionReason.UnknownContract });
        Assert.False(Assert.Single(_hub.Snapshot.Found).IsKnownContract);
        Assert.Equal("device.contract", _hub.Ask(new HubInput.Adopt("x", null, null, null)).ErrorCode);
    }

    [Theory]
    [InlineData(1, true)]
    [InlineData(2, true)]
    [InlineData(3, false)]
    public void Step_DevicesAroundTheBound_AreTakenUpToIt(int count, bool isLastTaken)
    {
        var hub = new TestHub(new HubLoopOptions { AdoptsAnnounced = true, Devices = new DeviceLimits { DevicesMax = 2 } });
        for (var i = 1; i <= count; i++)
        {
            hub.Announce($"lamp-{i}", Contract("light"));
        }

        Assert.Equal(isLastTaken, hub.Snapshot.Devices.Any(device => device.Device.Did == $"lamp-{count}"));
        Assert.Equal(isLastTaken ? 0 : 1, hub.Snapshot.Counters.MessagesRefused.GetValueOrDefault(RejectionReason.LimitReached));
    }

    [Fact]
    public void Step_AutomationForADeviceThatComesLater_WaitsAndThenRuns()
    {
        _hub.Join("hall-lamp", "light");
        Assert.True(_hub.PutAutomation("hall", LampByMotion).Accepted);
        Assert.Equal(DocumentStatus.Waiting, Assert.Single(_hub.Snapshot.Automations).Status);
        var motion = _hub.Join("hall-motion", "motion-sensor");
        Assert.Equal(DocumentStatus.Active, Assert.Single(_hub.Snapshot.Automations).Status);
        Assert.Single(_hub.Report("hall-motion", motion, ("motion-sensor.motion-state", On)).OfType<HubOutput.Request>());
    }

    [Fact]
    public void Step_RetiredDevice_PutsItsAutomationsToWait()
    {
        _hub.Join("hall-lamp", "light");
        _hub.Join("hall-motion", "motion-sensor");
        _hub.PutAutomation("hall", LampByMotion);
        Assert.True(_hub.Ask(new HubInput.Retire("hall-lamp")).Accepted);
        Assert.Equal(DocumentStatus.Waiting, Assert.Single(_hub.Snapshot.Automations).Status);
    }

    [Fact]
    public void Step_BrokenAutomation_IsRefusedWithThePlaceAndTheOldOneStays()
    {
        var motion = _hub.Join("hall-motion", "motion-sensor");
        _hub.Join("hall-lamp", "light");
        _hub.PutAutomation("hall", LampByMotion);
        var answer = _hub.PutAutomation("hall", "{\n  \"triggers\": [ { \"time\": \"25:00\" } ],\n  \"actions\": []\n}");
        Assert.False(answer.Accepted);
        Assert.Contains(answer.Diagnostics, diagnostic => diagnostic.Line == 2);
        Assert.Equal(1, Assert.Single(_hub.Snapshot.Automations).Version);
        Assert.Single(_hub.Report("hall-motion", motion, ("motion-sensor.motion-state", On)).OfType<HubOutput.Request>());
    }

    [Fact]
    public void Step_AutomationSavedAgain_CountsVersionsOnlyForNewText()
    {
        Assert.True(_hub.PutAutomation("hall", LampByMotion).Accepted);
        Assert.True(_hub.PutAutomation("hall", LampByMotion).Accepted);
        Assert.Equal(1, Assert.Single(_hub.Snapshot.Automations).Version);
        Assert.True(_hub.PutAutomation("hall", LampByMotion + " ").Accepted);
        Assert.Equal(2, Assert.Single(_hub.Snapshot.Automations).Version);
    }

    [Fact]
    public void Step_DisabledAutomation_DoesNothingUntilEnabled()
    {
        var motion = _hub.Join("hall-motion", "motion-sensor");
        _hub.Join("hall-lamp", "light");
        _hub.PutAutomation("hall", LampByMotion);
        Assert.True(_hub.Ask(new HubInput.EnableAutomation("hall", false)).Accepted);
        Assert.Empty(_hub.Report("hall-motion", motion, ("motion-sensor.motion-state", On)).OfType<HubOutput.Request>());
        _hub.Ask(new HubInput.EnableAutomation("hall", true));
        _hub.Report("hall-motion", motion, ("motion-sensor.motion-state", Off));
        Assert.Single(_hub.Report("hall-motion", motion, ("motion-sensor.motion-state", On)).OfType<HubOutput.Request>());
    }

    [Fact]
    public void Step_AutomationWrittenAsDisabled_RunsOnceAPersonEnablesIt()
    {
        var motion = _hub.Join("hall-motion", "motion-sensor");
        _hub.Join("hall-lamp", "light");
        Assert.True(_hub.PutAutomation("hall", LampByMotion.Replace("{\n", "{ \"enabled\": false,\n", StringComparison.Ordinal)).Accepted);
        Assert.Equal(DocumentStatus.Disabled, Assert.Single(_hub.Snapshot.Automations).Status);
        Assert.True(_hub.Ask(new HubInput.EnableAutomation("hall", true)).Accepted);
        Assert.Equal(DocumentStatus.Active, Assert.Single(_hub.Snapshot.Automations).Status);
        Assert.Single(_hub.Report("hall-motion", motion, ("motion-sensor.motion-state", On)).OfType<HubOutput.Request>());
    }

    [Fact]
    public void Step_ClockSetForwardByYears_RunsADailyRuleOnceAndGivesItsCommandTime()
    {
        _hub.Join("hall-lamp", "light");
        Assert.True(_hub.PutAutomation("morning", """{ "triggers": [ { "time": "07:00" } ], "actions": [ { "set": { "hall-lamp/light.on": true } } ] }""").Accepted);
        var outputs = _hub.After(TimeSpan.FromDays(20_000));
        var command = Assert.Single(outputs.OfType<HubOutput.Request>()).Command;
        Assert.Equal((_hub.Now, _hub.Now.AddSeconds(5)), (command.SentAt, command.Deadline));
        Assert.Empty(outputs.OfType<HubOutput.CommandEnded>());
        Assert.Equal(CommandOutcome.TimedOut, Assert.Single(_hub.After(TimeSpan.FromSeconds(5)).OfType<HubOutput.CommandEnded>()).End.Outcome);
    }

    [Fact]
    public void Step_SceneRunByAPerson_SetsItsValuesWithThePersonAsCause()
    {
        _hub.Join("hall-lamp", "light");
        Assert.True(_hub.Ask(new HubInput.PutScene("evening", """{ "name": "Evening", "icon": "sunset", "set": { "hall-lamp/light.on": true } }""", "lin")).Accepted);
        var outputs = _hub.Step(new HubInput.RunScene("evening", "lin"));
        Assert.True(outputs.OfType<HubOutput.Answered>().Single().Answer.Accepted);
        Assert.Equal((CauseOrigin.Person, "lin"), (Root(outputs).Origin, Root(outputs).By));
        Assert.Equal("scene.unknown", _hub.Ask(new HubInput.RunScene("party", "lin")).ErrorCode);

        static Cause Root(IReadOnlyList<HubOutput> outputs) => outputs.OfType<HubOutput.Request>().Single().Command.Cause;
    }

    [Fact]
    public void Restore_StoredValues_FireNoRuleAndAreMarkedRestored()
    {
        var stored = new Storing.StoredHome(
            [new("hall-motion", "Hall motion", "Hall", "hall-motion", "urn-motion", null, null, Noon), new("hall-lamp", "Hall lamp", "Hall", "hall-lamp", "urn-light", null, null, Noon)],
            [new("hall-motion", "motion-sensor.motion-state", new PropertyState(Off, ValueOrigin.Reported, Noon, Noon, 3))],
            [new("hall", LampByMotion, 4, true, "lin", Noon)],
            [],
            100);
        var motion = Contract("motion-sensor");
        var lamp = Contract("light");
        var missing = _hub.Loop.Restore(stored, type => type switch { "urn-motion" => motion, "urn-light" => lamp, _ => null }, Noon);
        Assert.Empty(missing);
        var snapshot = _hub.Snapshot;
        var state = snapshot.Devices.Single(device => device.Device.Name == "hall-motion").States.Single(value => value.Value.HasValue);
        Assert.Equal((ValueOrigin.Restored, Off), (state.Origin, state.Value));
        Assert.Equal((DocumentStatus.Active, 4), (snapshot.Automations.Single().Status, snapshot.Automations.Single().Version));
        Assert.Single(_hub.Report("hall-motion", motion, ("motion-sensor.motion-state", On)).OfType<HubOutput.Request>());
    }

    [Fact]
    public void Restore_ContractGone_LeavesTheDeviceOutAndSaysSo()
    {
        var stored = Storing.StoredHome.Empty with { Devices = [new("hall-lamp", "Hall lamp", "Hall", "hall-lamp", "urn-gone", null, null, Noon)] };
        Assert.Equal("hall-lamp", Assert.Single(_hub.Loop.Restore(stored, _ => null, Noon)).Name);
        Assert.Empty(_hub.Snapshot.Devices);
    }

    [Fact]
    public void Step_FullOfPendingCommands_RefusesAsBusyAndCountsTheRest()
    {
        var hub = new TestHub(new HubLoopOptions { AdoptsAnnounced = true, Devices = new DeviceLimits { PendingCommandsMax = 1 } });
        var lamp = hub.Join("hall-lamp", "light");
        Assert.True(hub.Set("hall-lamp", lamp, "light.on", On).Accepted);
        Assert.Equal("hub.busy", hub.Set("hall-lamp", lamp, "light.brightness", PropertyValue.FromInteger(5)).ErrorCode);
        hub.Report("hall-lamp", lamp, ("light.on", On));
        Assert.True(hub.Set("hall-lamp", lamp, "light.brightness", PropertyValue.FromInteger(5)).Accepted);
    }

    [Fact]
    public void Step_LateAnswer_IsRefusedAndCounted()
    {
        _hub.Join("hall-lamp", "light");
        var outputs = _hub.Respond("hall-lamp", "999", 0);
        Assert.Equal(RejectionReason.UnknownRequest, Assert.IsType<HubOutput.Refused>(Assert.Single(outputs)).Message.Rejection.Reason);
    }

    [Fact]
    public void Step_ContractChangedByNewFirmware_KeepsValuesAndRules()
    {
        var motion = _hub.Join("hall-motion", "motion-sensor");
        _hub.Join("hall-lamp", "light");
        _hub.PutAutomation("hall", LampByMotion);
        _hub.Report("hall-motion", motion, ("motion-sensor.motion-state", Off));
        var renewed = Contract("motion-sensor");
        Assert.Contains(_hub.Announce("hall-motion", renewed, "2.0"), output => output is HubOutput.DeviceSaved);
        Assert.Single(_hub.Report("hall-motion", renewed, ("motion-sensor.motion-state", On)).OfType<HubOutput.Request>());
    }
}
