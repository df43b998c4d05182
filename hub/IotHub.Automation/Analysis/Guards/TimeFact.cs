using IotHub.Automation.Conditions;
using IotHub.Automation.Schedules;
using IotHub.Automation.Schedules.Days;

namespace IotHub.Automation.Analysis.Guards;

/// <summary>What is asked of the clock, the calendar or the sun: one window or test, and whether it must hold.</summary>
internal sealed record TimeFact(ConditionPlan Asked, bool Holds)
{
    public bool IsMet(DateTimeOffset now, HomePlace place) => Holds == (Asked switch
    {
        ConditionPlan.Window window => TimeConditions.IsWithin(window.After, window.Before, new DayRule { Weekdays = window.Days }, now, place),
        ConditionPlan.Time time => time.Test.Holds(now, place),
        _ => Holds,
    });

    /// <summary>True when the sun decides it, so that it changes at other moments every day.</summary>
    public bool IsSun => Asked is ConditionPlan.Time { Test: not TimeTest.Window };

    /// <summary>Times of the day at which it may change.</summary>
    public IEnumerable<TimeOnly> Edges => Asked switch
    {
        ConditionPlan.Window window => Both(window.After, window.Before),
        ConditionPlan.Time { Test: TimeTest.Window window } => Both(window.From, window.To),
        _ => [],
    };

    private static IEnumerable<TimeOnly> Both(TimeOnly? from, TimeOnly? to) => new[] { from, to }.OfType<TimeOnly>();
}
