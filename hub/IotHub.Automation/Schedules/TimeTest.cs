using IotHub.Automation.Schedules.Days;
using IotHub.Automation.Schedules.Sun;

namespace IotHub.Automation.Schedules;

/// <summary>What a condition asks of the time.</summary>
public abstract record TimeTest
{
    private TimeTest()
    {
    }

    /// <summary>True when the moment is as asked. What needs the home's position does not hold without one.</summary>
    public bool Holds(DateTimeOffset now, HomePlace place) => this switch
    {
        Window window => TimeConditions.IsWithin(window.From, window.To, window.Days, now, place),
        Elevation height => (height.Above is not { } above || TimeConditions.IsSunAbove(above, now, place) == true)
            && (height.Below is not { } below || TimeConditions.IsSunAbove(below, now, place) == false),
        Between between => TimeConditions.IsBetween(between.Opens, between.Closes, now, place),
        After after => TimeConditions.IsAfter(after.Happening, after.Offset, now, place) == true,
        Before before => TimeConditions.IsBefore(before.Happening, before.Offset, now, place) == true,
        _ => false,
    };

    /// <summary>The local time lies in a window, on days that count; see <see cref="TimeConditions.IsWithin"/>.</summary>
    public sealed record Window(TimeOnly? From, TimeOnly? To, DayRule Days) : TimeTest;

    /// <summary>The sun stands above, below or between elevations, in degrees.</summary>
    public sealed record Elevation(double? Above, double? Below) : TimeTest;

    /// <summary>Between two things that come; see <see cref="TimeConditions.IsBetween"/>.</summary>
    public sealed record Between(Schedule Opens, Schedule Closes) : TimeTest;

    /// <summary>From an event of the sun to the end of the local day; see <see cref="TimeConditions.IsAfter"/>.</summary>
    public sealed record After(SunEvent Happening, TimeSpan Offset) : TimeTest;

    /// <summary>From the start of the local day to an event of the sun; see <see cref="TimeConditions.IsBefore"/>.</summary>
    public sealed record Before(SunEvent Happening, TimeSpan Offset) : TimeTest;
}
