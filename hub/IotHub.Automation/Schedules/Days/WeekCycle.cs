namespace IotHub.Automation.Schedules.Days;

/// <summary>Every n-th week, from Monday to Sunday.</summary>
/// <param name="Every">How many weeks a round has, 2 to <see cref="ScheduleLimits.WeekCycleMax"/>.</param>
/// <param name="From">Any day of a week that counts.</param>
public readonly record struct WeekCycle(int Every, DateOnly From)
{
    /// <summary>True when the date lies in a week that counts, before or after <see cref="From"/>.</summary>
    public bool Contains(DateOnly date)
    {
        // Day 0 of the calendar, 1 January of the year 1, is a Monday.
        var weeks = (date.DayNumber / 7) - (From.DayNumber / 7);
        return weeks % Every == 0;
    }
}
