namespace IotHub.Automation.Schedules;

/// <summary>One coming of a schedule.</summary>
/// <param name="Slot">Which one it is.</param>
/// <param name="Moment">When, in UTC, on a whole second.</param>
public readonly record struct Occurrence(Slot Slot, DateTimeOffset Moment);
