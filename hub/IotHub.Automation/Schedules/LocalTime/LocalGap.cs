namespace IotHub.Automation.Schedules.LocalTime;

/// <summary>Local times that are left out when clocks go forward, in seconds from the midnight with which the day nominally begins.</summary>
/// <param name="Jump">When clocks go forward, in UTC.</param>
/// <param name="From">The first time that is left out; below zero where the gap begins on the day before.</param>
/// <param name="To">The time that clocks show after the jump; above 86,400 where the gap ends on the day after.</param>
public readonly record struct LocalGap(DateTimeOffset Jump, int From, int To)
{
    /// <summary>True when this second of the day is left out.</summary>
    public bool Holds(int second) => second >= From && second < To;
}
