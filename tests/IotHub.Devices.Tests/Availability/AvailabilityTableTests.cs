using IotHub.Contracts.Model;
using IotHub.Devices.Availability;
using IotHub.Devices.Registry;
using static IotHub.Devices.Tests.Lamp;

namespace IotHub.Devices.Tests.Availability;

public sealed class AvailabilityTableTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Tick = TimeSpan.FromTicks(1);
    private static readonly Device Unaskable = Device("porch-sensor", WriteOnly());

    private readonly AvailabilityTable _table = new(new AvailabilityLimits());
    private readonly List<string> _told = [];
    private readonly List<AvailabilityNews> _news = [];

    [Fact]
    public void OnTime_QuietLampThatCanBeAsked_IsAskedFromOneAndAHalfIntervalsAndSilentAtTwo()
    {
        Hear(Hall, Noon);
        RunTo(Noon + (20 * Minute) - Tick);
        Assert.Equal(DeviceAvailability.Online, _table.Of(Hall));
        RunTo(Noon + (20 * Minute));
        Assert.Equal(DeviceAvailability.Silent, _table.Of(Hall));
        Assert.Equal(["0 Changed", "10 Heard", "900 Ask", "975 Ask", "1050 Ask", "1125 Ask", "1200 Changed"], _told);
        Assert.Equal(new ReportInterval(10 * Minute, IntervalSource.Default), _table.Read(Hall.Name).Interval);
        Assert.Equal((Noon + (20 * Minute), Noon), (_table.Read(Hall.Name).Since, _table.Read(Hall.Name).LastHeardAt));
    }

    [Fact]
    public void OnTime_AnswersWhenAsked_StaysOnline()
    {
        Hear(Hall, Noon);
        RunTo(Noon + (15 * Minute));
        _table.OnHeard(Hall, false, Noon + (15 * Minute), _news);
        RunTo(Noon + (25 * Minute));
        Assert.Equal(DeviceAvailability.Online, _table.Of(Hall));
    }

    [Fact]
    public void OnTime_Silent_IsAskedOnceAnIntervalFromThenOn()
    {
        Hear(Hall, Noon);
        RunTo(Noon + (20 * Minute));
        _told.Clear();
        RunTo(Noon + (45 * Minute));
        Assert.Equal(["1800 Ask", "2400 Ask"], _told);
        Hear(Hall, Noon + (50 * Minute));
        Assert.Equal(DeviceAvailability.Online, _table.Of(Hall));
    }

    [Fact]
    public void OnTime_CannotBeAskedAndIrregular_IsMissedAfterTwoDays()
    {
        Hear(Unaskable, Noon);
        RunTo(Noon.AddDays(2) - Tick);
        Assert.Equal(DeviceAvailability.Online, _table.Of(Unaskable));
        RunTo(Noon.AddDays(2));
        Assert.Equal(DeviceAvailability.Silent, _table.Of(Unaskable));
        Assert.DoesNotContain(_told, line => line.EndsWith("Ask", StringComparison.Ordinal));
    }

    [Fact]
    public void OnTime_DeclaredInterval_IsSilentAtExactlyTwoOfIt()
    {
        var meter = Device("meter", new DeviceContract(Contract.Type, string.Empty, WriteOnly().Services) { ReportInterval = TimeSpan.FromSeconds(30) });
        Hear(meter, Noon);
        RunTo(Noon.AddSeconds(60) - Tick);
        Assert.Equal(DeviceAvailability.Online, _table.Of(meter));
        RunTo(Noon.AddSeconds(60));
        Assert.Equal(DeviceAvailability.Silent, _table.Of(meter));
        Assert.Equal(new ReportInterval(TimeSpan.FromSeconds(30), IntervalSource.Declared), _table.Read("meter").Interval);
    }

    [Fact]
    public void OnHeard_EightRegularGaps_LearnsTheLongestAndMissesAtTwoOfIt()
    {
        int[] gaps = [60, 61, 59, 60, 70, 60, 58, 60];
        var now = Noon;
        Hear(Unaskable, now, isReport: true);
        for (var i = 0; i < gaps.Length; i++)
        {
            Assert.Equal(IntervalSource.Default, _table.Read(Unaskable.Name).Interval.Source);
            now = now.AddSeconds(gaps[i]);
            Hear(Unaskable, now, isReport: true);
        }

        Assert.Equal(new ReportInterval(TimeSpan.FromSeconds(70), IntervalSource.Learned), _table.Read(Unaskable.Name).Interval);
        RunTo(now.AddSeconds(140) - Tick);
        Assert.Equal(DeviceAvailability.Online, _table.Of(Unaskable));
        RunTo(now.AddSeconds(140));
        Assert.Equal(DeviceAvailability.Silent, _table.Of(Unaskable));
    }

    [Theory]
    [InlineData(180, IntervalSource.Learned)]
    [InlineData(181, IntervalSource.Default)]
    public void OnHeard_OneGapAroundThreeMedians_IsTheBoundOfRegular(int longest, IntervalSource expected)
    {
        var now = Noon;
        Hear(Unaskable, now, isReport: true);
        foreach (var gap in (int[])[60, 60, 60, 60, 60, 60, 60, longest])
        {
            now = now.AddSeconds(gap);
            Hear(Unaskable, now, isReport: true);
        }

        Assert.Equal(expected, _table.Read(Unaskable.Name).Interval.Source);
    }

    [Fact]
    public void OnHeard_BurstsAndAnswers_MakeNoRhythm()
    {
        var now = Noon;
        for (var i = 0; i < 40; i++)
        {
            Hear(Unaskable, now.AddMilliseconds(i * 24), isReport: true);
        }

        Assert.Equal(IntervalSource.Default, _table.Read(Unaskable.Name).Interval.Source);
        for (var i = 0; i < 20; i++)
        {
            now = now.AddSeconds(60);
            _table.OnSent(Unaskable, now);
            Hear(Unaskable, now.AddMilliseconds(1_999), isReport: true);
            Hear(Unaskable, now.AddMilliseconds(30_000), isReport: false);
        }

        Assert.Equal(IntervalSource.Default, _table.Read(Unaskable.Name).Interval.Source);
    }

    [Fact]
    public void OnHeard_GapAcrossAnAbsence_IsNoneAndTheRhythmStays()
    {
        var now = Learn(Unaskable, TimeSpan.FromSeconds(60));
        _table.OnGone(Unaskable, null, now, _news);
        now = now.AddHours(5);
        Hear(Unaskable, now, isReport: true);
        Assert.Equal(new ReportInterval(Minute, IntervalSource.Learned), _table.Read(Unaskable.Name).Interval);
    }

    [Fact]
    public void OnHeard_TelemetryEachSecond_IsMissedAfterAMinuteNotTwoSeconds()
    {
        Learn(Unaskable, TimeSpan.FromSeconds(1));
        Assert.Equal(new ReportInterval(TimeSpan.FromSeconds(30), IntervalSource.Learned), _table.Read(Unaskable.Name).Interval);
    }

    [Fact]
    public void OnHeard_Often_IsToldEveryTenSecondsAndTheLastOnceMore()
    {
        for (var i = 0; i <= 25; i++)
        {
            RunTo(Noon.AddSeconds(i));
            Hear(Hall, Noon.AddSeconds(i));
        }

        RunTo(Noon.AddSeconds(60));
        Assert.Equal(["0 Changed", "10 Heard", "20 Heard", "30 Heard"], _told);
    }

    [Fact]
    public void Save_AfterAStart_IsUnknownUntilHeardOrMissed()
    {
        _table.Save(Hall, Noon);
        _table.Save(Unaskable, Noon);
        Assert.Equal((DeviceAvailability.Unknown, null), (_table.Of(Hall), _table.Read(Hall.Name).LastHeardAt));
        RunTo(Noon + (20 * Minute));
        Assert.Equal(DeviceAvailability.Silent, _table.Of(Hall));
        Assert.Equal(DeviceAvailability.Unknown, _table.Of(Unaskable));
    }

    [Fact]
    public void OnSaidToBeThere_Retained_IsNoSignOfLifeAndAsksOnce()
    {
        _table.Save(Hall, Noon);
        _table.OnSaidToBeThere(Hall, Noon, _news);
        _table.OnSaidToBeThere(Hall, Noon, _news);
        Assert.Equal(AvailabilityNewsKind.Ask, Assert.Single(_news).Kind);
        Assert.Equal(DeviceAvailability.Unknown, _table.Of(Hall));
    }

    [Fact]
    public void OnGone_ThenHeard_IsOfflineThenOnline()
    {
        Hear(Hall, Noon);
        _table.OnGone(Hall, null, Noon.AddSeconds(5), _news);
        Assert.Equal(DeviceAvailability.Offline, _table.Of(Hall));
        RunTo(Noon.AddSeconds(20));
        Assert.Null(_table.NextDue);
        Hear(Hall, Noon.AddSeconds(29));
        Assert.Equal(DeviceAvailability.Online, _table.Of(Hall));
    }

    [Fact]
    public void Read_GoneForAReason_HasItUntilItIsHeard()
    {
        Hear(Hall, Noon);
        _table.OnGone(Hall, "The chip has gone.", Noon.AddSeconds(5), _news);
        Assert.Equal("The chip has gone.", _table.Read(Hall.Name).Reason);

        Hear(Hall, Noon.AddSeconds(9));
        Assert.Null(_table.Read(Hall.Name).Reason);
    }

    [Fact]
    public void OnTime_HubStoodStill_AsksFirstAndGivesHalfAnInterval()
    {
        Hear(Hall, Noon);
        RunTo(Noon + Minute);
        var late = Noon.AddHours(3);
        _table.OnTime(late, isLate: true, _news);
        Assert.Equal(DeviceAvailability.Online, _table.Of(Hall));
        Assert.Equal(AvailabilityNewsKind.Ask, Assert.Single(_news).Kind);
        RunTo(late + (5 * Minute) - Tick);
        Assert.Equal(DeviceAvailability.Online, _table.Of(Hall));
        RunTo(late + (5 * Minute));
        Assert.Equal(DeviceAvailability.Silent, _table.Of(Hall));
    }

    [Fact]
    public void Save_OtherHardware_StartsOver()
    {
        Hear(Hall, Noon);
        _table.Save(Hall with { Did = "other" }, Noon.AddSeconds(1));
        Assert.Equal(DeviceAvailability.Unknown, _table.Of(Hall));
    }

    [Fact]
    public void NextDue_ManyMessages_HoldsOneEntryForTheDevice()
    {
        Hear(Hall, Noon);
        for (var i = 1; i <= 5_000; i++)
        {
            _table.OnHeard(Hall, true, Noon.AddMilliseconds(i), _news);
        }

        Assert.Equal(Noon.AddSeconds(10), _table.NextDue);
        _table.Remove(Hall.Name);
        Assert.Null(_table.NextDue);
    }

    private static DeviceContract WriteOnly()
    {
        var service = Contract.Services[0];
        return new DeviceContract(Contract.Type, string.Empty, [service with { Properties = [.. service.Properties.Select(property => property with { Access = PropertyAccess.Notify })] }]);
    }

    private DateTimeOffset Learn(Device device, TimeSpan gap)
    {
        var now = Noon;
        for (var i = 0; i < 12; i++, now += gap)
        {
            Hear(device, now, isReport: true);
        }

        return now;
    }

    private void Hear(Device device, DateTimeOffset now, bool isReport = false)
    {
        if (_table.Read(device.Name) == DeviceLiveness.None)
        {
            _table.Save(device, now);
        }

        _table.OnHeard(device, isReport, now, _news);
        Note(now);
    }

    private void RunTo(DateTimeOffset time)
    {
        while (_table.NextDue is { } due && due <= time)
        {
            _table.OnTime(due, isLate: false, _news);
            Note(due);
        }
    }

    private void Note(DateTimeOffset now)
    {
        _told.AddRange(_news.Select(news => $"{(now - Noon).TotalSeconds} {news.Kind}"));
        _news.Clear();
    }
}
