using System.Collections.Immutable;
using IotHub.Automation.Triggers;

namespace IotHub.Automation.Schedules;

/// <summary>Moments that come again and again.</summary>
public abstract record Schedule
{
    /// <summary>Times of the day.</summary>
    public sealed record Daily(ImmutableArray<TimeOnly> Times, Weekdays Days) : Schedule;
}
