using IotHub.Automation.Schedules.Days;
using IotHub.Automation.Schedules.Sun;

namespace IotHub.Automation.Schedules;

/// <summary>All that a home adds to a schedule: its clocks, its days and its sun.</summary>
public sealed record HomePlace
{
    /// <summary>The home's time zone.</summary>
    public required TimeZoneInfo Zone { get; init; }

    /// <summary>Where it stands; null where that is not set: then schedules by the sun never come, and say so.</summary>
    public GeoPosition? Position { get; init; }

    /// <summary>Its holidays and special days.</summary>
    public HomeCalendar Calendar { get; init; } = HomeCalendar.Plain;
}
