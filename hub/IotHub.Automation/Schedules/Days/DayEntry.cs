namespace IotHub.Automation.Schedules.Days;

/// <summary>A day, or days, with a name.</summary>
/// <param name="Dates">Which.</param>
/// <param name="Name">What people call it; empty where it has no name.</param>
public readonly record struct DayEntry(DatePattern Dates, string Name);
