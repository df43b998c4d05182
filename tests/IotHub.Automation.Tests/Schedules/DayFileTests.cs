using System.Text;
using IotHub.Automation.Schedules;
using IotHub.Automation.Schedules.Days;
using IotHub.Contracts.Diagnostics;

namespace IotHub.Automation.Tests.Schedules;

public sealed class DayFileTests
{
    private const string Shift = """
        {
          "// from": "the town hall",
          "holidays": [ { "date": "2026-12-25", "name": "Christmas" }, { "date": "12-31", "name": "each year" }, "2026-05-01" ],
          "workdays": [ "2026-10-10" ],
          "weekend": [ "fri", "sat" ],
          "sets": { "school": [ "2026-09-14..2026-12-18" ], "bins": [ "2026-11-24" ] }
        }
        """;

    [Fact]
    public void Read_Json_IsTheCalendar()
    {
        var result = DayFile.Read(Encoding.UTF8.GetBytes(Shift));

        Assert.Empty(result.Diagnostics);
        var calendar = result.Calendar!;
        Assert.Equal("Christmas", calendar.Holidays.NameOf(new DateOnly(2026, 12, 25)));
        Assert.Null(calendar.Holidays.NameOf(new DateOnly(2027, 12, 25)));
        Assert.Equal("each year", calendar.Holidays.NameOf(new DateOnly(2031, 12, 31)));
        Assert.True(calendar.IsWorkday(new DateOnly(2026, 10, 10)));
        Assert.Equal(Weekdays.Friday | Weekdays.Saturday, calendar.Weekend);
        Assert.Equal("workday weekend holiday bins school", string.Join(' ', calendar.KindNames));
    }

    [Fact]
    public void Read_JsonWithFaults_NamesEachWithItsPlace()
    {
        const string Text = """
            {
              "holidays": [ "2026-02-30", { "name": "no date" }, 5, "1.5.2026" ],
              "workday": [],
              "weekend": [ "sunday" ],
              "sets": { "holiday": [], "School": [], "a": "2026-01-01" }
            }
            """;

        var result = DayFile.Read(Encoding.UTF8.GetBytes(Text));

        Assert.Null(result.Calendar);
        Assert.Equal(
            [
                "2:17 days.date /holidays/0", "2:31 days.member.missing /holidays/1", "2:54 days.date /holidays/2", "2:57 days.date /holidays/3",
                "3:3 days.member.unknown /workday", "4:16 days.day /weekend/0", "5:24 days.set.name /sets/holiday", "5:38 days.set.name /sets/School", "5:47 days.type /sets/a",
            ],
            result.Diagnostics.Select(fault => $"{fault.Line}:{fault.Column} {fault.Code} {fault.Path}"));
        Assert.Equal("Did you mean \"2026-05-01\"?", result.Diagnostics[3].Suggestion);
        Assert.Equal("Did you mean \"workdays\"?", result.Diagnostics[4].Suggestion);
        Assert.Equal("Did you mean \"sun\"?", result.Diagnostics[5].Suggestion);
    }

    [Fact]
    public void Read_ICalendar_IsTheHolidays()
    {
        var result = Read(
            "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//example//EN",
            "BEGIN:VEVENT", "UID:1", "DTSTART;VALUE=DATE:20261225", "DTEND;VALUE=DATE:20261227", "SUMMARY;LANGUAGE=en:Christmas\\, both", "  days", "END:VEVENT",
            "BEGIN:VEVENT", "DTSTART;VALUE=DATE:20200501", "RRULE:FREQ=YEARLY;UNTIL=20280430", "SUMMARY:Labour Day", "BEGIN:VALARM", "TRIGGER:-PT1H", "DURATION:PT1H", "END:VALARM", "END:VEVENT",
            "BEGIN:VEVENT", "DTSTART;VALUE=DATE:20240229", "RRULE:FREQ=YEARLY;COUNT=2", "SUMMARY:Leap day", "END:VEVENT",
            "BEGIN:VEVENT", "DTSTART;VALUE=DATE:20261230", "DURATION:P4D", "RRULE:FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=30", "SUMMARY:Turn of the year", "END:VEVENT",
            "BEGIN:VEVENT", "DTSTART;VALUE=DATE:20260601", "STATUS:CANCELLED", "END:VEVENT",
            "END:VCALENDAR");

        Assert.Empty(result.Diagnostics);
        var holidays = result.Calendar!.Holidays;
        Assert.Equal("Christmas, both days", holidays.NameOf(new DateOnly(2026, 12, 26)));
        Assert.Null(holidays.NameOf(new DateOnly(2026, 12, 27)));
        Assert.Equal(
            [false, true, true, false],
            new[] { 2019, 2020, 2027, 2028 }.Select(year => holidays.Contains(new DateOnly(year, 5, 1))));
        Assert.Equal([true, true, false], new[] { 2024, 2028, 2032 }.Select(year => holidays.Contains(new DateOnly(year, 2, 29))));
        Assert.Equal([false, true, true, false], new[] { new DateOnly(2026, 1, 2), new DateOnly(2027, 1, 2), new DateOnly(2031, 12, 30), new DateOnly(2032, 1, 3) }.Select(holidays.Contains));
        Assert.False(holidays.Contains(new DateOnly(2026, 6, 1)));
    }

    [Theory]
    [InlineData("DTSTART:20261225T120000Z", "4:9 The event \"X\" does not begin on a date; only events of whole days are holidays; it is left out.")]
    [InlineData("DTSTART;VALUE=DATE:20260230", "4:20 The event \"X\" does not begin on a date; only events of whole days are holidays; it is left out.")]
    [InlineData("DTSTART;VALUE=DATE:20261225\r\nRRULE:FREQ=MONTHLY", "5:7 The event \"X\" has the rule FREQ=MONTHLY; only FREQ=YEARLY on the same date is read here; it is left out.")]
    [InlineData("DTSTART;VALUE=DATE:20261225\r\nRRULE:FREQ=YEARLY;BYDAY=4TH", "5:7 The event \"X\" has the rule BYDAY=4TH; only FREQ=YEARLY on the same date is read here; it is left out.")]
    [InlineData("DTSTART;VALUE=DATE:20261225\r\nDURATION:PT1H", "5:10 The event \"X\" has a duration that is not a number of days; it is left out.")]
    [InlineData("DTSTART;VALUE=DATE:20261225\r\nDTEND;VALUE=DATE:20991225", "2:1 The event \"X\" lasts 26663 days and is left out; at most 366 are allowed.")]
    [InlineData("DTSTART;VALUE=DATE:20261225\r\nEXDATE;VALUE=DATE:20261225", "5:19 The event \"X\" has EXDATE, which is not read here; it is left out.")]
    [InlineData("UID:1", "2:1 The event \"X\" has no DTSTART and is left out.")]
    public void Read_EventBeyondTheSubset_IsLeftOutAndSaid(string lines, string expected)
    {
        var result = Read("BEGIN:VCALENDAR", "BEGIN:VEVENT", "SUMMARY:X", lines, "END:VEVENT", "BEGIN:VEVENT", "DTSTART;VALUE=DATE:20260101", "END:VEVENT", "END:VCALENDAR");

        var fault = Assert.Single(result.Diagnostics);
        Assert.Equal((DiagnosticSeverity.Warning, expected), (fault.Severity, $"{fault.Line}:{fault.Column} {fault.Message}"));
        Assert.True(result.Calendar!.IsHoliday(new DateOnly(2026, 1, 1)));
    }

    [Fact]
    public void Read_CalendarThatIsCutOff_IsRefused()
    {
        var result = Read("BEGIN:VCALENDAR", "BEGIN:VEVENT", "DTSTART;VALUE=DATE:20260101");

        Assert.Null(result.Calendar);
        Assert.Equal("The file ends within VEVENT; it has been cut off.", Assert.Single(result.Diagnostics).Message);
    }

    [Fact]
    public void Read_MoreBytesThanAllowed_IsRefused() =>
        Assert.Equal("days.limit", Assert.Single(DayFile.Read(new byte[ScheduleLimits.DayFileBytesMax + 1]).Diagnostics).Code);

    [Theory]
    [InlineData("{\"holidays\":[", "\"12-25\"", ",", "]}", 5000, 1)]
    [InlineData("{\"holidays\":[", "\"12-25..12-26\"", ",", "]}", 300, 1)]
    [InlineData("{\"holidays\":[", "\"x\"", ",", "]}", 4000, 100)]
    [InlineData("{", "\"a\":1", ",", "}", 100_000, 1)]
    [InlineData("{\"sets\":{", "\"a\":[]", ",", "}}", 100_000, 1)]
    [InlineData("[", "[", "", "", 100_000, 1)]
    [InlineData("BEGIN:VCALENDAR\n", "x\n", "", "", 100_000, 100)]
    [InlineData("BEGIN:VCALENDAR\n", "BEGIN:VEVENT\n", "", "", 50_000, 100)]
    [InlineData("BEGIN:VCALENDAR\n", "BEGIN:VEVENT\nDTSTART;VALUE=DATE:20260101\nEND:VEVENT\n", "", "END:VCALENDAR", 5000, 1)]
    public void Read_HostileFile_IsRefusedWithBoundedWords(string start, string part, string between, string end, int times, int faultsMax)
    {
        var result = DayFile.Read(Encoding.UTF8.GetBytes(start + string.Join(between, Enumerable.Repeat(part, times)) + end));

        Assert.Null(result.Calendar);
        Assert.InRange(result.Diagnostics.Length, 1, faultsMax + 1);
    }

    [Fact]
    public void Read_AnyBytes_EndInACalendarOrAnError()
    {
        var random = new Random(17);
        var seeds = new[] { Encoding.UTF8.GetBytes(Shift), Encoding.UTF8.GetBytes("BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART;VALUE=DATE:20261225\r\nRRULE:FREQ=YEARLY;COUNT=3\r\nDURATION:P2D\r\nSUMMARY:a\\,b\r\n c\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n") };
        for (var index = 0; index < 20_000; index++)
        {
            var bytes = (byte[])seeds[index % 2].Clone();
            for (var change = random.Next(1, 6); change > 0; change--)
            {
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            }

            var result = DayFile.Read(bytes.AsMemory(0, random.Next(2) == 0 ? bytes.Length : random.Next(bytes.Length)));

            Assert.Equal(result.Calendar is null, result.Diagnostics.Any(fault => fault.Severity == DiagnosticSeverity.Error));
        }
    }

    [Fact]
    public void With_AnotherFile_HasTheDaysOfBoth()
    {
        var mine = DayFile.Read(Encoding.UTF8.GetBytes(Shift)).Calendar!;
        var official = Read("BEGIN:VCALENDAR", "BEGIN:VEVENT", "DTSTART;VALUE=DATE:20261003", "END:VEVENT", "END:VCALENDAR").Calendar!;

        var both = mine.With(official);

        Assert.True(both.IsHoliday(new DateOnly(2026, 10, 3)) && both.IsHoliday(new DateOnly(2026, 12, 25)));
        Assert.Equal(mine.Weekend, both.Weekend);
    }

    private static DayFileResult Read(params string[] lines) => DayFile.Read(Encoding.UTF8.GetBytes(string.Join("\r\n", lines) + "\r\n"));
}
