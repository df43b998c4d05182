using System.Collections.Immutable;
using IotHub.Automation.Conditions;
using IotHub.Automation.Documents;
using IotHub.Automation.Schedules;
using IotHub.Automation.Schedules.Cron;
using IotHub.Automation.Schedules.Days;
using IotHub.Automation.Schedules.LocalTime;
using IotHub.Automation.Schedules.Missed;
using IotHub.Automation.Schedules.Sun;
using IotHub.Contracts.Json;

namespace IotHub.Automation.Compilation;

/// <summary>Turns what is written about time into schedules and tests. The texts were checked with their form; here they are put together.</summary>
internal sealed class ScheduleResolver(CompileContext context)
{
    // The sun's upper edge on the horizon, with refraction, as almanacs have it.
    private static readonly double Horizon = SunEvent.Sunrise.Elevation;

    /// <summary>The schedule of a trigger, and what becomes of what it missed; null where something is wrong, which is said.</summary>
    public (Schedule Schedule, MissedPolicy Missed)? Schedule(JsonNodeAt node, string mark)
    {
        Schedule? schedule = mark switch
        {
            "time" => new TimesSchedule([.. node.Several("time").Select(time => WrittenValues.Time(time)).OfType<TimeOnly>()]) { ClockChange = ClockChange(node) },
            "cron" => node.TextOf("cron") is { } text && CronExpression.TryParse(text, out _) is { } cron ? new CronSchedule(cron) : null,
            "every" => Interval(node),
            "sun" => Sun(node, node.TextOf("sun")),
            "calendar" => new DayEdgeSchedule(node.TextOf("at") == "ends", Offset(node)),
            _ => null,
        };
        if (schedule is null)
        {
            return null;
        }

        schedule = schedule with { Days = Days(node, mark == "calendar" ? "calendar" : "on") };
        CheckComes(node, schedule);
        return (schedule, node.TextOf("onMissed") is { } missed ? MissedPolicy.TryParse(missed, out _) ?? schedule.MissedDefault : schedule.MissedDefault);
    }

    /// <summary>A window of the day, on days that count.</summary>
    public static ConditionPlan Window(JsonNodeAt node)
    {
        var after = node.Get("after") is { } start ? WrittenValues.Time(start) : null;
        var before = node.Get("before") is { } end ? WrittenValues.Time(end) : null;
        var days = Days(node, "on");
        return days.Dates.IsEmpty && days.Kinds.IsEmpty
            ? new ConditionPlan.Window(after, before, days.Weekdays)
            : new ConditionPlan.Time(new TimeTest.Window(after, before, days));
    }

    /// <summary>How the sun stands; null where something is wrong, which is said.</summary>
    public static ConditionPlan? Sun(JsonNodeAt node)
    {
        if (node.Get("sun") is not { } sun)
        {
            return null;
        }

        if (sun.Get("elevation") is { } elevation)
        {
            return new ConditionPlan.Time(new TimeTest.Elevation(elevation.Number("above"), elevation.Number("below")));
        }

        TimeTest? test = sun.Text switch
        {
            "up" => new TimeTest.Elevation(Horizon, null),
            "down" => new TimeTest.Elevation(null, Horizon),
            _ => (Event(sun, "after"), Event(sun, "before")) switch
            {
                (var (opens, openOffset), var (closes, closeOffset)) => new TimeTest.Between(new SunSchedule(opens, openOffset), new SunSchedule(closes, closeOffset)),
                (var (opens, offset), null) => new TimeTest.After(opens, offset),
                (null, var (closes, offset)) => new TimeTest.Before(closes, offset),
                _ => null,
            },
        };
        return test is null ? null : new ConditionPlan.Time(test);
    }

    private static (SunEvent Happening, TimeSpan Offset)? Event(JsonNodeAt sun, string name) =>
        sun.TextOf(name) is { } text && SunEvent.TryParse(text, out var happening, out var offset, out _) ? (happening, offset) : null;

    private static TimeSpan Offset(JsonNodeAt node) => node.Get("offset") is { } offset ? WrittenValues.Offset(offset, "offset") ?? TimeSpan.Zero : TimeSpan.Zero;

    private static ClockChangePolicy ClockChange(JsonNodeAt node)
    {
        var words = node.Texts("clockChange");
        return new ClockChangePolicy(words.Contains("shifted") ? SkippedTime.Shifted : SkippedTime.AtJump, words.Contains("second") ? RepeatedTime.Second : RepeatedTime.First);
    }

    private static SunSchedule? Sun(JsonNodeAt node, string? text)
    {
        if (text == "elevation")
        {
            var isRising = node.Number("above") is not null;
            return (node.Number("above") ?? node.Number("below")) is { } degrees && SunEvent.Crossing(degrees, isRising, out _) is { } crossing ? new SunSchedule(crossing) : null;
        }

        return text is not null && SunEvent.TryParse(text, out var happening, out _, out _) ? new SunSchedule(happening, Offset(node)) : null;
    }

    private IntervalSchedule? Interval(JsonNodeAt node)
    {
        if (node.Duration("every") is not { } every)
        {
            return null;
        }

        var align = node.Get("startingAt") is { } start ? WrittenValues.Time(start) ?? TimeOnly.MinValue : TimeOnly.MinValue;
        var schedule = IntervalSchedule.Daily(every, align, out var fault);
        if (fault is not null)
        {
            context.Faults.Error(node.Get("every")!, "interval", fault.Message, fault.Suggestion);
        }

        return schedule;
    }

    private static DayRule Days(JsonNodeAt node, string kinds)
    {
        var days = Weekdays.None;
        foreach (var item in node.Several("days"))
        {
            days |= WrittenValues.Day(item) ?? Weekdays.None;
        }

        var dates = ImmutableArray.CreateBuilder<DatePattern>();
        foreach (var text in node.Texts("dates"))
        {
            if (DatePattern.TryParse(text, out var pattern, out _) && !dates.Contains(pattern))
            {
                dates.Add(pattern);
            }
        }

        return new DayRule
        {
            Weekdays = days == Weekdays.None ? Weekdays.All : days,
            Dates = dates.ToImmutable(),
            Kinds = [.. node.Texts(kinds).Distinct(StringComparer.Ordinal)],
        };
    }

    private void CheckComes(JsonNodeAt node, Schedule schedule)
    {
        // What has a fault is not the schedule that was meant.
        if (!context.Faults.HasErrors && context.Names.Place is { } place && context.Names.Now is { } now && schedule.WhyNever(now, place) is { } reason)
        {
            context.Faults.Warning(node, "schedule.never", reason);
        }
    }
}
