using System.Globalization;
using IotHub.Automation.Schedules;
using IotHub.Automation.Schedules.Days;

namespace IotHub.Automation.Tests.Schedules;

public sealed class DayEdgeScheduleTests
{
    private static readonly HomePlace Berlin = new()
    {
        Zone = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin"),
        Calendar = HomeCalendar.Plain with { Holidays = DatePattern.TryParse("12-25..12-26", out var christmas, out _) ? new DaySet([new DayEntry(christmas, "Christmas")]) : DaySet.Empty },
    };

    [Theory]
    [InlineData(false, 0, "2026-12-24T23:00:00Z", "2026-12-25T23:00:00Z", "2027-12-24T23:00:00Z")]
    [InlineData(false, -6, "2026-12-24T17:00:00Z", "2026-12-25T17:00:00Z", "2027-12-24T17:00:00Z")]
    [InlineData(true, 0, "2026-12-25T23:00:00Z", "2026-12-26T23:00:00Z", "2027-12-25T23:00:00Z")]
    [InlineData(true, 12, "2026-12-26T11:00:00Z", "2026-12-27T11:00:00Z", "2027-12-26T11:00:00Z")]
    public void Next_Holidays_AreEachADayOfTheirOwn(bool atEnd, int offsetHours, string first, string second, string third)
    {
        var schedule = new DayEdgeSchedule(atEnd, TimeSpan.FromHours(offsetHours)) { Days = new DayRule { Kinds = ["holiday"] } };

        Assert.Equal([first, second, third], Walk(schedule, "2026-11-22T12:00:00Z", 3, Berlin));
    }

    // 29 March 2026 has 23 hours in Berlin, 25 October 25.
    [Theory]
    [InlineData("2026-03-28T12:00:00Z", "2026-03-28T23:00:00Z", "2026-03-29T22:00:00Z")]
    [InlineData("2026-10-24T12:00:00Z", "2026-10-24T22:00:00Z", "2026-10-25T23:00:00Z")]
    public void Next_ClocksChange_EachDayBeginsOnce(string after, string first, string second) =>
        Assert.Equal([first, second], Walk(new DayEdgeSchedule(false), after, 2, Berlin));

    // Samoa had no 30 December 2011.
    [Fact]
    public void Next_DateThatDoesNotExist_NeitherBeginsNorEnds()
    {
        var apia = new HomePlace { Zone = TimeZoneInfo.FindSystemTimeZoneById("Pacific/Apia") };

        Assert.Equal(["2011-12-29T10:00:00Z", "2011-12-30T10:00:00Z", "2011-12-31T10:00:00Z"], Walk(new DayEdgeSchedule(false), "2011-12-29T00:00:00Z", 3, apia));
        Assert.Equal(["2011-12-29T10:00:00Z", "2011-12-30T10:00:00Z", "2011-12-31T10:00:00Z"], Walk(new DayEdgeSchedule(true), "2011-12-29T00:00:00Z", 3, apia));
    }

    [Fact]
    public void Next_NoSuchDay_IsNull() =>
        Assert.Null(new DayEdgeSchedule(false) { Days = new DayRule { Kinds = ["unheard-of"] } }.Next(DateTimeOffset.UnixEpoch.AddYears(50), Berlin));

    private static List<string> Walk(DayEdgeSchedule schedule, string after, int count, HomePlace place)
    {
        var found = new List<string>();
        var moment = DateTimeOffset.Parse(after, CultureInfo.InvariantCulture);
        while (found.Count < count && schedule.Next(moment, place) is { } next)
        {
            moment = next.Moment;
            found.Add(moment.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));
        }

        return found;
    }
}
