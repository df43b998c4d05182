using IotHub.Automation.Schedules;
using IotHub.Automation.Schedules.Missed;

namespace IotHub.Automation.Tests.Schedules;

public sealed class TakenSlotsTests
{
    [Fact]
    public void Take_OneAfterTheOther_IsOneStretch()
    {
        var taken = Enumerable.Range(1, 1000).Aggregate(TakenSlots.None, (slots, day) => slots.Take(Day(day)));

        Assert.Equal("2026-01-02#0..2028-09-27#0", taken.ToString());
        Assert.True(taken.Contains(Day(500)));
        Assert.False(taken.Contains(Day(0)));
        Assert.False(taken.Contains(Day(1001)));
        Assert.Equal(Day(1000), taken.Last);
    }

    [Fact]
    public void Take_AfterABreak_LeavesWhatLiesBetweenFree()
    {
        var taken = TakenSlots.None.Take(Day(1)).Take(Day(2)).Break().Take(Day(5)).Take(Day(6));

        Assert.Equal([false, true, true, false, false, true, true, false], Enumerable.Range(0, 8).Select(day => taken.Contains(Day(day))));
    }

    [Fact]
    public void Take_BackBeforeWhatWasTaken_GoesOnUpToIt()
    {
        var taken = TakenSlots.None.Take(Day(5)).Take(Day(6)).Break().Take(Day(1)).Take(Day(2)).Take(Day(5)).Take(Day(7));

        Assert.Equal("2026-01-02#0..2026-01-03#0 2026-01-06#0..2026-01-07#0 2026-01-08#0", taken.ToString());
    }

    [Fact]
    public void Take_MoreStretchesThanAllowed_ForgetsTheOldest()
    {
        var taken = Enumerable.Range(0, ScheduleLimits.TakenRangesMax + 1).Aggregate(TakenSlots.None, (slots, index) => slots.Take(Day(10 * index)).Break());

        Assert.False(taken.Contains(Day(0)));
        Assert.True(taken.Contains(Day(10)));
        Assert.Equal(ScheduleLimits.TakenRangesMax, taken.ToString().Split(' ').Length);
    }

    [Fact]
    public void TryParse_WhatWasWritten_IsTheSame()
    {
        var taken = TakenSlots.None.Take(Day(1)).Take(Day(2)).Break().Take(new Slot(new DateOnly(2026, 10, 25), 12600));

        Assert.Equal(taken.ToString(), TakenSlots.TryParse(taken.ToString())!.ToString());
        Assert.Equal(string.Empty, TakenSlots.TryParse(string.Empty)!.ToString());
    }

    [Theory]
    [InlineData("2026-01-01")]
    [InlineData("2026-01-01#-1")]
    [InlineData("2026-02-30#0")]
    [InlineData("2026-01-02#0..2026-01-01#0")]
    [InlineData("2026-01-02#0 2026-01-01#0")]
    [InlineData("2026-01-01#99999999999")]
    public void TryParse_AnythingElse_IsNull(string text) => Assert.Null(TakenSlots.TryParse(text));

    private static Slot Day(int number) => new(new DateOnly(2026, 1, 1).AddDays(number), 0);
}
