using IotHub.Automation.Schedules;
using IotHub.Automation.Schedules.Days;

namespace IotHub.Automation.Tests.Schedules;

public sealed class IntervalScheduleTests
{
    [Fact]
    public void Next_ThatDoesNotDivideADay_BeginsAnewEachMidnight() => Assert.Equal(
        ["2026-06-01 00:00", "2026-06-01 07:00", "2026-06-01 14:00", "2026-06-01 21:00", "2026-06-02 00:00"],
        Places.Locals(Daily(TimeSpan.FromHours(7)), "2026-05-31T20:00", "2026-06-01T22:00", Places.Berlin));

    [Fact]
    public void Next_AlignedToAnHour_BelongsToTheDayOnWhichItBegan()
    {
        var schedule = Daily(TimeSpan.FromHours(5), new TimeOnly(20, 0)) with { Days = new DayRule { Weekdays = Weekdays.Monday } };

        Assert.Equal(["2026-06-01 20:00", "2026-06-02 01:00", "2026-06-02 06:00", "2026-06-02 11:00", "2026-06-02 16:00"],
            Places.Locals(schedule, "2026-06-01T00:00", "2026-06-07T00:00", Places.Utc));
    }

    [Fact]
    public void Next_DayOf23Hours_StepsStayAsLong() => Assert.Equal(
        ["2026-03-29 00:00", "2026-03-29 07:00", "2026-03-29 13:00", "2026-03-29 19:00", "2026-03-30 00:00"],
        Places.Locals(Daily(TimeSpan.FromHours(6)), "2026-03-28T22:30", "2026-03-29T22:30", Places.Berlin));

    [Fact]
    public void Next_DayOf25Hours_StepsStayAsLong() => Assert.Equal(
        ["2026-10-25 00:00", "2026-10-25 05:00", "2026-10-25 11:00", "2026-10-25 17:00", "2026-10-25 23:00", "2026-10-26 00:00"],
        Places.Locals(Daily(TimeSpan.FromHours(6)), "2026-10-24T21:30", "2026-10-25T23:30", Places.Berlin));

    [Fact]
    public void Next_QuarterHourThroughARepeatedHour_ComesEachQuarterOfRealTime()
    {
        var found = Places.Walk(Daily(TimeSpan.FromMinutes(15)), Places.Utcs("2026-10-24T21:59"), Places.Utcs("2026-10-25T22:59"), Places.Berlin);

        Assert.Equal(100, found.Count);
        Assert.All(found.Zip(found.Skip(1)), pair => Assert.Equal(TimeSpan.FromMinutes(15), pair.Second.Moment - pair.First.Moment));
    }

    [Fact]
    public void Next_WithAStart_HeedsNeitherMidnightNorChangesOfClocks()
    {
        var schedule = IntervalSchedule.From(TimeSpan.FromHours(36), new DateTime(2026, 3, 27, 8, 0, 0), out _)!;

        Assert.Equal(["2026-03-27 08:00", "2026-03-28 20:00", "2026-03-30 09:00"], Places.Locals(schedule, "2026-01-01T00:00", "2026-03-31T00:00", Places.Berlin));
    }

    [Fact]
    public void Next_WithAStartOnCertainDays_PassesOverTheOthers()
    {
        var schedule = IntervalSchedule.From(TimeSpan.FromHours(10), new DateTime(2026, 6, 1), out _)! with { Days = new DayRule { Weekdays = Weekdays.Wednesday } };

        // From Monday at midnight: 00:00, 10:00, 20:00, 06:00, 16:00, then Wednesday at 02:00, 12:00, 22:00.
        Assert.Equal(["2026-06-03 02:00", "2026-06-03 12:00", "2026-06-03 22:00", "2026-06-10 04:00"], Places.Locals(schedule, "2026-05-01T00:00", "2026-06-10T05:00", Places.Utc));
    }

    [Fact]
    public void Next_WithAStartOnADateThatIsPast_IsNull()
    {
        Assert.True(DatePattern.TryParse("2026-06-05", out var day, out _));
        var schedule = IntervalSchedule.From(TimeSpan.FromHours(1), new DateTime(2026, 6, 1), out _)! with { Days = new DayRule { Dates = [day] } };

        Assert.Equal(24, Places.Walk(schedule, Places.Utcs("2026-01-01T00:00"), Places.Utcs("2030-01-01T00:00"), Places.Berlin).Count);
        Assert.Null(schedule.Next(Places.Utcs("2026-06-06T00:00"), Places.Berlin));
    }

    [Fact]
    public void Next_EachSecondOfADay_EachSlotOnce()
    {
        var found = Places.Walk(Daily(TimeSpan.FromSeconds(1)), Places.Utcs("2026-10-25T00:00"), Places.Utcs("2026-10-25T02:00"), Places.Berlin);

        Assert.Equal(7200, found.Select(occurrence => occurrence.Slot).Distinct().Count());
    }

    [Theory]
    [InlineData(0.5, "An interval is from 1s to 366d.")]
    [InlineData(1.5, "An interval is a whole number of seconds.")]
    [InlineData(0, "An interval is from 1s to 366d.")]
    [InlineData(-60, "An interval is from 1s to 366d.")]
    [InlineData(129_600, "An interval of 1d12h is longer than a day, so it needs a start.")]
    public void Daily_OutOfBounds_IsRefused(double seconds, string words)
    {
        Assert.Null(IntervalSchedule.Daily(TimeSpan.FromSeconds(seconds), default, out var fault));

        Assert.Equal(words, fault!.Message);
    }

    private static IntervalSchedule Daily(TimeSpan every, TimeOnly align = default) => IntervalSchedule.Daily(every, align, out _)!;
}
