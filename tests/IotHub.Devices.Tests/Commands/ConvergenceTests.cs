using System.Collections.ObjectModel;
using System.Globalization;
using IotHub.Contracts.Messages;
using IotHub.Devices.Availability;
using IotHub.Devices.Commands;
using static IotHub.Devices.Tests.Lamp;

namespace IotHub.Devices.Tests.Commands;

/// <summary>How commands reach a device that loses, delays and repeats: what goes out when, and what proves what.</summary>
public sealed class ConvergenceTests
{
    private readonly TrackedLamp _lamp = new();

    private Collection<CommandEnd> Ends => _lamp.Effects.Ends;

    [Fact]
    public void OnTime_NoAnswer_SendsAgainUnderTheSameIdWithGrowingGapsUntilTheDeadline()
    {
        Track(Set("1", IsOn(true)));
        List<int> sentAt = [];
        while (_lamp.Tracker.NextDue is { } due)
        {
            var before = _lamp.Effects.Requests.Count;
            _lamp.Tracker.OnTime(due, _lamp.Effects);
            if (_lamp.Effects.Requests.Count > before)
            {
                sentAt.Add((int)(due - Noon).TotalMilliseconds);
            }
        }

        Assert.Equal([400, 867, 1411, 2046, 2787, 3652, 4661], sentAt);
        Assert.Equal(Enumerable.Repeat("1", 8), _lamp.Sent);
        Assert.Equal(Enumerable.Range(1, 8), _lamp.Effects.Requests.Select(request => request.Attempt));
        AssertEnds("1 TimedOut device.timeout");
    }

    [Fact]
    public void OnTime_DoneAndNoValueSeen_AsksForItUnderANewIdEachTime()
    {
        Track(Set("1", IsOn(true)));
        Answer("1", 0, 10);
        At(410);
        At(930);
        Assert.Equal(["1", "1.2?", "1.3?"], _lamp.Sent);
        Assert.Equal(["light.on"], _lamp.Effects.Requests[1].Get.Select(property => property.Key));

        _lamp.Report(IsOn(true), Time(950), askedBy: "1.3");
        AssertEnds("1 Confirmed ");
    }

    [Fact]
    public void OnTime_DeviceCannotBeAsked_GetsTheCommandAgain()
    {
        Track(Set("1", IsOn(true)));
        Answer("1", 0, 10);
        At(410);
        Answer("1.2", -4001, 420);
        At(930);
        Assert.Equal(["1", "1.2?", "1"], _lamp.Sent);
        Assert.Empty(Ends);
    }

    [Fact]
    public void OnAnswer_Accepted_WaitsForTheValue()
    {
        Track(Set("1", IsOn(true)));
        Answer("1", 1, 10);
        Assert.Empty(Ends);
        _lamp.Report(IsOn(true), Time(2_000));
        AssertEnds("1 Confirmed ");
    }

    [Fact]
    public void OnAnswer_AcceptedThenRefused_Fails()
    {
        Track(Set("1", IsOn(true)));
        Answer("1", 1, 10);
        Answer("1", -4004, 20);
        AssertEnds("1 Failed device.rejected");
    }

    [Fact]
    public void OnAnswer_TheSameTwice_IsTakenOnce()
    {
        Track(Set("1", EffectIs(3)));
        Answer("1", 0, 10);
        Assert.True(_lamp.Tracker.Find(Hall, "1")!.Value.IsRepeated);
        Answer("1", -4004, 20);
        AssertEnds("1 Confirmed ");
    }

    [Fact]
    public void OnAnswer_OneOfTwoRefused_FailsAndTellsWhich()
    {
        Track(Set("1", IsOn(true), Level(80)));
        _lamp.TryAnswer(Hall, new ResponseMessage("1", -4005, [IsOn(true)], [new PropertyCode(Brightness, -4005)], []), Time(10));
        var end = Assert.Single(Ends);
        Assert.Equal((CommandOutcome.Failed, -4005), (end.Outcome, end.DeviceCode));
        Assert.Equal(("light.brightness", -4005), Assert.Single(end.Codes) is var refused ? (refused.Property.Key, refused.Code) : default);
    }

    [Fact]
    public void OnAnswer_RefusedPartWasTakenOverByALaterCommand_StillWaitsForTheRest()
    {
        Track(Set("1", IsOn(true), Level(80)));
        Track(Set("2", Time(5), Level(20)));
        _lamp.TryAnswer(Hall, new ResponseMessage("1", -4005, [], [new PropertyCode(Brightness, -4005)], []), Time(10));
        Assert.Empty(Ends);
        _lamp.Report(IsOn(true), Time(20));
        AssertEnds("1 Superseded command.superseded");
    }

    [Fact]
    public void Track_SliderStorm_SendsAFewAndTheLastAndEndsEachOnce()
    {
        // Two hundred values in two seconds, to a lamp that answers after 60 ms.
        var due = new PriorityQueue<DeviceRequest, DateTimeOffset>();
        var answered = 0;
        for (var i = 0; i <= 300; i++)
        {
            var now = Time(i * 10);
            _lamp.Tracker.OnTime(now, _lamp.Effects);
            if (i < 200)
            {
                _lamp.Tracker.Track(Set($"{i}", now, Level(1 + (i % 100))), now, _lamp.Effects);
            }

            foreach (var request in _lamp.Effects.Requests.Skip(due.Count + answered))
            {
                due.Enqueue(request, now.AddMilliseconds(60));
            }

            while (due.TryPeek(out var request, out var at) && at <= now)
            {
                due.Dequeue();
                answered++;
                _lamp.TryAnswer(Hall, new ResponseMessage(request.Id, 0, request.Set, [], []), now);
            }
        }

        Assert.InRange(_lamp.Effects.Requests.Count, 10, 28);
        Assert.Equal("199", _lamp.Effects.Requests[^1].Id);
        Assert.Equal(200, Ends.Select(end => end.Command.Id).Distinct().Count());
        Assert.Equal(200, Ends.Count);
        Assert.All(Ends, end => Assert.Contains(end.Outcome, new[] { CommandOutcome.Confirmed, CommandOutcome.Superseded }));
        Assert.Equal(CommandOutcome.Confirmed, Ends.Single(end => end.Command.Id == "199").Outcome);
        Assert.All(Ends.Where(end => end.Outcome == CommandOutcome.Confirmed), end => Assert.Contains(end.Command.Id, _lamp.Sent));
    }

    [Fact]
    public void Track_EarlierOnItsWay_WaitsForItsAnswerOrThePace()
    {
        Track(Set("1", Level(10)));
        Track(Set("2", Time(10), Level(20)));
        Assert.Equal(["1"], _lamp.Sent);
        AssertEnds("1 Superseded command.superseded");
        At(149);
        Assert.Equal(["1"], _lamp.Sent);
        At(150);
        Assert.Equal(["1", "2"], _lamp.Sent);
    }

    [Fact]
    public void OnAnswer_EarlierAnswered_SendsTheNewestThatWaits()
    {
        Track(Set("1", Level(10)));
        Track(Set("2", Time(10), Level(20)));
        Track(Set("3", Time(20), Level(30)));
        Answer("1", 0, 40);
        Assert.Equal(["1", "3"], _lamp.Sent);
        AssertEnds("1 Superseded command.superseded", "2 Superseded command.superseded");
    }

    [Fact]
    public void OnAnswer_TwoWithinThePace_TheThirdWaitsAllTheSame()
    {
        Track(Set("1", Level(10)));
        Track(Set("2", Time(10), Level(20)));
        Answer("1", 0, 20);
        Track(Set("3", Time(30), Level(30)));
        Answer("2", 0, 40);
        Assert.Equal(["1", "2"], _lamp.Sent);
        At(150);
        Assert.Equal(["1", "2", "3"], _lamp.Sent);
    }

    [Fact]
    public void OnTime_PartTakenOver_SendsOnlyTheRestAgainUnderAnotherId()
    {
        Track(Set("1", IsOn(true), Level(80)));
        Track(Set("2", Time(5), Level(20)));
        At(155);
        At(400);
        Assert.Equal(["1", "2", "1.2"], _lamp.Sent);
        Assert.Equal(["light.on"], _lamp.Effects.Requests[2].Set.Select(reading => reading.Property.Key));
        _lamp.TryAnswer(Hall, new ResponseMessage("1.2", 0, [IsOn(true)], [], []), Time(420));
        AssertEnds("1 Superseded command.superseded");
    }

    [Fact]
    public void OnReport_EchoOfAnEarlierCommand_DoesNotConfirmALaterOneThatWantsTheSame()
    {
        Track(Set("1", IsOn(true)));
        Track(Set("2", Time(10), IsOn(false)));
        At(150);
        Track(Set("3", Time(160), IsOn(true)));
        At(310);
        Assert.Equal(["1", "2", "3"], _lamp.Sent);

        // The report of the first "on" comes only now. The third has perhaps not even arrived.
        _lamp.Report(IsOn(true), Time(320));
        _lamp.Report(IsOn(false), Time(330));
        Assert.DoesNotContain(Ends, end => end.Command.Id == "3");
        _lamp.TryAnswer(Hall, new ResponseMessage("3", 0, [IsOn(true)], [], []), Time(340));
        Assert.Equal(("3", CommandOutcome.Confirmed), (Ends[^1].Command.Id, Ends[^1].Outcome));
    }

    [Fact]
    public void OnReport_ValueWasKnownBefore_ProvesNothingUntilTheDeviceAnswers()
    {
        _lamp.Report(IsOn(true), Noon.AddMinutes(-5));
        Track(Set("1", IsOn(true)));
        _lamp.Report(IsOn(true), Time(5));
        Assert.Empty(Ends);
        Answer("1", 0, 20);
        AssertEnds("1 Confirmed ");
    }

    [Fact]
    public void OnReport_ChangedByHandAMomentAgo_ProvesNothingUntilTheDeviceAnswers()
    {
        _lamp.Report(IsOn(false), Noon.AddSeconds(-2));
        Track(Set("1", IsOn(true)));
        _lamp.Report(IsOn(true), Time(5));
        Assert.Empty(Ends);
        _lamp.Report(IsOn(false), Time(6));
        Answer("1", 0, 20);
        Assert.Empty(Ends);
    }

    [Fact]
    public void OnReport_WaitingCommand_IsNotConfirmedBeforeItIsSent()
    {
        Track(Set("1", IsOn(false)));
        Track(Set("2", Time(10), IsOn(true)));
        _lamp.Report(IsOn(true), Time(20));
        AssertEnds("1 Superseded command.superseded");
    }

    [Fact]
    public void Match_ValueOfATimedOutCommand_NamesItAndIsNotAwaited()
    {
        Track(Set("1", IsOn(true)));
        At(5_000);
        Assert.Equal("1", _lamp.Tracker.Match(Hall, IsOn(true), Time(9_000), out var isAwaited)?.Id);
        Assert.False(isAwaited);
        Assert.Null(_lamp.Tracker.Match(Hall, IsOn(false), Time(9_000), out _));
        Assert.Null(_lamp.Tracker.Match(Hall, IsOn(true), Time(66_000), out _));
    }

    [Fact]
    public void OnTime_DeviceOffline_SendsOnceAndAgainWhenItIsBack()
    {
        _lamp.Availability = DeviceAvailability.Offline;
        Track(Set("1", IsOn(true)));
        At(3_000);
        Assert.Equal(["1"], _lamp.Sent);
        _lamp.Availability = DeviceAvailability.Online;
        _lamp.Tracker.OnBack(Hall, Time(3_100), _lamp.Effects);
        Assert.Equal(["1", "1"], _lamp.Sent);
        At(3_700);
        Assert.Equal(["1", "1", "1"], _lamp.Sent);
    }

    [Fact]
    public void OnRejoined_CallWasOnItsWay_IsNotRepeatedAndTimesOut()
    {
        Track(Call("1"));
        Track(Set("2", IsOn(true)));
        _lamp.Tracker.OnRejoined(Hall);
        At(1_000);
        Assert.Equal(["1", "2", "2"], _lamp.Sent);
        At(5_000);
        Assert.Contains(Ends, end => end is { Command.Id: "1", Outcome: CommandOutcome.TimedOut });
    }

    [Fact]
    public void OnTime_CallWithoutAnswer_IsRepeatedUnderItsId()
    {
        Track(Call("1"));
        At(400);
        Assert.Equal(["1", "1"], _lamp.Sent);
        Answer("1", 0, 420);
        AssertEnds("1 Confirmed ");
    }

    [Fact]
    public void Find_LongAfterTheEnd_IsForgotten()
    {
        Track(Set("1", IsOn(true)));
        _lamp.Report(IsOn(true), Time(10));
        Assert.NotNull(_lamp.Tracker.Find(Hall, "1"));
        Track(Set("2", Noon.AddSeconds(61), IsOn(false)));
        Assert.Null(_lamp.Tracker.Find(Hall, "1"));
    }

    [Theory]
    [InlineData(1, true)]
    [InlineData(2, true)]
    [InlineData(3, false)]
    public void Find_EndedCommandsAroundTheBound_AreKeptUpToIt(int count, bool isFirstKept)
    {
        var lamp = new TrackedLamp(new DeviceLimits { EndedCommandsMax = 2 });
        for (var i = 1; i <= count; i++)
        {
            var id = i.ToString(CultureInfo.InvariantCulture);
            lamp.Tracker.Track(Call(id), Noon, lamp.Effects);
            lamp.TryAnswer(Hall, Response(id, 0), Time(1));
        }

        Assert.Equal(isFirstKept, lamp.Tracker.Find(Hall, "1") is not null);
    }

    private static DateTimeOffset Time(int milliseconds) => Noon.AddMilliseconds(milliseconds);

    private void Track(DeviceCommand command) => _lamp.Tracker.Track(command, command.SentAt, _lamp.Effects);

    private void At(int milliseconds) => _lamp.Tracker.OnTime(Time(milliseconds), _lamp.Effects);

    private void Answer(string id, int code, int milliseconds) => _lamp.TryAnswer(Hall, Response(id, code), Time(milliseconds));

    private void AssertEnds(params string[] expected) =>
        Assert.Equal(expected, Ends.Select(end => $"{end.Command.Id} {end.Outcome} {end.ErrorCode}"));
}
