namespace IotHub.DeviceSim.Cli;

/// <summary>Time zones by name.</summary>
internal static class Zones
{
    public static TimeZoneInfo Find(string name) =>
        TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone)
            ? zone : throw new SimulationException($"There is no time zone {name}; expected a name such as Europe/Berlin.");
}
