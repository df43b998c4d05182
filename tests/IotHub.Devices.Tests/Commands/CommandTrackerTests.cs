using System.Collections.ObjectModel;
using IotHub.Contracts.Messages;
using IotHub.Devices.Availability;
using IotHub.Devices.Commands;
using static IotHub.Devices.Tests.Lamp;

namespace IotHub.Devices.Tests.Commands;

public sealed class CommandTrackerTests
{
    private static readonly DateTimeOffset Later = Noon.AddSeconds(1);
    private readonly TrackedLamp _lamp = new();

    private CommandTracker Tracker => _lamp.Tracker;

    private CommandEffects Effects => _lamp.Effects;

    private Collection<CommandEnd> Ends => _lamp.Effects.Ends;

    [Fact]
    public void OnReport_WantedValue_Confirms()
    {
        Track(Set("1", IsOn(true)));
        Tracker.OnReport(Hall, IsOn(true), null, Later, Effects);
        AssertEnd("1", CommandOutcome.Confirmed, null);
        Assert.Equal(0, Tracker.Count);
    }

    [Fact]
    public void OnReport_OtherValue_KeepsWaiting()
    {
        Track(Set("1", Level(80)));
        Tracker.OnReport(Hall, Level(40), null, Later, Effects);
        Assert.Empty(Ends);
        Assert.Equal(1, Tracker.Count);
    }

    [Fact]
    public void OnReport_OneOfTwoValues_ConfirmsOnlyWithTheSecond()
    {
        Track(Set("1", IsOn(true), Level(80)));
        Tracker.OnReport(Hall, IsOn(true), null, Later, Effects);
        Assert.Empty(Ends);
        Tracker.OnReport(Hall, Level(80), null, Later, Effects);
        AssertEnd("1", CommandOutcome.Confirmed, null);
    }

    [Fact]
    public void OnReport_OtherDeviceWithSameProperty_IsNotTaken()
    {
        Track(Set("1", IsOn(true)));
        Tracker.OnReport(Device("kitchen-lamp", Contract), IsOn(true), null, Later, Effects);
        Assert.Empty(Ends);
    }

    [Fact]
    public void TryAnswer_ZeroToSet_IsNotYetDone()
    {
        Track(Set("1", IsOn(true)));
        Assert.True(_lamp.TryAnswer(Hall, Response("1", 0), Later));
        Assert.Empty(Ends);
    }

    [Fact]
    public void TryAnswer_ZeroToWriteOnlySet_Confirms()
    {
        Track(Set("1", EffectIs(3)));
        Assert.True(_lamp.TryAnswer(Hall, Response("1", 0), Later));
        AssertEnd("1", CommandOutcome.Confirmed, null);
    }

    [Fact]
    public void TryAnswer_ZeroToCall_Confirms()
    {
        Track(Call("1"));
        Assert.True(_lamp.TryAnswer(Hall, Response("1", 0), Later));
        AssertEnd("1", CommandOutcome.Confirmed, null);
    }

    [Fact]
    public void TryAnswer_AcceptedButNotFinished_KeepsWaiting()
    {
        Track(Call("1"));
        Assert.True(_lamp.TryAnswer(Hall, Response("1", 1), Later));
        Assert.Empty(Ends);
        Assert.Equal(1, Tracker.Count);
    }

    [Theory]
    [InlineData(-4004)]
    [InlineData(-1)]
    public void TryAnswer_BelowZero_FailsWithTheDevicesCode(int code)
    {
        Track(Set("1", IsOn(true)));
        Assert.True(_lamp.TryAnswer(Hall, Response("1", code), Later));
        AssertEnd("1", CommandOutcome.Failed, "device.rejected");
        Assert.Equal(code, Ends[0].DeviceCode);
    }

    [Fact]
    public void TryAnswer_OnePropertyRefused_FailsTheCommand()
    {
        Track(Set("1", IsOn(true), Level(80)));
        Assert.True(_lamp.TryAnswer(Hall, Response("1", 0, new PropertyCode(Brightness, -4005)), Later));
        AssertEnd("1", CommandOutcome.Failed, "device.rejected");
        Assert.Equal(-4005, Ends[0].DeviceCode);
    }

    [Fact]
    public void TryAnswer_UnknownId_IsRefused()
    {
        Track(Set("1", IsOn(true)));
        Assert.False(_lamp.TryAnswer(Hall, Response("2", 0), Later));
        Assert.Equal(1, Tracker.Count);
    }

    [Fact]
    public void TryAnswer_FromAnotherDevice_IsRefused()
    {
        Track(Call("1"));
        Assert.False(_lamp.TryAnswer(Device("kitchen-lamp", Contract), Response("1", 0), Later));
        Assert.Equal(1, Tracker.Count);
    }

    [Fact]
    public void TryAnswer_AfterTheEnd_IsKnownAndEndsNothing()
    {
        Track(Set("1", IsOn(true)));
        Tracker.OnTime(Noon.AddSeconds(5), Effects);
        Assert.True(_lamp.TryAnswer(Hall, Response("1", 0), Noon.AddSeconds(6)));
        AssertEnd("1", CommandOutcome.TimedOut, "device.timeout");
    }

    [Fact]
    public void Track_SameProperty_SupersedesTheEarlier()
    {
        Track(Set("1", IsOn(true)));
        Track(Set("2", IsOn(false)));
        AssertEnd("1", CommandOutcome.Superseded, "command.superseded");
        Tracker.OnTime(Later, Effects);
        Assert.True(_lamp.TryAnswer(Hall, Response("2", 0), Later));
        Tracker.OnReport(Hall, IsOn(false), null, Later, Effects);
        Assert.Equal(("2", CommandOutcome.Confirmed), (Ends[1].Command.Id, Ends[1].Outcome));
    }

    [Fact]
    public void Track_PartOfTheProperties_EndsTheEarlierWhenTheRestIsSeen()
    {
        Track(Set("1", IsOn(true), Level(80)));
        Track(Set("2", Level(20)));
        Assert.Empty(Ends);
        Tracker.OnReport(Hall, IsOn(true), null, Later, Effects);
        AssertEnd("1", CommandOutcome.Superseded, "command.superseded");
    }

    [Fact]
    public void OnTime_OneTickBeforeTheDeadline_DoesNothing()
    {
        Track(Set("1", IsOn(true)));
        Tracker.OnTime(Noon.AddSeconds(5).AddTicks(-1), Effects);
        Assert.Empty(Ends);
        Assert.Equal(Noon.AddSeconds(5), Tracker.NextDue);
    }

    [Theory]
    [InlineData(DeviceAvailability.Online, "device.timeout")]
    [InlineData(DeviceAvailability.Unknown, "device.timeout")]
    [InlineData(DeviceAvailability.Silent, "device.silent")]
    [InlineData(DeviceAvailability.Offline, "device.offline")]
    public void OnTime_Deadline_SaysHowTheDeviceStands(DeviceAvailability availability, string errorCode)
    {
        Track(Set("1", IsOn(true)));
        _lamp.Availability = availability;
        Tracker.OnTime(Noon.AddSeconds(5), Effects);
        AssertEnd("1", CommandOutcome.TimedOut, errorCode);
        Assert.Null(Tracker.NextDue);
    }

    [Fact]
    public void OnTime_SeveralDue_EndsThemEarliestFirst()
    {
        Track(Set("late", Noon.AddSeconds(2), IsOn(true)));
        Track(Set("early", Noon, Level(5)));
        Tracker.OnTime(Noon.AddSeconds(60), Effects);
        Assert.Equal(["early", "late"], Ends.Select(end => end.Command.Id));
    }

    [Fact]
    public void OnRetired_PendingCommand_Fails()
    {
        Track(Set("1", IsOn(true)));
        Tracker.OnRetired(Hall, Later, Effects);
        AssertEnd("1", CommandOutcome.Failed, "device.retired");
    }

    [Fact]
    public void OnReport_NumberWithinHalfAStep_Confirms()
    {
        var range = Contract.Properties[1];
        Assert.Equal(1, range.Range!.Value.Step);
        Track(Set("1", new Contracts.Values.PropertyReading(range, Contracts.Values.PropertyValue.FromNumber(50.4))));
        Tracker.OnReport(Hall, Level(50), null, Later, Effects);
        AssertEnd("1", CommandOutcome.Confirmed, null);
    }

    [Fact]
    public void Track_BeyondTheBound_IsRefusedAndAskedFirst()
    {
        var tracker = new TrackedLamp(new DeviceLimits { PendingCommandsMax = 1 }).Tracker;
        Assert.False(tracker.IsFull);
        tracker.Track(Set("1", IsOn(true)), Noon, Effects);
        Assert.True(tracker.IsFull);
        Assert.Throws<InvalidOperationException>(() => tracker.Track(Set("2", Level(1)), Noon, Effects));
    }

    [Fact]
    public void AnySequence_EachCommandEndsExactlyOnce()
    {
        for (var seed = 1; seed <= 200; seed++)
        {
            var random = new Random(seed);
            var lamp = new TrackedLamp();
            var (tracker, effects, ends) = (lamp.Tracker, lamp.Effects, lamp.Effects.Ends);
            var now = Noon;
            var sent = 0;
            for (var step = 0; step < 100; step++)
            {
                now = now.AddMilliseconds(random.Next(0, 1500));
                switch (random.Next(5))
                {
                    case 0:
                        tracker.Track(Set($"{sent++}", now, IsOn(random.Next(2) == 0), Level(random.Next(1, 4))), now, effects);
                        break;
                    case 1:
                        tracker.Track(Set($"{sent++}", now, EffectIs(random.Next(9))), now, effects);
                        break;
                    case 2:
                        tracker.OnReport(Hall, random.Next(2) == 0 ? IsOn(random.Next(2) == 0) : Level(random.Next(1, 4)), null, now, effects);
                        break;
                    case 3:
                        lamp.TryAnswer(Hall, Response($"{random.Next(sent + 1)}", random.Next(-1, 2)), now);
                        break;
                    default:
                        tracker.OnTime(now, effects);
                        break;
                }

                Assert.True(ends.Count + tracker.Count == sent, $"seed {seed} step {step}: {ends.Count} ended, {tracker.Count} pending, {sent} sent");
            }

            tracker.OnTime(now.AddMinutes(1), effects);
            Assert.Equal(sent, ends.Select(end => end.Command.Id).Distinct().Count());
            Assert.Equal(sent, ends.Count);
        }
    }

    private void Track(DeviceCommand command) => Tracker.Track(command, command.SentAt, Effects);

    private void AssertEnd(string id, CommandOutcome outcome, string? errorCode)
    {
        var end = Assert.Single(Ends);
        Assert.Equal((id, outcome, errorCode), (end.Command.Id, end.Outcome, end.ErrorCode));
    }
}
