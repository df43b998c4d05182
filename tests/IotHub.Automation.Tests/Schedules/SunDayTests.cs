using IotHub.Automation.Schedules.Sun;

namespace IotHub.Automation.Tests.Schedules;

public sealed class SunDayTests
{
    public static TheoryData<double, double> Everywhere()
    {
        var data = new TheoryData<double, double>();
        double[] latitudes = [-90, -89.99, -78.5, -69, -66.56, -45, -23.44, 0, 10, 40.7, 52.52, 60, 65.73, 66.2, 67.4, 69, 69.65, 78.22, 83, 89, 89.9, 90];
        foreach (var latitude in latitudes)
        {
            data.Add(latitude, Math.IEEERemainder(latitude * 7, 360));
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Everywhere))]
    public void Find_EachDayOfAYear_RisesAndSetsAtMostOnceInOrderAndAtTheRightElevation(double latitude, double longitude)
    {
        var place = Places.Position(latitude, longitude);
        var day = SunDay.Near(Places.Utcs("2027-12-25T12:00"), place);
        var events = new List<(DateTimeOffset At, bool IsRise)>();
        for (var index = 0; index < 380; index++, day = day.Add(1))
        {
            Assert.True(day.Lowest < day.Add(1).Lowest, $"day {day.Number} ends before it begins");
            var (rise, set) = (day.Find(SunEvent.Sunrise), day.Find(SunEvent.Sunset));
            Take(rise, isRise: true);
            Take(set, isRise: false);
            CheckPresence(day, place, rise, set);
        }

        // Up and down come in turns, so nothing is lost and nothing comes twice.
        for (var index = 1; index < events.Count; index++)
        {
            Assert.True(events[index].At > events[index - 1].At, $"{events[index].At:u} is not after {events[index - 1].At:u}");
            Assert.NotEqual(events[index - 1].IsRise, events[index].IsRise);
        }

        void Take(DateTimeOffset? moment, bool isRise)
        {
            if (moment is { } at)
            {
                Assert.InRange(SunPosition.Elevation(at, place), -0.833 - 0.01, -0.833 + 0.01);
                Assert.InRange(AlmanacSun.Elevation(at, place), -0.833 - 0.03, -0.833 + 0.03);
                Assert.Equal(isRise, SunPosition.Elevation(at, place) >= -0.833);
                events.Add((at, isRise));
            }
        }
    }

    [Theory]
    [InlineData(90, "2026-03-18", "2026-09-25")]
    [InlineData(-90, "2026-09-20", "2026-03-22")]
    public void Find_AtThePoles_SunRisesOnceAndSetsOnceAYear(double latitude, string rise, string set)
    {
        var place = Places.Position(latitude, 0);
        var days = Enumerable.Range(0, 365).Select(index => SunDay.Near(Places.Utcs("2026-01-01T12:00"), place).Add(index)).ToList();

        Assert.Equal(rise, Assert.Single(days.Select(day => day.Find(SunEvent.Sunrise)).OfType<DateTimeOffset>()).ToString("yyyy-MM-dd"));
        Assert.Equal(set, Assert.Single(days.Select(day => day.Find(SunEvent.Sunset)).OfType<DateTimeOffset>()).ToString("yyyy-MM-dd"));
    }

    // Rows of a table of an observatory for 69.5° N 19° E, in UTC + 1 h, to the minute. On the last nights before the midnight sun it hardly climbs:
    // a hundredth of a degree is half a minute.
    [Theory]
    [InlineData("2014-04-01", "civil-dawn", "03:46")]
    [InlineData("2014-04-01", "sunrise", "04:50")]
    [InlineData("2014-04-01", "noon", "11:48")]
    [InlineData("2014-04-01", "sunset", "18:49")]
    [InlineData("2014-04-01", "civil-dusk", "19:53")]
    [InlineData("2014-04-30", "sunrise", "02:29")]
    [InlineData("2014-04-30", "noon", "11:41")]
    [InlineData("2014-04-30", "sunset", "20:58")]
    [InlineData("2014-05-17", "sunrise", "00:29")]
    public void Find_DayOfATable_IsTheSameMinute(string date, string name, string expected)
    {
        var place = Places.Position(69.5, 19);
        Assert.True(SunEvent.TryParse(name, out var happening, out _, out _));

        var found = SunDay.Near(Places.Utcs(date + "T11:00"), place).Find(happening)!.Value;

        Assert.InRange((found.AddHours(1).TimeOfDay - TimeSpan.Parse(expected)).TotalSeconds, -45, 45);
    }

    // The same table: the sun rises on 18 May at 00:13 and next sets 69 days later, on 25 July at 23:20.
    [Fact]
    public void Find_MidnightSunOfATable_BeginsAndEndsOnTheseDates()
    {
        var place = Places.Position(69.5, 19);
        var days = Enumerable.Range(0, 120).Select(index => SunDay.Near(Places.Utcs("2014-05-01T11:00"), place).Add(index)).ToList();
        var rises = days.Select(day => day.Find(SunEvent.Sunrise)).OfType<DateTimeOffset>().ToList();
        var sets = days.Select(day => day.Find(SunEvent.Sunset)).OfType<DateTimeOffset>().ToList();

        var last = rises.Last(rise => rise.Month < 7);
        var next = sets.First(set => set > last);

        Assert.Equal("2014-05-18", last.AddHours(1).ToString("yyyy-MM-dd"));
        Assert.Equal("2014-07-25", next.AddHours(1).ToString("yyyy-MM-dd"));
    }

    [Theory]
    [InlineData("astronomical-dawn")]
    [InlineData("nautical-dawn")]
    public void Find_BrightNightsInTheNorth_HaveNoSuchDawn(string name)
    {
        Assert.True(SunEvent.TryParse(name, out var happening, out _, out _));

        Assert.Null(SunDay.Near(Places.Utcs("2026-06-21T12:00"), Places.Position(60, 25)).Find(happening));
        Assert.NotNull(SunDay.Near(Places.Utcs("2026-12-21T12:00"), Places.Position(60, 25)).Find(happening));
    }

    // By the other formula: on a day on which the sun clearly goes through the height it has both events, on one on which it clearly does not, none.
    private static void CheckPresence(SunDay day, GeoPosition place, DateTimeOffset? rise, DateTimeOffset? set)
    {
        var (lowest, highest, next) = (day.Lowest, day.Highest, day.Add(1).Lowest);
        var heights = Enumerable.Range(0, 49).Select(index => AlmanacSun.Elevation(lowest + ((next - lowest) * index / 48), place)).ToList();
        if (heights.Max() < -0.863 || heights.Min() > -0.803)
        {
            Assert.Null(rise);
            Assert.Null(set);
        }

        if (heights[0] < -0.863 && AlmanacSun.Elevation(highest, place) > -0.803)
        {
            Assert.NotNull(rise);
        }

        if (heights[^1] < -0.863 && AlmanacSun.Elevation(highest, place) > -0.803)
        {
            Assert.NotNull(set);
        }
    }
}
