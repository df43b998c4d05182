using IotHub.Automation.Schedules;
using IotHub.Automation.Schedules.Days;
using IotHub.Automation.Schedules.Sun;

namespace IotHub.Automation.Tests.Schedules;

public sealed class SunScheduleTests
{
    [Fact]
    public void Next_EachDayOfAYear_ComesOncePerDateInOrder()
    {
        var found = Places.Walk(new SunSchedule(SunEvent.Sunset, TimeSpan.FromMinutes(-30)), Places.Utcs("2027-01-01T00:00"), Places.Utcs("2028-01-01T00:00"), Places.Berlin);

        Assert.Equal(Enumerable.Range(0, 365).Select(index => new Slot(new DateOnly(2027, 1, 1).AddDays(index), 0)), found.Select(occurrence => occurrence.Slot));
    }

    [Fact]
    public void Next_WithinThePolarCircle_ComesOnNoWrongDay()
    {
        var rises = Places.Walk(new SunSchedule(SunEvent.Sunrise), Places.Utcs("2014-01-01T00:00"), Places.Utcs("2015-01-01T00:00"), Places.Tromso);

        Assert.DoesNotContain(rises, rise => rise.Slot.Date > new DateOnly(2014, 5, 18) && rise.Slot.Date < new DateOnly(2014, 7, 25));
        Assert.DoesNotContain(rises, rise => rise.Slot.Date > new DateOnly(2014, 11, 28) || rise.Slot.Date < new DateOnly(2014, 1, 14));
        Assert.Equal(rises.Count, rises.Select(rise => rise.Slot.Date).Distinct().Count());
        Assert.InRange(rises.Count, 240, 260);
    }

    [Fact]
    public void Next_SunsetAfterMidnight_BelongsToTheEveningBefore()
    {
        // 26 July 2014 at 69.5° N: the second sunset after the midnight sun, still summer time.
        var set = Places.Walk(new SunSchedule(SunEvent.Sunset), Places.Utcs("2014-07-24T12:00"), Places.Utcs("2014-07-27T12:00"), Places.Tromso)[0];

        Assert.Equal(new DateOnly(2014, 7, 25), set.Slot.Date);
        Assert.Equal(new DateTime(2014, 7, 26), TimeZoneInfo.ConvertTime(set.Moment, Places.Tromso.Zone).Date);
    }

    [Fact]
    public void Next_DaysOfTheWeek_GoByTheDateOfTheSunsDay()
    {
        var schedule = new SunSchedule(SunEvent.Sunset, TimeSpan.FromHours(6)) { Days = new DayRule { Weekdays = Weekdays.Saturday } };

        var found = Places.Walk(schedule, Places.Utcs("2026-06-01T00:00"), Places.Utcs("2026-06-15T00:00"), Places.Berlin);

        Assert.Equal(["06-06", "06-13"], found.Select(occurrence => occurrence.Slot.Date.ToString("MM-dd")));
        Assert.All(found, occurrence => Assert.Equal(DayOfWeek.Sunday, TimeZoneInfo.ConvertTime(occurrence.Moment, Places.Berlin.Zone).DayOfWeek));
    }

    [Fact]
    public void Next_ElevationThatIsCrossed_IsReachedThen()
    {
        var schedule = new SunSchedule(SunEvent.Crossing(10, isRising: true, out _)!.Value);

        foreach (var occurrence in Places.Walk(schedule, Places.Utcs("2026-03-01T00:00"), Places.Utcs("2026-03-20T00:00"), Places.Berlin))
        {
            Assert.InRange(SunPosition.Elevation(occurrence.Moment, Places.Berlin.Position!), 10, 10.01);
        }
    }

    [Fact]
    public void Next_ZoneHalfATurnFromItsSun_ComesOncePerSunDay()
    {
        // Fiji with clocks of Greenwich, and the date line's own Samoa over the day that it left out.
        var fiji = Places.At("Europe/London", -17.8, 178);
        var samoa = Places.At("Pacific/Apia", -13.8, -171.8);

        Assert.Equal(366, Places.Walk(new SunSchedule(SunEvent.Sunrise), Places.Utcs("2024-01-01T12:00"), Places.Utcs("2025-01-01T12:00"), fiji).Count);
        Assert.Equal(["2011-12-28", "2011-12-29", "2011-12-31", "2012-01-01"],
            Places.Walk(new SunSchedule(SunEvent.Noon), Places.Utcs("2011-12-28T12:00"), Places.Utcs("2012-01-01T12:00"), samoa).Select(noon => noon.Slot.Date.ToString("yyyy-MM-dd")));
    }

    [Fact]
    public void WhyNever_NoPosition_IsSaid() => Assert.Equal(
        "It never comes: the home's latitude and longitude are not set, so sunset is not known.",
        new SunSchedule(SunEvent.Sunset).WhyNever(Places.Utcs("2026-01-01T00:00"), Places.Utc));

    [Fact]
    public void WhyNever_ElevationThatTheSunDoesNotReach_IsSaid() => Assert.Equal(
        "It never comes: on no day that counts does the sun reach \"above 80°\" here.",
        new SunSchedule(SunEvent.Crossing(80, isRising: true, out _)!.Value).WhyNever(Places.Utcs("2026-01-01T00:00"), Places.Berlin));

    [Theory]
    [InlineData("sunset", "sunset", 0)]
    [InlineData("sunset-30m", "sunset", -30)]
    [InlineData("sunrise + 1h", "sunrise", 60)]
    [InlineData("nautical-dawn", "nautical-dawn", 0)]
    [InlineData("civil-dusk - 5m", "civil-dusk", -5)]
    public void TryParse_EventWithOffset_IsRead(string text, string name, int minutes)
    {
        Assert.True(SunEvent.TryParse(text, out var happening, out var offset, out _));
        Assert.Equal((name, TimeSpan.FromMinutes(minutes)), (happening.Name, offset));
    }

    [Theory]
    [InlineData("sunsit", 0, "Did you mean \"sunset\"?")]
    [InlineData("sunset-30 mins", 7, "Did you mean \"sunset-30m\"?")]
    [InlineData("sunset+13h", 7, null)]
    [InlineData("", 0, null)]
    public void TryParse_Wrong_IsRefusedWithWords(string text, int offset, string? suggestion)
    {
        Assert.False(SunEvent.TryParse(text, out _, out _, out var fault));
        Assert.Equal((offset, suggestion), (fault!.Offset, fault.Suggestion));
    }
}
