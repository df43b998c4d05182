using IotHub.DeviceSim.Devices;

namespace IotHub.DeviceSim.Homes;

/// <summary>How a home lives in virtual time.</summary>
public sealed record HomeRunOptions
{
    /// <summary>The home.</summary>
    public required HomePlan Plan { get; init; }

    /// <summary>The hub's broker; null to run without a hub and see only what devices would send.</summary>
    public MqttEndpoint? Endpoint { get; init; }

    /// <summary>Whether the run drives the hub's clock along; else the hub keeps its own time.</summary>
    public bool DrivesClock { get; init; }

    /// <summary>How long, above zero.</summary>
    public required TimeSpan Duration { get; init; }

    /// <summary>When the home begins to live.</summary>
    public required DateTimeOffset Start { get; init; }

    /// <summary>Where the home is.</summary>
    public TimeZoneInfo Zone { get; init; } = TimeZoneInfo.Utc;

    /// <summary>
    /// Whether somebody looks once a day, first after 18 hours, for what is used up (by the <c>consumable</c> marks of contracts), puts a new one in,
    /// and tells the device by its reset action where it has one. False: what is empty stays empty.
    /// </summary>
    public bool HasUpkeep { get; init; }

    /// <summary>
    /// What happens within so long is one moment for the hub: the hub's clock goes on once and messages follow each other at once. Zero for
    /// each message at its exact time.
    /// </summary>
    public TimeSpan Grain { get; init; } = TimeSpan.FromSeconds(5);
}
