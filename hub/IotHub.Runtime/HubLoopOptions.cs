using IotHub.Automation.Schedules.Clock;
using IotHub.Automation.Schedules.Days;
using IotHub.Automation.Schedules.Sun;
using IotHub.Devices;

namespace IotHub.Runtime;

/// <summary>How the loop behaves.</summary>
public sealed record HubLoopOptions
{
    /// <summary>True when a device that announces itself with a known contract joins the home without being asked.</summary>
    public bool AdoptsAnnounced { get; init; }

    /// <summary>The home's time zone, for times of day in automations.</summary>
    public TimeZoneInfo TimeZone { get; init; } = TimeZoneInfo.Utc;

    /// <summary>Where the home stands, for what goes by the sun; null where that is not said.</summary>
    public GeoPosition? Position { get; init; }

    /// <summary>The home's holidays and special days.</summary>
    public HomeCalendar Calendar { get; init; } = HomeCalendar.Plain;

    /// <summary>What the clock is measured against; null where it is always right, as a clock that is driven is.</summary>
    public ClockTrustLimits? Clock { get; init; }

    /// <summary>Bounds of the device core.</summary>
    public DeviceLimits Devices { get; init; } = new();

    /// <summary>
    /// Beyond this, what was due counts as late: the clock was set or the machine stood still. It is then done as of now, each time of the
    /// day once, and its commands get their full time to be answered. A second is far more than a busy loop takes and far less than
    /// <see cref="DeviceLimits.CommandTimeout"/>.
    /// </summary>
    public TimeSpan LateAfter { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Automations in a home. Ten for each room of a large house, several times over. Beyond it saving is refused.</summary>
    public int AutomationsMax { get; init; } = 500;

    /// <summary>Scenes in a home. Beyond it saving is refused.</summary>
    public int ScenesMax { get; init; } = 200;

    /// <summary>How long devices have to come back after a start before automations hear of it: most do within seconds, and a hall light must not wait longer.</summary>
    public TimeSpan SettlingTime { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Client command ids that are remembered, so that a repeated one is not done twice: five minutes of a busy wall tablet.</summary>
    public int ClientIdsMax { get; init; } = 1024;
}
