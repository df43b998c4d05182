namespace IotHub.Automation.Schedules.Clock;

/// <summary>What the machine says about the time at one moment.</summary>
/// <param name="Now">The wall clock, in UTC.</param>
/// <param name="Elapsed">Time since the machine started, by a clock that is never set and never goes back.</param>
/// <param name="IsSynchronised">Whether the system says that its clock is kept right from outside; null where it cannot say.</param>
/// <param name="IsConfirmed">True when a person has just said that the clock is right.</param>
public readonly record struct ClockReading(DateTimeOffset Now, TimeSpan Elapsed, bool? IsSynchronised, bool IsConfirmed = false);
