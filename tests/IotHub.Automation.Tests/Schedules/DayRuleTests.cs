using IotHub.Automation.Schedules;
using IotHub.Automation.Schedules.Days;

namespace IotHub.Automation.Tests.Schedules;

public sealed class DayRuleTests
{
    private static readonly HomeCalendar Calendar = new()
    {
        Holidays = Set("12-25", "2026-12-26", "2026-10-03"),
        Workdays = Set("2026-10-10", "2026-12-25"),
        Sets = HomeCalendar.Plain.Sets.Add("school", Set("2026-01-08..2026-07-10", "09-14..10-02")),
    };

    [Theory]
    [InlineData("2026-10-09", true, false, false)]
    [InlineData("2026-10-10", true, false, false)]
    [InlineData("2026-10-11", false, true, false)]
    [InlineData("2026-10-03", false, true, true)]
    [InlineData("2026-12-25", true, false, false)]
    [InlineData("2027-12-25", false, true, true)]
    [InlineData("2028-12-25", false, false, true)]
    [InlineData("2026-12-26", false, true, true)]
    public void Is_KindOfDay_ShiftedWorkdayBeatsWeekendAndHoliday(string date, bool workday, bool weekend, bool holiday)
    {
        var day = DateOnly.Parse(date);

        Assert.Equal((workday, weekend, holiday), (Calendar.Is("workday", day), Calendar.Is("weekend", day), Calendar.Is("holiday", day)));
    }

    [Theory]
    [InlineData("2026-12-24", "2026-12-24", true)]
    [InlineData("2026-12-24", "2027-12-24", false)]
    [InlineData("12-24", "2031-12-24", true)]
    [InlineData("02-29", "2028-02-29", true)]
    [InlineData("12-24..01-06", "2026-12-24", true)]
    [InlineData("12-24..01-06", "2027-01-06", true)]
    [InlineData("12-24..01-06", "2027-01-07", false)]
    [InlineData("12-24..01-06", "2026-12-23", false)]
    [InlineData("03-01..05-31", "2026-05-31", true)]
    [InlineData("2026-12-24..2027-01-06", "2027-01-01", true)]
    [InlineData("2026-12-24..2027-01-06", "2028-01-01", false)]
    public void Contains_DateOrRange_AsWritten(string text, string date, bool expected)
    {
        Assert.True(DatePattern.TryParse(text, out var pattern, out _));

        Assert.Equal(expected, pattern.Contains(DateOnly.Parse(date)));
        Assert.Equal(text, pattern.ToString());
    }

    [Theory]
    [InlineData("2026-02-30", 0, "There is no 30 February, so this date never comes.", null)]
    [InlineData("02-30", 0, "There is no 30 February, so this date never comes.", null)]
    [InlineData("2026-02-29", 0, "2026 has no 29 February, so this date never comes.", null)]
    [InlineData("06-31", 0, "There is no 31 June, so this date never comes.", null)]
    [InlineData("2026-13-01", 0, "There is no month 13; a date is year-month-day or month-day.", null)]
    [InlineData("24.12.2026", 0, "A date is text such as \"2026-12-24\", or \"12-24\" for each year; found \"24.12.2026\".", "Did you mean \"2026-12-24\"?")]
    [InlineData("2026-2-3", 0, "A date is text such as \"2026-12-24\", or \"12-24\" for each year; found \"2026-2-3\".", "Did you mean \"2026-02-03\"?")]
    [InlineData("24 December", 0, "A date is text such as \"2026-12-24\", or \"12-24\" for each year; found \"24 December\".", "Did you mean \"12-24\"?")]
    [InlineData("2026-12-24..2026-12-20", 0, "The range ends before it begins, so it never comes.", "Did you mean \"2026-12-20..2026-12-24\"?")]
    [InlineData("2026-12-24..12-26", 0, "A range has a year in both of its dates, or in none.", null)]
    [InlineData("12-24..", 7, "A date is text such as \"2026-12-24\", or \"12-24\" for each year; found \"\".", null)]
    [InlineData("0000-01-01", 0, "There is no 1 January, so this date never comes.", null)]
    public void TryParse_WrongDate_IsRefusedWithWords(string text, int offset, string message, string? suggestion)
    {
        Assert.False(DatePattern.TryParse(text, out _, out var fault));

        Assert.Equal(new TextFault(offset, message, suggestion), fault);
    }

    [Fact]
    public void Next_EverySecondWeek_FromAnyDayOfAWeekThatCounts()
    {
        var schedule = new TimesSchedule(new TimeOnly(7, 0)) { Days = new DayRule { Weekdays = Weekdays.Monday | Weekdays.Sunday, Weeks = WeekCycle.TryCreate(2, new DateOnly(2026, 11, 25), out _) } };

        Assert.Equal(
            ["2026-11-15 07:00", "2026-11-23 07:00", "2026-11-29 07:00", "2026-12-07 07:00", "2026-12-13 07:00"],
            Places.Locals(schedule, "2026-11-10T00:00", "2026-12-20T00:00", Places.Utc));
    }

    [Theory]
    [InlineData(1, "Leave it out for each week.")]
    [InlineData(0, null)]
    [InlineData(53, null)]
    public void TryCreate_CycleOutOfBounds_IsRefused(int every, string? suggestion)
    {
        Assert.Null(WeekCycle.TryCreate(every, new DateOnly(2026, 11, 25), out var fault));
        Assert.Equal(new TextFault(0, $"A cycle has 2 to 52 weeks, found {every}.", suggestion), fault);
    }

    [Fact]
    public void Next_KindOfDayExceptASet_HoldsBoth()
    {
        var schedule = new TimesSchedule(new TimeOnly(7, 0)) { Days = new DayRule { Kinds = ["workday"], Except = ["school"] } };

        Assert.Equal(["2026-10-05 07:00", "2026-10-06 07:00"], Places.Locals(schedule, "2026-10-01T00:00", "2026-10-06T12:00", Places.Utc with { Calendar = Calendar }));
    }

    [Fact]
    public void Next_LeapDayThatIsASunday_IsFoundFarAhead()
    {
        Assert.True(DatePattern.TryParse("02-29", out var leapDay, out _));
        var schedule = new TimesSchedule(new TimeOnly(7, 0)) { Days = new DayRule { Dates = [leapDay], Weekdays = Weekdays.Sunday } };

        Assert.Equal(Places.Utcs("2032-02-29T07:00"), schedule.Next(Places.Utcs("2026-01-01T00:00"), Places.Utc)!.Value.Moment);
        Assert.Equal(Places.Utcs("2060-02-29T07:00"), schedule.Next(Places.Utcs("2032-03-01T00:00"), Places.Utc)!.Value.Moment);

        // 2100 has no leap day: forty years, the longest wait there is.
        Assert.Equal(Places.Utcs("2128-02-29T07:00"), schedule.Next(Places.Utcs("2088-03-01T00:00"), Places.Utc)!.Value.Moment);
    }

    [Fact]
    public void WhyNever_DateThatIsPast_IsSaid()
    {
        Assert.True(DatePattern.TryParse("2026-12-24", out var past, out _));
        var schedule = new TimesSchedule(new TimeOnly(7, 0)) { Days = new DayRule { Dates = [past] } };

        Assert.Null(schedule.WhyNever(Places.Utcs("2026-12-24T06:59"), Places.Utc));
        Assert.Equal("It never comes: no day after 2026-12-24 is as asked for.", schedule.WhyNever(Places.Utcs("2026-12-24T07:00"), Places.Utc));
    }

    [Fact]
    public void WhyNever_SetThatTheHomeDoesNotKnow_IsNamed()
    {
        var schedule = new TimesSchedule(new TimeOnly(7, 0)) { Days = new DayRule { Kinds = ["school"] } };

        Assert.Equal("It never comes: the home has no day file with a set \"school\"; it knows workday, weekend, holiday.", schedule.WhyNever(Places.Utcs("2026-12-24T06:59"), Places.Utc));
        Assert.Null(schedule.WhyNever(Places.Utcs("2026-12-24T06:59"), Places.Utc with { Calendar = Calendar }));
    }

    private static DaySet Set(params string[] dates) => new([.. dates.Select(date =>
    {
        Assert.True(DatePattern.TryParse(date, out var pattern, out var fault), fault?.Message);
        return new DayEntry(pattern, string.Empty);
    })]);
}
