using IotHub.Automation.Compilation;
using IotHub.Automation.Schedules;
using IotHub.Automation.Schedules.Cron;
using IotHub.Automation.Schedules.Days;
using IotHub.Automation.Schedules.Missed;

namespace IotHub.Automation.Documents.Forms;

/// <summary>The types of members about time.</summary>
internal static class TimeTypes
{
    private const string SunNames = "sunrise|sunset|noon|(civil-|nautical-|astronomical-)?(dawn|dusk)";

    public static FormType Missed { get; } = new ScheduleTextType("missed", "What becomes of times that were missed.", "^(skip|run-once|run-if-within: ?[0-9dhms]+)$", "skip", "run-once", "run-if-within: 30m")
    {
        Fault = text => MissedPolicy.TryParse(text, out var fault) is null ? fault : null,
    };

    public static FormType DayKind { get; } = new ScheduleTextType("dayKind", "workday, weekend, holiday, or a set of the home's day file.", "^[a-z0-9]+(-[a-z0-9]+)*$", "workday", "weekend", "holiday")
    {
        Fault = text => IdType.IsId(text) ? null : new TextFault(0, $"A kind of day is {string.Join(", ", Schedules.Days.DayKinds.All)}, or the name of a set of the home's day file; found \"{TextFault.Cut(text)}\"."),
    };

    public static FormType DayKinds { get; } = new OneOrMoreType(DayKind, AutomationLimits.TestValuesMax);

    public static FormType Dates { get; } = new OneOrMoreType(
        new ScheduleTextType("date", "A date of one year or of each, or a range of them.", "^([0-9]{4}-)?[0-9]{2}-[0-9]{2}(\\.\\.([0-9]{4}-)?[0-9]{2}-[0-9]{2})?$", "2026-12-24", "12-24", "12-24..01-06")
        {
            Fault = text => DatePattern.TryParse(text, out _, out var fault) ? null : fault,
        },
        AutomationLimits.WatchedMax);

    public static FormType Cron { get; } = new ScheduleTextType("cron", "Minute, hour, day of the month, month, day of the week; seconds may stand before them.", null, "*/15 * * * *", "0 7 * * mon-fri")
    {
        Fault = text => CronExpression.TryParse(text, out var fault) is null ? fault : null,
    };

    public static FormType SunEvent { get; } = new ScheduleTextType("sunEvent", "An event of the sun, with an offset.", $"^({SunNames}) ?([+-] ?[0-9hms]+)?$", "sunset-30m", "sunrise")
    {
        Fault = text => Schedules.Sun.SunEvent.TryParse(text, out _, out _, out var fault) ? null : fault,
    };

    public static FormType SunOrElevation { get; } = new ScheduleTextType("sunEventOrElevation", "An event of the sun, or elevation.", $"^(elevation|{SunNames})$", "sunset", "elevation")
    {
        Fault = SunFault,
    };

    public static FormType ClockChange { get; } = new OneOrMoreType(new WordType("clockChange", "at-jump", "shifted", "first", "second"), 2);

    // An offset has a member of its own in a trigger, so that a reader sees it.
    private static TextFault? SunFault(string text)
    {
        if (text == "elevation")
        {
            return null;
        }

        if (!Schedules.Sun.SunEvent.TryParse(text, out var happening, out var offset, out var fault))
        {
            return fault!.Suggestion is null && NearestName.Suggest(text, ["elevation"]) is { } guess ? fault with { Suggestion = guess } : fault;
        }

        return offset == default ? null : new TextFault(0, $"The offset stands beside it: \"sun\": \"{happening.Name}\", \"offset\": \"{text[happening.Name.Length..].Replace("+", string.Empty, StringComparison.Ordinal).Trim()}\".");
    }
}
