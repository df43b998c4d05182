using IotHub.Automation.Schedules;
using IotHub.Automation.Schedules.LocalTime;

namespace IotHub.Automation.Tests.Schedules;

public sealed class LocalDayTests
{
    [Theory]
    [InlineData("Pacific/Apia", 2011, 12, 30)]
    [InlineData("Pacific/Fakaofo", 2011, 12, 30)]
    [InlineData("Pacific/Kwajalein", 1993, 8, 21)]
    public void Of_DateThatTheZoneLeftOut_IsNull(string zone, int year, int month, int day)
    {
        var place = Places.In(zone);
        var date = new DateOnly(year, month, day);

        Assert.Null(LocalDay.Of(date, place.Zone));
        Assert.Equal(LocalDay.Of(date.AddDays(-1), place.Zone)!.End, LocalDay.Of(date.AddDays(1), place.Zone)!.Start);
    }

    [Fact]
    public void Next_DayThatIsLeftOut_HasNoOccurrenceAndItsNeighboursHaveOne()
    {
        Assert.Equal(
            ["2011-12-28 10:00", "2011-12-29 10:00", "2011-12-31 10:00", "2012-01-01 10:00"],
            Places.Locals(new TimesSchedule(new TimeOnly(10, 0)), "2011-12-28T12:00", "2012-01-01T09:00", Places.In("Pacific/Apia")));
    }

    [Theory]
    [InlineData(SkippedTime.AtJump, "2026-03-29 03:00")]
    [InlineData(SkippedTime.Shifted, "2026-03-29 03:30")]
    public void Next_SkippedTime_ComesByItsPolicy(SkippedTime skipped, string expected)
    {
        var schedule = new TimesSchedule(new TimeOnly(2, 30)) { ClockChange = new ClockChangePolicy(skipped, default) };

        Assert.Equal(["2026-03-28 02:30", expected, "2026-03-30 02:30"], Places.Locals(schedule, "2026-03-27T12:00", "2026-03-30T12:00", Places.Berlin));
    }

    [Theory]
    [InlineData(RepeatedTime.First, "2026-10-25T00:30", 9000)]
    [InlineData(RepeatedTime.Second, "2026-10-25T01:30", 12600)]
    public void Next_RepeatedTime_ComesOnceByItsPolicy(RepeatedTime repeated, string expected, int position)
    {
        var schedule = new TimesSchedule(new TimeOnly(2, 30)) { ClockChange = new ClockChangePolicy(default, repeated) };

        var found = Places.Walk(schedule, Places.Utcs("2026-10-24T12:00"), Places.Utcs("2026-10-25T12:00"), Places.Berlin);

        Assert.Equal([new Occurrence(new Slot(new DateOnly(2026, 10, 25), position), Places.Utcs(expected))], found);
    }

    [Fact]
    public void Next_SeveralTimesWithinOneGap_AreOneOccurrenceAtTheJump()
    {
        var schedule = new TimesSchedule(new TimeOnly(2, 10), new TimeOnly(2, 50), new TimeOnly(3, 0));

        Assert.Equal(["2026-03-29 03:00", "2026-03-30 02:10"], Places.Locals(schedule, "2026-03-28T12:00", "2026-03-30T00:30", Places.Berlin));
    }

    [Fact]
    public void Of_ClocksGoBackOverMidnight_BothDatesAreShownInTurns()
    {
        // 2008-11-02 00:01 became 2008-11-01 23:01 in Newfoundland.
        var place = Places.In("America/St_Johns");

        var day = LocalDay.Of(new DateOnly(2008, 11, 1), place.Zone)!;

        Assert.Equal([(0, 86_400), (82_860, 86_400)], day.Stretches.Select(stretch => (stretch.Wall, stretch.WallEnd)));
        Assert.True(LocalDay.Of(new DateOnly(2008, 11, 2), place.Zone)!.Start < day.End);
    }

    [Theory]
    [InlineData("America/St_Johns", RepeatedTime.First)]
    [InlineData("America/St_Johns", RepeatedTime.Second)]
    public void Next_ClocksGoBackOverMidnight_EachTimeComesOncePerDate(string zone, RepeatedTime repeated)
    {
        var schedule = new TimesSchedule(new TimeOnly(0, 0), new TimeOnly(23, 30)) { ClockChange = new ClockChangePolicy(default, repeated) };

        var found = Places.Walk(schedule, Places.Utcs("2008-10-31T12:00"), Places.Utcs("2008-11-03T12:00"), Places.In(zone));

        Assert.Equal([(10, 31), (11, 1), (11, 1), (11, 2), (11, 2), (11, 3)], found.Select(occurrence => (occurrence.Slot.Date.Month, occurrence.Slot.Date.Day)));
    }

    [Theory]
    [InlineData("1899-06-01T00:00")]
    [InlineData("2200-06-01T00:00")]
    [InlineData("9999-12-31T23:00")]
    [InlineData("0001-01-01T00:00")]
    public void Next_OutsideOfAllYears_IsNull(string after)
    {
        var moment = Places.Utcs(after);

        Assert.Null(new TimesSchedule(new TimeOnly(7, 0)).Next(moment, Places.Berlin));
        Assert.Null(new SunSchedule(IotHub.Automation.Schedules.Sun.SunEvent.Sunset).Next(moment, Places.Berlin));
        Assert.Null(IntervalSchedule.Daily(TimeSpan.FromHours(1), default, out _)!.Next(moment, Places.Berlin));
        Assert.Null(IntervalSchedule.From(TimeSpan.FromHours(1), new DateTime(2026, 1, 1), out _)!.Next(moment, Places.Berlin));
    }

    [Fact]
    public void Next_AfterWithPartsOfASecond_IsNotTheSameSecondAgain()
    {
        var schedule = new TimesSchedule(new TimeOnly(7, 0));
        var seven = Places.Utcs("2026-06-01T05:00");

        Assert.Equal(seven, schedule.Next(seven.AddTicks(-1), Places.Berlin)!.Value.Moment);
        Assert.Equal(seven.AddDays(1), schedule.Next(seven, Places.Berlin)!.Value.Moment);
        Assert.Equal(seven.AddDays(1), schedule.Next(seven.AddTicks(1), Places.Berlin)!.Value.Moment);
    }
}
