namespace IotHub.Automation.Schedules.Days;

/// <summary>Every n-th week, from Monday to Sunday.</summary>
public readonly record struct WeekCycle
{
    private WeekCycle(int every, DateOnly from)
    {
        Every = every;
        From = from;
    }

    /// <summary>How many weeks a round has, 2 to <see cref="ScheduleLimits.WeekCycleMax"/>.</summary>
    public int Every { get; }

    /// <summary>A day of a week that counts.</summary>
    public DateOnly From { get; }

    /// <summary>The cycle; null where its length is out of bounds, and then a sentence says so.</summary>
    /// <param name="every">How many weeks a round has.</param>
    /// <param name="from">Any day of a week that counts.</param>
    /// <param name="fault">What is wrong; null where nothing is.</param>
    public static WeekCycle? TryCreate(int every, DateOnly from, out TextFault? fault)
    {
        fault = every is >= 2 and <= ScheduleLimits.WeekCycleMax
            ? null
            : new TextFault(0, $"A cycle has 2 to {ScheduleLimits.WeekCycleMax} weeks, found {every}.", every == 1 ? "Leave it out for each week." : null);
        return fault is null ? new WeekCycle(every, from) : null;
    }

    /// <summary>True when the date lies in a week that counts, before or after <see cref="From"/>.</summary>
    public bool Contains(DateOnly date)
    {
        // Day 0 of the calendar, 1 January of the year 1, is a Monday.
        var weeks = (date.DayNumber / 7) - (From.DayNumber / 7);
        return Every < 2 || weeks % Every == 0;
    }
}
