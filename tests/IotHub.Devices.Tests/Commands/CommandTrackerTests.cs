using IotHub.Contracts.Messages;
using IotHub.Devices.Commands;
using static IotHub.Devices.Tests.Lamp;

namespace IotHub.Devices.Tests.Commands;

public sealed class CommandTrackerTests
{
    private static readonly DateTimeOffset Later = Noon.AddSeconds(1);
    private readonly CommandTracker _tracker = new(new DeviceLimits());
    private readonly List<CommandEnd> _ends = [];

    [Fact]
    public void OnReport_WantedValue_Confirms()
    {
        Track(Set("1", IsOn(true)));
        _tracker.OnReport(Hall, IsOn(true), Later, _ends);
        AssertEnd("1", CommandOutcome.Confirmed, null);
        Assert.Equal(0, _tracker.Count);
    }

    [Fact]
    public void OnReport_OtherValue_KeepsWaiting()
    {
        Track(Set("1", Level(80)));
        _tracker.OnReport(Hall, Level(40), Later, _ends);
        Assert.Empty(_ends);
        Assert.Equal(1, _tracker.Count);
    }

    [Fact]
    public void OnReport_OneOfTwoValues_ConfirmsOnlyWithTheSecond()
    {
        Track(Set("1", IsOn(true), Level(80)));
        _tracker.OnReport(Hall, IsOn(true), Later, _ends);
        Assert.Empty(_ends);
        _tracker.OnReport(Hall, Level(80), Later, _ends);
        AssertEnd("1", CommandOutcome.Confirmed, null);
    }

    [Fact]
    public void OnReport_OtherDeviceWithSameProperty_IsNotTaken()
    {
        Track(Set("1", IsOn(true)));
        _tracker.OnReport(Device("kitchen-lamp", Contract), IsOn(true), Later, _ends);
        Assert.Empty(_ends);
    }

    [Fact]
    public void TryAnswer_ZeroToSet_IsNotYetDone()
    {
        Track(Set("1", IsOn(true)));
        Assert.True(_tracker.TryAnswer(Hall, Response("1", 0), Later, _ends));
        Assert.Empty(_ends);
    }

    [Fact]
    public void TryAnswer_ZeroToWriteOnlySet_Confirms()
    {
        Track(Set("1", EffectIs(3)));
        Assert.True(_tracker.TryAnswer(Hall, Response("1", 0), Later, _ends));
        AssertEnd("1", CommandOutcome.Confirmed, null);
    }

    [Fact]
    public void TryAnswer_ZeroToCall_Confirms()
    {
        Track(Call("1"));
        Assert.True(_tracker.TryAnswer(Hall, Response("1", 0), Later, _ends));
        AssertEnd("1", CommandOutcome.Confirmed, null);
    }

    [Fact]
    public void TryAnswer_AcceptedButNotFinished_KeepsWaiting()
    {
        Track(Call("1"));
        Assert.True(_tracker.TryAnswer(Hall, Response("1", 1), Later, _ends));
        Assert.Empty(_ends);
        Assert.Equal(1, _tracker.Count);
    }

    [Theory]
    [InlineData(-4004)]
    [InlineData(-1)]
    public void TryAnswer_BelowZero_FailsWithTheDevicesCode(int code)
    {
        Track(Set("1", IsOn(true)));
        Assert.True(_tracker.TryAnswer(Hall, Response("1", code), Later, _ends));
        AssertEnd("1", CommandOutcome.Failed, "device.rejected");
        Assert.Equal(code, _ends[0].DeviceCode);
    }

    [Fact]
    public void TryAnswer_OnePropertyRefused_FailsTheCommand()
    {
        Track(Set("1", IsOn(true), Level(80)));
        Assert.True(_tracker.TryAnswer(Hall, Response("1", 0, new PropertyCode(Brightness, -4005)), Later, _ends));
        AssertEnd("1", CommandOutcome.Failed, "device.rejected");
        Assert.Equal(-4005, _ends[0].DeviceCode);
    }

    [Fact]
    public void TryAnswer_UnknownId_IsRefused()
    {
        Track(Set("1", IsOn(true)));
        Assert.False(_tracker.TryAnswer(Hall, Response("2", 0), Later, _ends));
        Assert.Equal(1, _tracker.Count);
    }

    [Fact]
    public void TryAnswer_FromAnotherDevice_IsRefused()
    {
        Track(Call("1"));
        Assert.False(_tracker.TryAnswer(Device("kitchen-lamp", Contract), Response("1", 0), Later, _ends));
        Assert.Equal(1, _tracker.Count);
    }

    [Fact]
    public void TryAnswer_AfterTheEnd_IsRefused()
    {
        Track(Set("1", IsOn(true)));
        _tracker.OnTime(Noon.AddSeconds(5), _ => true, _ends);
        Assert.False(_tracker.TryAnswer(Hall, Response("1", 0), Noon.AddSeconds(6), _ends));
        AssertEnd("1", CommandOutcome.TimedOut, "device.timeout");
    }

    [Fact]
    public void Track_SameProperty_SupersedesTheEarlier()
    {
        Track(Set("1", IsOn(true)));
        Track(Set("2", IsOn(false)));
        AssertEnd("1", CommandOutcome.Superseded, "command.superseded");
        _tracker.OnReport(Hall, IsOn(false), Later, _ends);
        Assert.Equal(("2", CommandOutcome.Confirmed), (_ends[1].Command.Id, _ends[1].Outcome));
    }

    [Fact]
    public void Track_PartOfTheProperties_EndsTheEarlierWhenTheRestIsSeen()
    {
        Track(Set("1", IsOn(true), Level(80)));
        Track(Set("2", Level(20)));
        Assert.Empty(_ends);
        _tracker.OnReport(Hall, IsOn(true), Later, _ends);
        AssertEnd("1", CommandOutcome.Superseded, "command.superseded");
    }

    [Fact]
    public void OnTime_OneTickBeforeTheDeadline_DoesNothing()
    {
        Track(Set("1", IsOn(true)));
        _tracker.OnTime(Noon.AddSeconds(5).AddTicks(-1), _ => true, _ends);
        Assert.Empty(_ends);
        Assert.Equal(Noon.AddSeconds(5), _tracker.NextDeadline);
    }

    [Fact]
    public void OnTime_DeviceAway_SaysSo()
    {
        Track(Set("1", IsOn(true)));
        _tracker.OnTime(Noon.AddSeconds(5), _ => false, _ends);
        AssertEnd("1", CommandOutcome.TimedOut, "device.offline");
        Assert.Null(_tracker.NextDeadline);
    }

    [Fact]
    public void OnTime_SeveralDue_EndsThemEarliestFirst()
    {
        Track(Set("late", Noon.AddSeconds(2), IsOn(true)));
        Track(Set("early", Noon, Level(5)));
        _tracker.OnTime(Noon.AddSeconds(60), _ => true, _ends);
        Assert.Equal(["early", "late"], _ends.Select(end => end.Command.Id));
    }

    [Fact]
    public void OnRetired_PendingCommand_Fails()
    {
        Track(Set("1", IsOn(true)));
        _tracker.OnRetired(Hall, Later, _ends);
        AssertEnd("1", CommandOutcome.Failed, "device.retired");
    }

    [Fact]
    public void OnReport_NumberWithinHalfAStep_Confirms()
    {
        var range = Contract.Properties[1];
        Assert.Equal(1, range.Range!.Value.Step);
        Track(Set("1", new Contracts.Values.PropertyReading(range, Contracts.Values.PropertyValue.FromNumber(50.4))));
        _tracker.OnReport(Hall, Level(50), Later, _ends);
        AssertEnd("1", CommandOutcome.Confirmed, null);
    }

    [Fact]
    public void Track_BeyondTheBound_IsRefusedAndAskedFirst()
    {
        var tracker = new CommandTracker(new DeviceLimits { PendingCommandsMax = 1 });
        Assert.False(tracker.IsFull);
        tracker.Track(Set("1", IsOn(true)), Noon, _ends);
        Assert.True(tracker.IsFull);
        Assert.Throws<InvalidOperationException>(() => tracker.Track(Set("2", Level(1)), Noon, _ends));
    }

    [Fact]
    public void AnySequence_EachCommandEndsExactlyOnce()
    {
        for (var seed = 1; seed <= 200; seed++)
        {
            var random = new Random(seed);
            var tracker = new CommandTracker(new DeviceLimits());
            var ends = new List<CommandEnd>();
            var now = Noon;
            var sent = 0;
            for (var step = 0; step < 100; step++)
            {
                now = now.AddMilliseconds(random.Next(0, 1500));
                switch (random.Next(5))
                {
                    case 0:
                        tracker.Track(Set($"{sent++}", now, IsOn(random.Next(2) == 0), Level(random.Next(1, 4))), now, ends);
                        break;
                    case 1:
                        tracker.Track(Set($"{sent++}", now, EffectIs(random.Next(9))), now, ends);
                        break;
                    case 2:
                        tracker.OnReport(Hall, random.Next(2) == 0 ? IsOn(random.Next(2) == 0) : Level(random.Next(1, 4)), now, ends);
                        break;
                    case 3:
                        tracker.TryAnswer(Hall, Response($"{random.Next(sent + 1)}", random.Next(-1, 2)), now, ends);
                        break;
                    default:
                        tracker.OnTime(now, _ => true, ends);
                        break;
                }

                Assert.True(ends.Count + tracker.Count == sent, $"seed {seed} step {step}: {ends.Count} ended, {tracker.Count} pending, {sent} sent");
            }

            tracker.OnTime(now.AddMinutes(1), _ => true, ends);
            Assert.Equal(sent, ends.Select(end => end.Command.Id).Distinct().Count());
            Assert.Equal(sent, ends.Count);
        }
    }

    private void Track(DeviceCommand command) => _tracker.Track(command, command.SentAt, _ends);

    private void AssertEnd(string id, CommandOutcome outcome, string? errorCode)
    {
        var end = Assert.Single(_ends);
        Assert.Equal((id, outcome, errorCode), (end.Command.Id, end.Outcome, end.ErrorCode));
    }
}
