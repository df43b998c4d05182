using IotHub.Automation.Compilation;

namespace IotHub.Automation.Documents.Forms;

/// <summary>The types of members about time.</summary>
internal static class TimeTypes
{
    private const string SunNames = "sunrise|sunset|noon|(civil-|nautical-|astronomical-)?(dawn|dusk)";

    public static FormType Missed { get; } = new ScheduleTextType("missed", "What becomes of times that were missed.", "^(skip|run-once|run-if-within: ?[0-9dhms]+)$", "skip", "run-once", "run-if-within: 30m");

    public static FormType DayKind { get; } = new ScheduleTextType("dayKind", "workday, weekend, holiday, or a set of the home's day file.", "^[a-z0-9]+(-[a-z0-9]+)*$", "workday", "weekend", "holiday");

    public static FormType DayKinds { get; } = new OneOrMoreType(DayKind, AutomationLimits.TestValuesMax);

    public static FormType Dates { get; } = new OneOrMoreType(
        new ScheduleTextType("date", "A date of one year or of each, or a range of them.", "^([0-9]{4}-)?[0-9]{2}-[0-9]{2}(\\.\\.([0-9]{4}-)?[0-9]{2}-[0-9]{2})?$", "2026-12-24", "12-24", "12-24..01-06"),
        AutomationLimits.WatchedMax);

    public static FormType Cron { get; } = new ScheduleTextType("cron", "Minute, hour, day of the month, month, day of the week; seconds may stand before them.", null, "*/15 * * * *", "0 7 * * mon-fri");

    public static FormType SunEvent { get; } = new ScheduleTextType("sunEvent", "An event of the sun, with an offset.", $"^({SunNames}) ?([+-] ?[0-9hms]+)?$", "sunset-30m", "sunrise");

    public static FormType SunOrElevation { get; } = new ScheduleTextType("sunEventOrElevation", "An event of the sun, or elevation.", $"^(elevation|{SunNames})$", "sunset", "elevation");

    public static FormType ClockChange { get; } = new OneOrMoreType(new WordType("clockChange", "at-jump", "shifted", "first", "second"), 2);
}
