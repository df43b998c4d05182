using System.Collections.Immutable;
using IotHub.Automation.Traces;
using IotHub.Contracts.Messages;
using IotHub.Contracts.Parsing;
using IotHub.Contracts.Values;
using IotHub.Devices;
using IotHub.Devices.Commands;
using IotHub.Devices.Registry;
using IotHub.Devices.State;
using IotHub.Runtime;
using IotHub.Testing;

namespace IotHub.Simulation.Tests.Checks;

/// <summary>Canaries: each hands the checker a fault that it must see. A checker that sees none would make every seed pass.</summary>
public sealed class CheckerTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);
    private static readonly Device Lamp = MakeLamp();

    private readonly Checker _checker = new(pendingMax: 2, reserved: 1, hopsMax: 8);

    public CheckerTests() => Take(new HubOutput.DeviceSaved(Lamp));

    [Fact]
    public void OnStep_SoundRun_IsTaken()
    {
        Take(new HubOutput.Request(Command("1")));
        _checker.OnStep(Report(true), [Changed(true, Cause.Root(10, CauseOrigin.Device, Lamp.Name)), Ended("1", CommandOutcome.Confirmed)], Noon);

        Assert.True(_checker.Home.Values[(Lamp.Name, "light.on")].AsBoolean);
    }

    [Fact]
    public void OnStep_CommandEndedTwice_IsCaught()
    {
        Take(new HubOutput.Request(Command("1")));
        Take(Ended("1", CommandOutcome.Confirmed));

        Catch("ended twice", Ended("1", CommandOutcome.Failed));
    }

    [Fact]
    public void OnStep_CommandEndedThatWasNeverSent_IsCaught() => Catch("never sent", Ended("1", CommandOutcome.Confirmed));

    [Fact]
    public void OnStep_CommandPastItsDeadline_IsCaught()
    {
        Take(new HubOutput.Request(Command("1")));

        var fault = Assert.Throws<InvariantException>(() => _checker.OnStep(HubInput.Tick.Instance, [], Noon.AddSeconds(5)));

        Assert.Contains("past its deadline", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void OnStep_CommandTimedOutInTheStepThatSentIt_IsCaught() =>
        Catch("no device could answer", new HubOutput.Request(Command("1")), Ended("1", CommandOutcome.TimedOut));

    [Fact]
    public void OnStep_MorePendingThanMayBe_IsCaught() =>
        Catch("3 commands are pending", new HubOutput.Request(Command("1")), new HubOutput.Request(Command("2")), new HubOutput.Request(Command("3")));

    [Fact]
    public void OnStep_CauseThatLeadsNowhere_IsCaught() => Catch("ends nowhere", Changed(true, new Cause(10, 9, 8, 0, CauseOrigin.Device, Lamp.Name)));

    [Fact]
    public void OnStep_ChainLongerThanMayBe_IsCaught() => Catch("9 hops", Changed(true, new Cause(10, 10, 10, 9, CauseOrigin.Automation, "loop")));

    [Fact]
    public void OnStep_CauseIdGivenOutTwice_IsCaught()
    {
        Take(Changed(true, Cause.Root(10, CauseOrigin.Device, Lamp.Name)));

        Catch("given out twice", Changed(false, Cause.Root(10, CauseOrigin.Device, "other")));
    }

    [Theory]
    [InlineData(DocumentStatus.Disabled)]
    [InlineData(DocumentStatus.Waiting)]
    [InlineData(DocumentStatus.Broken)]
    public void OnStep_RuleNotInForceDecides_IsCaught(DocumentStatus status)
    {
        Take(new HubOutput.AutomationSaved(new AutomationEntry("hall", "hall", "{}", 1, status != DocumentStatus.Disabled, "lin", Noon, status, [], null), true));

        Catch("not in force", new HubOutput.Decided(new Decision(Noon, "hall", 1, DecisionKind.Started, "1", "Runs.", Cause.Root(11, CauseOrigin.Device, Lamp.Name))));
    }

    [Fact]
    public void OnStep_MessageCountedByNobody_IsCaught()
    {
        _checker.OnStep(Report(true), [], Noon);

        CatchSnapshot("messages accepted and refused", Snapshot(true, 0));
    }

    [Fact]
    public void OnStep_ValueThatNobodyReported_IsCaught()
    {
        _checker.OnStep(Report(true), [], Noon);

        CatchSnapshot("light.on is false", Snapshot(false, 1));
    }

    [Fact]
    public void OnRestarted_ValueLost_IsCaught()
    {
        _checker.OnStep(Report(true), [], Noon);

        _checker.OnRestarted(_checker.Home.Copy());

        CatchSnapshot("light.on", Snapshot(null, 0));
    }

    private static Device MakeLamp()
    {
        var file = RepositoryRoot.Path("firmware-contracts", "contracts", "light.json");
        return new Device
        {
            Name = "hall-lamp",
            Label = "Hall lamp",
            Room = "Hall",
            Did = "hall-lamp",
            AdoptedAt = Noon,
            Contract = ContractParser.Parse(File.ReadAllBytes(file), file).Contract!,
        };
    }

    private static PropertyReading On(bool isOn) =>
        new(Lamp.Contract.Properties.Single(property => property.Key == "light.on"), PropertyValue.FromBoolean(isOn));

    private static DeviceCommand Command(string id) => new()
    {
        Id = id,
        Device = Lamp,
        Set = [On(true)],
        Cause = Cause.Root(100 + id[0], CauseOrigin.Person, "lin"),
        SentAt = Noon,
        Deadline = Noon.AddSeconds(5),
    };

    private static HubOutput.CommandEnded Ended(string id, CommandOutcome outcome) => new(new CommandEnd(Command(id), outcome, null, null, Noon));

    private static HubInput.FromDevice Report(bool isOn) => new(new DevicePropertiesReported(Lamp.Did, new PropertiesMessage([On(isOn)])));

    private static HubOutput.Changed Changed(bool isOn, Cause cause) =>
        new(new StateChange(Lamp, On(isOn).Property, default, On(isOn).Value, default, ValueOrigin.Reported, cause, Noon), null);

    private static HubOutput.SnapshotTaken Snapshot(bool? isOn, long accepted)
    {
        var states = new PropertyState[Lamp.Contract.Properties.Length];
        if (isOn is { } known)
        {
            states[On(known).Property.Index] = new PropertyState(On(known).Value, ValueOrigin.Reported, Noon, Noon, 1);
        }

        var counters = new HubCounters(accepted, ImmutableSortedDictionary<RejectionReason, long>.Empty, 0, 0, 0, 0, 0, 0, 0);
        return new HubOutput.SnapshotTaken(new HubSnapshot(Noon, [new DeviceSnapshot(Lamp, true, Noon, [.. states])], [], [], [], counters, 1));
    }

    private void Take(HubOutput output) => _checker.OnStep(HubInput.Tick.Instance, [output], Noon);

    private void Catch(string expected, params HubOutput[] outputs)
    {
        var fault = Assert.Throws<InvariantException>(() => _checker.OnStep(HubInput.Tick.Instance, outputs, Noon));

        Assert.Contains(expected, fault.Message, StringComparison.Ordinal);
    }

    private void CatchSnapshot(string expected, HubOutput.SnapshotTaken taken)
    {
        var fault = Assert.Throws<InvariantException>(() => _checker.OnStep(HubInput.TakeSnapshot.Instance, [taken], Noon));

        Assert.Contains(expected, fault.Message, StringComparison.Ordinal);
    }
}
