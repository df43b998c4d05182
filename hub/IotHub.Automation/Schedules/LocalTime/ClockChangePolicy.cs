namespace IotHub.Automation.Schedules.LocalTime;

/// <summary>What becomes of local times that are skipped or repeated. Under each policy a time of the day comes exactly once on each local day.</summary>
/// <param name="Skipped">For a time that does not exist on its day.</param>
/// <param name="Repeated">For a time that comes twice on its day.</param>
public readonly record struct ClockChangePolicy(SkippedTime Skipped, RepeatedTime Repeated)
{
    /// <summary>At the jump, and the first of two.</summary>
    public static ClockChangePolicy Default => default;
}
