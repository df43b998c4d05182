using System.Collections.Immutable;
using IotHub.Automation.Conditions;
using IotHub.Automation.Documents;
using IotHub.Automation.Schedules;
using IotHub.Automation.Triggers;
using IotHub.Contracts.Json;

namespace IotHub.Automation.Compilation;

/// <summary>Turns what is written about time into schedules and tests.</summary>
internal sealed class ScheduleResolver(CompileContext context)
{
    /// <summary>The schedule of a trigger, and what becomes of what it missed; null where something is wrong, which is said.</summary>
    public (Schedule Schedule, MissedPolicy Missed)? Schedule(JsonNodeAt node, string mark)
    {
        _ = context;
        return (new Schedule.Daily([.. node.Several("time").Select(time => WrittenValues.Time(time)).OfType<TimeOnly>().Distinct().Order()], Days(node)), new MissedPolicy());
    }

    /// <summary>A window of the day.</summary>
    public ConditionPlan? Window(JsonNodeAt node) => new ConditionPlan.Window(
        node.Get("after") is { } after ? WrittenValues.Time(after) : null, node.Get("before") is { } before ? WrittenValues.Time(before) : null, Days(node));

    /// <summary>How the sun stands.</summary>
    public ConditionPlan? Sun(JsonNodeAt node) => null;

    private static Weekdays Days(JsonNodeAt node)
    {
        var days = Weekdays.None;
        foreach (var item in node.Several("days"))
        {
            days |= WrittenValues.Day(item) ?? Weekdays.None;
        }

        return days == Weekdays.None ? Weekdays.All : days;
    }
}
