using IotHub.Automation.Schedules;
using IotHub.Automation.Schedules.Days;
using IotHub.Automation.Schedules.Sun;

namespace IotHub.Automation.Tests.Schedules;

public sealed class TimeConditionsTests
{
    private static readonly SunSchedule BeforeSunset = new(SunEvent.Sunset, TimeSpan.FromMinutes(-30));
    private static readonly SunSchedule Sunrise = new(SunEvent.Sunrise);

    [Theory]
    [InlineData("22:00", "07:00", "2026-06-06T22:00", true)]
    [InlineData("22:00", "07:00", "2026-06-07T06:59", true)]
    [InlineData("22:00", "07:00", "2026-06-07T07:00", false)]
    [InlineData("22:00", "07:00", "2026-06-07T22:00", false)]
    [InlineData("22:00", "07:00", "2026-06-06T06:59", false)]
    [InlineData("09:00", "17:00", "2026-06-06T09:00", true)]
    [InlineData("09:00", "17:00", "2026-06-06T17:00", false)]
    [InlineData(null, "17:00", "2026-06-06T00:00", true)]
    [InlineData("17:00", null, "2026-06-06T23:59", true)]
    [InlineData("12:00", "12:00", "2026-06-07T11:59", true)]
    [InlineData("12:00", "12:00", "2026-06-07T12:00", false)]
    public void IsWithin_OnSaturdays_BelongsToTheDayOnWhichItBegins(string? after, string? before, string now, bool expected)
    {
        var (from, to) = (after is null ? (TimeOnly?)null : TimeOnly.Parse(after), before is null ? (TimeOnly?)null : TimeOnly.Parse(before));

        Assert.Equal(expected, TimeConditions.IsWithin(from, to, new DayRule { Weekdays = Weekdays.Saturday }, Places.Utcs(now), Places.Utc));
    }

    [Fact]
    public void IsOn_LocalDate_NotThatOfUtc() =>
        Assert.True(TimeConditions.IsOn(new DayRule { Weekdays = Weekdays.Sunday }, Places.Utcs("2026-06-06T22:30"), Places.Berlin));

    // Berlin, 6 June 2026: sunset 21:23, sunrise on the 7th 04:46, by the clock.
    [Theory]
    [InlineData("2026-06-06T18:45", false)]
    [InlineData("2026-06-06T19:00", true)]
    [InlineData("2026-06-06T23:00", true)]
    [InlineData("2026-06-07T02:30", true)]
    [InlineData("2026-06-07T03:00", false)]
    [InlineData("2026-06-07T12:00", false)]
    public void IsBetween_SunsetAndSunrise_AcrossMidnight(string now, bool expected)
    {
        Assert.Equal(expected, TimeConditions.IsBetween(BeforeSunset, Sunrise, Places.Utcs(now), Places.Berlin));
        Assert.Equal(!expected, TimeConditions.IsBetween(Sunrise, BeforeSunset, Places.Utcs(now), Places.Berlin));
    }

    [Theory]
    [InlineData("2026-06-06T20:00", true)]
    [InlineData("2026-06-06T22:30", true)]
    [InlineData("2026-06-06T23:30", false)]
    [InlineData("2026-06-06T12:00", false)]
    public void IsBetween_SunsetAndATimeAfterMidnight_EndsThen(string now, bool expected) =>
        Assert.Equal(expected, TimeConditions.IsBetween(BeforeSunset, new TimesSchedule(new TimeOnly(1, 0)), Places.Utcs(now), Places.Berlin));

    [Theory]
    [InlineData("2014-06-21T12:00", false)]
    [InlineData("2014-06-21T23:30", false)]
    [InlineData("2014-12-21T11:00", true)]
    [InlineData("2014-12-21T23:30", true)]
    [InlineData("2014-03-21T12:00", false)]
    [InlineData("2014-03-21T23:00", true)]
    public void SunConditions_WithinThePolarCircle_GoByTheHeightOfTheSun(string text, bool isDark)
    {
        var now = Places.Utcs(text);

        Assert.Equal(isDark, TimeConditions.IsBetween(new SunSchedule(SunEvent.Sunset), Sunrise, now, Places.Tromso));
        Assert.Equal(!isDark, TimeConditions.IsSunAbove(-0.833, now, Places.Tromso));
    }

    [Theory]
    [InlineData("2014-06-21T12:00", false, false, true, true)]
    [InlineData("2014-12-21T11:00", true, true, false, false)]
    [InlineData("2014-03-21T05:30", false, false, true, true)]
    [InlineData("2014-03-21T02:00", false, true, false, true)]
    [InlineData("2014-03-21T20:00", true, false, true, false)]
    public void IsAfterAndBefore_OfTheLocalDay_AlsoWhereTheEventDoesNotCome(string text, bool afterSunset, bool beforeSunrise, bool afterSunrise, bool beforeSunset)
    {
        var now = Places.Utcs(text);

        Assert.Equal(
            (afterSunset, beforeSunrise, afterSunrise, beforeSunset),
            (TimeConditions.IsAfter(SunEvent.Sunset, default, now, Places.Tromso), TimeConditions.IsBefore(SunEvent.Sunrise, default, now, Places.Tromso),
                TimeConditions.IsAfter(SunEvent.Sunrise, default, now, Places.Tromso), TimeConditions.IsBefore(SunEvent.Sunset, default, now, Places.Tromso)));
    }

    [Fact]
    public void SunConditions_NoPosition_AreUnknown()
    {
        var now = Places.Utcs("2026-06-06T12:00");

        Assert.Null(TimeConditions.IsSunAbove(0, now, Places.Utc));
        Assert.Null(TimeConditions.IsAfter(SunEvent.Sunset, default, now, Places.Utc));
        Assert.Null(TimeConditions.IsBefore(SunEvent.Sunset, default, now, Places.Utc));
        Assert.False(TimeConditions.IsBetween(BeforeSunset, Sunrise, now, Places.Utc));
    }
}
