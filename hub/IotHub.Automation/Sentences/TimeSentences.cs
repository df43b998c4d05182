using System.Collections.Immutable;
using System.Globalization;
using IotHub.Automation.Schedules;
using IotHub.Automation.Schedules.Days;
using IotHub.Automation.Schedules.LocalTime;
using IotHub.Automation.Schedules.Missed;
using IotHub.Automation.Schedules.Sun;

namespace IotHub.Automation.Sentences;

/// <summary>Puts schedules, days and tests of the time into words.</summary>
internal sealed class TimeSentences(SentenceVoice voice)
{
    private static readonly ImmutableArray<(string English, string Chinese)> Weekdays =
    [
        ("Monday", "周一"), ("Tuesday", "周二"), ("Wednesday", "周三"), ("Thursday", "周四"), ("Friday", "周五"), ("Saturday", "周六"), ("Sunday", "周日"),
    ];

    /// <summary>A schedule, the days on which it counts, and what becomes of missed times.</summary>
    public string Schedule(Schedule schedule, MissedPolicy missed)
    {
        var said = Schedule(schedule);
        return missed == schedule.MissedDefault ? said : voice.Say("missed", said, Missed(missed));
    }

    /// <summary>A schedule and the days on which it counts.</summary>
    public string Schedule(Schedule schedule)
    {
        var said = schedule switch
        {
            TimesSchedule times => Clock(voice.Say("times", voice.OneOrSeveral([.. times.Times.Select(SentenceVoice.Time)])), times.ClockChange),
            CronSchedule cron => Clock(voice.Say("cron", voice.Quote(cron.Expression.Text)), cron.ClockChange),
            IntervalSchedule { Start: { } start } interval => voice.Say("interval.from", voice.Duration(interval.Every), start.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture)),
            IntervalSchedule interval => voice.Say("interval", voice.Duration(interval.Every), SentenceVoice.Time(interval.Align)),
            SunSchedule sun => voice.Say("sun", Shifted(Event(sun.Happening), sun.Offset)),
            DayEdgeSchedule edge => voice.Say("sun", Shifted(voice.Say(edge.AtEnd ? "day.ends" : "day.begins"), edge.Offset)),
            _ => schedule.ToString(),
        };
        var days = Days(schedule.Days);
        return days.Count == 0 ? said : voice.Say("on", said, voice.OneOrSeveral(days));
    }

    /// <summary>Days of the week; empty where all count.</summary>
    public string Of(Weekdays days) => days == Schedules.Days.Weekdays.All ? string.Empty : voice.OneOrSeveral(
        [.. Weekdays.Where((_, index) => ((int)days & (1 << index)) != 0).Select(day => voice.IsChinese ? day.Chinese : day.English)]);

    /// <summary>A window of the day.</summary>
    public string Window(TimeOnly? after, TimeOnly? before) => (after, before) switch
    {
        ({ } from, { } to) => voice.Say("window", SentenceVoice.Time(from), SentenceVoice.Time(to)),
        ({ } from, null) => voice.Say("window.after", SentenceVoice.Time(from)),
        (null, { } to) => voice.Say("window.before", SentenceVoice.Time(to)),
        _ => voice.Say("window.day"),
    };

    /// <summary>What is asked of the time.</summary>
    public string Test(TimeTest test) => test switch
    {
        TimeTest.Window window => voice.Say("window.rule", Window(window.From, window.To), voice.Several(Days(window.Days))),
        TimeTest.Elevation { Above: { } above, Below: null } when above.Equals(SunEvent.Sunrise.Elevation) => voice.Say("sun.up"),
        TimeTest.Elevation { Above: null, Below: { } below } when below.Equals(SunEvent.Sunrise.Elevation) => voice.Say("sun.down"),
        TimeTest.Elevation { Above: { } above, Below: { } below } => voice.Say("sun.between", SentenceVoice.Number(above), SentenceVoice.Number(below)),
        TimeTest.Elevation { Above: { } above } => voice.Say("sun.above", SentenceVoice.Number(above)),
        TimeTest.Elevation { Below: { } below } => voice.Say("sun.below", SentenceVoice.Number(below)),
        TimeTest.Between between => voice.Say("sun.window", Moment(between.Opens), Moment(between.Closes)),
        TimeTest.After after => voice.Say("sun.from", Shifted(Event(after.Happening), after.Offset)),
        TimeTest.Before before => voice.Say("sun.until", Shifted(Event(before.Happening), before.Offset)),
        _ => test.ToString(),
    };

    // Of an event of the sun only what it is; anything else in brackets, since it is a clause of its own.
    private string Moment(Schedule schedule) => schedule is SunSchedule sun && Days(sun.Days).Count == 0 ? Shifted(Event(sun.Happening), sun.Offset) : voice.Several([Schedule(schedule)]);

    private string Event(SunEvent happening) => SunEvent.Named.Contains(happening) ? voice.Say($"sun.{happening.Name}")
        : voice.Say(happening.IsRising ? "sun.rises" : "sun.sets", SentenceVoice.Number(happening.Elevation));

    private string Shifted(string what, TimeSpan offset) =>
        offset == default ? what : voice.Say(offset > default(TimeSpan) ? "sun.after" : "sun.before", voice.Duration(offset.Duration()), what);

    private List<string> Days(DayRule days)
    {
        var said = new List<string>();
        Add(Of(days.Weekdays));
        Add(days.Dates.IsEmpty ? string.Empty : voice.Say("on.dates", voice.OneOrSeveral([.. days.Dates.Select(date => date.ToString())])));
        Add(days.Kinds.IsEmpty ? string.Empty : voice.Say("on.kinds", voice.Quotes(days.Kinds)));
        Add(days.Except.IsEmpty ? string.Empty : voice.Say("on.except", voice.Quotes(days.Except)));
        Add(days.Weeks is { } weeks ? voice.Say("on.weeks", SentenceVoice.Number(weeks.Every), weeks.From.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)) : string.Empty);
        return said;

        void Add(string text)
        {
            if (text.Length > 0)
            {
                said.Add(text);
            }
        }
    }

    private string Clock(string said, ClockChangePolicy policy)
    {
        var parts = new List<string>();
        if (policy.Skipped == SkippedTime.Shifted)
        {
            parts.Add(voice.Say("clock.Shifted"));
        }

        if (policy.Repeated == RepeatedTime.Second)
        {
            parts.Add(voice.Say("clock.Second"));
        }

        return parts.Count == 0 ? said : voice.Say("clock", said, voice.Several(parts));
    }

    private string Missed(MissedPolicy missed) => missed == MissedPolicy.Skip ? voice.Say("missed.skip")
        : missed == MissedPolicy.RunOnce ? voice.Say("missed.once")
        : voice.Say("missed.within", Compilation.Duration.TryParse(missed.ToString().AsSpan(missed.ToString().LastIndexOf(' ') + 1), out var age) ? voice.Duration(age) : missed.ToString());
}
