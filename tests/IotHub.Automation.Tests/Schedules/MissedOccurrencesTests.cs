using IotHub.Automation.Schedules;
using IotHub.Automation.Schedules.Cron;
using IotHub.Automation.Schedules.Missed;
using IotHub.Automation.Schedules.Sun;

namespace IotHub.Automation.Tests.Schedules;

public sealed class MissedOccurrencesTests
{
    private static readonly TimesSchedule Seven = new(new TimeOnly(7, 0));

    [Theory]
    [InlineData("2026-06-03T07:20", "skip", null, "3 times were missed between 2026-06-01 07:00:00 and 2026-06-03 07:20:00; not run, the last of them came 20m ago (skip).")]
    [InlineData("2026-06-03T07:20", "run-once", "2026-06-03", "3 times were missed between 2026-06-01 07:00:00 and 2026-06-03 07:20:00; runs now for that of 2026-06-03 07:00:00, 20m ago (run-once).")]
    [InlineData("2026-06-01T07:30", "run-if-within: 30m", "2026-06-01", "1 time was missed between 2026-06-01 07:00:00 and 2026-06-01 07:30:00; runs now for that of 2026-06-01 07:00:00, 30m ago (run-if-within: 30m).")]
    [InlineData("2026-06-01T07:31", "run-if-within: 30m", null, "1 time was missed between 2026-06-01 07:00:00 and 2026-06-01 07:31:00; not run, the last of them came 31m ago (run-if-within: 30m).")]
    [InlineData("2026-06-01T06:59", "run-once", null, "")]
    [InlineData("2026-05-01T06:59", "run-once", null, "")]
    public void Missed_ByPolicy_RunsOrSaysWhyNot(string now, string policy, string? runs, string text)
    {
        var outcome = MissedOccurrences.Missed(Seven, TakenSlots.None, Places.Utcs("2026-05-31T22:00"), Places.Utcs(now), MissedPolicy.TryParse(policy, out _)!, Places.Utc);

        Assert.Equal((runs, text), (outcome.Run?.Slot.Date.ToString("yyyy-MM-dd"), outcome.Text));
    }

    [Fact]
    public void Missed_SlotThatWasTakenBefore_IsNotRunAgain()
    {
        var taken = TakenSlots.None.Take(Seven.Next(Places.Utcs("2026-06-01T00:00"), Places.Utc)!.Value.Slot);

        Assert.Same(MissedOutcome.None, MissedOccurrences.Missed(Seven, taken, Places.Utcs("2026-06-01T00:00"), Places.Utcs("2026-06-01T09:00"), MissedPolicy.RunOnce, Places.Utc));
        Assert.Equal(1, MissedOccurrences.Missed(Seven, taken, Places.Utcs("2026-06-01T00:00"), Places.Utcs("2026-06-02T09:00"), MissedPolicy.RunOnce, Places.Utc).Count);
    }

    [Fact]
    public void Missed_EachSecondForAMonth_IsCountedUpToTheBound()
    {
        var schedule = IntervalSchedule.Daily(TimeSpan.FromSeconds(1), default, out _)!;

        var outcome = MissedOccurrences.Missed(schedule, TakenSlots.None, Places.Utcs("2026-06-01T00:00"), Places.Utcs("2026-07-01T00:00"), MissedPolicy.RunOnce, Places.Utc);

        Assert.Equal("More than 1000 times were missed between 2026-06-01 00:00:01 and 2026-07-01 00:00:00; runs now for that of 2026-07-01 00:00:00, just now (run-once).", outcome.Text);
        Assert.Equal(Places.Utcs("2026-07-01T00:00"), outcome.Run!.Value.Moment);
    }

    [Fact]
    public void MissedDefault_ByKind_IsAsDocumented() => Assert.Equal(
        ["run-if-within: 30m", "run-if-within: 30m", "skip", "skip"],
        new Schedule[]
        {
            Seven, new SunSchedule(SunEvent.Sunset), new CronSchedule(CronExpression.TryParse("0 7 * * *", out _)!), IntervalSchedule.Daily(TimeSpan.FromHours(1), default, out _)!,
        }.Select(schedule => schedule.MissedDefault.ToString()));

    [Theory]
    [InlineData("run-if-within:30m", "run-if-within: 30m")]
    [InlineData("run-if-within: 1h30m", "run-if-within: 1h30m")]
    [InlineData("skip", "skip")]
    public void TryParse_Policy_IsRead(string text, string expected) => Assert.Equal(expected, MissedPolicy.TryParse(text, out _)!.ToString());

    [Theory]
    [InlineData("runonce", "Did you mean \"run-once\"?")]
    [InlineData("run-if-within: 30 mins", "Did you mean \"run-if-within: 30m\"?")]
    [InlineData("run-if-within: 0s", null)]
    [InlineData("", null)]
    public void TryParse_WrongPolicy_IsRefused(string text, string? suggestion)
    {
        Assert.Null(MissedPolicy.TryParse(text, out var fault));
        Assert.Equal(suggestion, fault!.Suggestion);
    }

    [Fact]
    public void NextUntaken_ClockWentBackByADayWithASlotForEachSecond_GoesOnAfterTheLast()
    {
        var schedule = IntervalSchedule.Daily(TimeSpan.FromSeconds(1), default, out _)!;
        var first = schedule.Next(Places.Utcs("2026-06-01T12:00"), Places.Utc)!.Value;
        var last = schedule.Next(Places.Utcs("2026-06-02T12:00"), Places.Utc)!.Value;
        var taken = TakenSlots.None.Take(first.Slot).Take(last.Slot).Break();

        Assert.Equal(first, MissedOccurrences.NextUntaken(schedule, first.Moment.AddSeconds(-1), TakenSlots.None, Places.Utc));
        Assert.Equal(last.Moment.AddSeconds(1), MissedOccurrences.NextUntaken(schedule, Places.Utcs("2026-06-01T12:00"), taken, Places.Utc)!.Value.Moment);
        Assert.Equal(last.Moment.AddSeconds(1), MissedOccurrences.NextUntaken(schedule, Places.Utcs("2026-06-02T03:00"), taken, Places.Utc)!.Value.Moment);
    }

    [Fact]
    public void Latest_OfManySpans_IsTheLastOfAWalk()
    {
        var random = new Random(11);
        Schedule[] schedules = [Seven, IntervalSchedule.Daily(TimeSpan.FromMinutes(7), default, out _)!, new SunSchedule(SunEvent.Sunset), new CronSchedule(CronExpression.TryParse("5 */3 * * mon", out _)!)];
        for (var index = 0; index < 400; index++)
        {
            var schedule = schedules[index % schedules.Length];
            var after = Places.Utcs("2026-10-20T00:00").AddSeconds(random.Next(86_400 * 10));
            var upTo = after.AddSeconds(Math.Pow(10, random.NextDouble() * 5.6));

            var expected = Places.Walk(schedule, after, upTo, Places.Berlin);

            Assert.Equal(expected.Count == 0 ? null : expected[^1], schedule.Latest(after, upTo, Places.Berlin));
        }
    }
}
