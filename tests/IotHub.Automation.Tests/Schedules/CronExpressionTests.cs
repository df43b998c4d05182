using IotHub.Automation.Schedules;
using IotHub.Automation.Schedules.Cron;
using IotHub.Automation.Schedules.LocalTime;

namespace IotHub.Automation.Tests.Schedules;

public sealed class CronExpressionTests
{
    [Theory]
    [InlineData("0 12 L * *", "2026-01-31", "2026-02-28", "2026-03-31")]
    [InlineData("0 12 L-2 * *", "2026-01-29", "2026-02-26", "2026-03-29")]
    [InlineData("0 12 15W * *", "2026-01-15", "2026-02-16", "2026-03-16")]
    [InlineData("0 12 1W * *", "2026-01-01", "2026-02-02", "2026-03-02")]
    [InlineData("0 12 31W * *", "2026-01-30", "2026-03-31", "2026-05-29")]
    [InlineData("0 12 LW * *", "2026-01-30", "2026-02-27", "2026-03-31")]
    [InlineData("0 12 * * friL", "2026-01-30", "2026-02-27", "2026-03-27")]
    [InlineData("0 12 * * 7L", "2026-01-25", "2026-02-22", "2026-03-29")]
    [InlineData("0 12 * * tue#2", "2026-01-13", "2026-02-10", "2026-03-10")]
    [InlineData("0 12 * * 0#5", "2026-03-29", "2026-05-31", "2026-08-30")]
    [InlineData("0 12 13 * fri", "2026-01-02", "2026-01-09", "2026-01-13")]
    [InlineData("0 12 */10 * fri", "2026-05-01", "2026-07-31", "2026-08-21")]
    [InlineData("0 12 ? FEB Fri-Sun", "2026-02-01", "2026-02-06", "2026-02-07")]
    [InlineData("0 12 29 2 *", "2028-02-29", "2032-02-29", "2036-02-29")]
    [InlineData("@yearly", "2027-01-01", "2028-01-01", "2029-01-01")]
    [InlineData("@weekly", "2026-01-04", "2026-01-11", "2026-01-18")]
    public void Next_DaysThatACalendarTells_AreThese(string text, string first, string second, string third)
    {
        var schedule = new CronSchedule(CronExpression.TryParse(text, out _)!);
        var after = Places.Utcs("2026-01-01T00:00");
        var found = new List<string>();
        for (var index = 0; index < 3; index++)
        {
            var next = schedule.Next(after, Places.Utc)!.Value;
            found.Add(next.Slot.Date.ToString("yyyy-MM-dd"));
            after = next.Moment;
        }

        Assert.Equal([first, second, third], found);
    }

    [Fact]
    public void Next_SixFields_SecondsComeFirst() => Assert.Equal(
        ["2026-06-01 08:00:15", "2026-06-01 08:00:45", "2026-06-01 08:30:15"],
        Places.Locals(new CronSchedule(CronExpression.TryParse("15,45 */30 8-9 * * mon", out _)!), "2026-06-01T07:00", "2026-06-01T08:30:20", Places.Utc));

    [Theory]
    [InlineData("0 0 30 2 *", 0, "never comes", null)]
    [InlineData("0 0 31 4,6,9,11 *", 0, "never comes", null)]
    [InlineData("0 0 L-30 2 *", 0, "never comes", null)]
    [InlineData("0 0 30W feb *", 0, "never comes", null)]
    [InlineData("*/0 * * * *", 2, "a step of 0", "Write a step of 1 or more.")]
    [InlineData("*/90 * * * *", 2, "a step of 90", "For every 90 minutes use an interval: \"1h30m\".")]
    [InlineData("5/15 * * * *", 0, "has a step but no range", "Did you mean \"5-59/15\"?")]
    [InlineData("60 * * * *", 0, "is not 0 to 59", null)]
    [InlineData("0 24 * * *", 2, "is not 0 to 23", null)]
    [InlineData("0 0 0 * *", 4, "is not 1 to 31", null)]
    [InlineData("0 0 * 13 *", 6, "is not 1 to 12 or jan to dec", null)]
    [InlineData("0 0 * * mno", 8, "is not 0 to 7 or sun to sat", "Did you mean \"mon\"?")]
    [InlineData("0 0 * * 1,8", 10, "is not 0 to 7", null)]
    [InlineData("0 22-2 * * *", 2, "ends before it begins", "Write two ranges: \"22-23,0-2\".")]
    [InlineData("0 0 * * fri#6", 12, "a week of the month that is not 1 to 5", null)]
    [InlineData("0 0 * * L", 8, "does not say of which day", "Write \"sunL\" for the last Sunday of the month, or \"sat\" for each Saturday.")]
    [InlineData("0 0 1-5W * *", 4, "does not name one day", "Write a single day, such as \"15W\".")]
    [InlineData("0 0,,1 * * *", 4, "is empty", "Remove the comma, or write a value.")]
    [InlineData("0 0 * *", 0, "found 4", "Write * for a field that may be anything.")]
    [InlineData("0 0 0 * * * 2026", 0, "found 7", "Leave out the year.")]
    [InlineData("", 0, "found 0", null)]
    [InlineData("@reboot", 0, "is not known", "Use a trigger on the hub's start.")]
    [InlineData("@dayly", 0, "is not known", "Did you mean \"@daily\"?")]
    [InlineData("99999999999999999999 * * * *", 0, "is not 0 to 59", null)]
    [InlineData("-1 * * * *", 0, "is not 0 to 59", null)]
    [InlineData("+1 * * * *", 0, "is not 0 to 59", null)]
    [InlineData("1-2-3 * * * *", 2, "is not 0 to 59", null)]
    [InlineData("٣ * * * *", 0, "is not 0 to 59", null)]
    public void TryParse_Wrong_IsRefusedWithPlaceAndWords(string text, int offset, string message, string? suggestion)
    {
        Assert.Null(CronExpression.TryParse(text, out var fault));

        Assert.Contains(message, fault!.Message, StringComparison.Ordinal);
        Assert.Equal((offset, suggestion), (fault.Offset, fault.Suggestion));
    }

    [Fact]
    public void TryParse_AMegabyteOfText_IsRefusedByItsLength()
    {
        Assert.Null(CronExpression.TryParse(string.Concat(Enumerable.Repeat("*,", 512 * 1024)), out var fault));

        Assert.Equal("The cron expression has 1048576 characters; at most 512 are allowed.", fault!.Message);
    }

    [Fact]
    public void TryParse_AnyText_EndsInAnExpressionOrAFault()
    {
        var random = new Random(5);
        const string Letters = "0123456789*/,-?LW#@ monfriJAN\t\0é\uD800";
        for (var index = 0; index < 20_000; index++)
        {
            var text = new string([.. Enumerable.Range(0, random.Next(40)).Select(_ => Letters[random.Next(Letters.Length)])]);

            var expression = CronExpression.TryParse(text, out var fault);

            Assert.True(expression is null != fault is null, text);
        }
    }

    [Theory]
    [InlineData("30 2 * * *", SkippedTime.AtJump, "2026-03-29 03:00")]
    [InlineData("30 2 * * *", SkippedTime.Shifted, "2026-03-29 03:30")]
    [InlineData("*/20 2 * * *", SkippedTime.AtJump, "2026-03-29 03:00")]
    [InlineData("*/20 2 * * *", SkippedTime.Shifted, "2026-03-29 03:00,2026-03-29 03:20,2026-03-29 03:40")]
    [InlineData("30 * * * *", SkippedTime.AtJump, "2026-03-29 00:30,2026-03-29 01:30,2026-03-29 03:30,2026-03-29 04:30")]
    public void Next_HourThatIsSkipped_GoesByThePolicyOrByTheClock(string text, SkippedTime skipped, string expected)
    {
        var schedule = new CronSchedule(CronExpression.TryParse(text, out _)!) { ClockChange = new ClockChangePolicy(skipped, default) };

        Assert.Equal(expected.Split(','), Places.Locals(schedule, "2026-03-28T23:00", "2026-03-29T02:30", Places.Berlin));
    }

    [Theory]
    [InlineData("30 2 * * *", 1)]
    [InlineData("30 * * * *", 2)]
    public void Next_HourThatIsRepeated_ComesTwiceOnlyWithEveryHour(string text, int times)
    {
        var schedule = new CronSchedule(CronExpression.TryParse(text, out _)!);

        var locals = Places.Locals(schedule, "2026-10-24T23:00", "2026-10-25T03:00", Places.Berlin);

        Assert.Equal(times, locals.Count(local => local == "2026-10-25 02:30"));
    }

    [Fact]
    public void Next_EveryHourWhereClocksGoBackOverMidnight_SlotsStayInOrder()
    {
        // Walk asserts the order of the slots.
        var found = Places.Walk(new CronSchedule(CronExpression.TryParse("*/10 * * * *", out _)!),
            Places.Utcs("2008-11-02T00:00"), Places.Utcs("2008-11-02T06:00"), Places.In("America/St_Johns"));

        Assert.Equal(36, found.Count);
    }
}
