namespace IotHub.Automation.Schedules.Missed;

/// <summary>What is to be done about occurrences that were missed.</summary>
/// <param name="Run">The occurrence that a run made now stands for; null where nothing is to be run. Take its slot before running.</param>
/// <param name="Count">How many were missed; at most <see cref="ScheduleLimits.MissedCountMax"/>, then there were more.</param>
/// <param name="Text">A sentence for the log; empty where none were missed.</param>
public sealed record MissedOutcome(Occurrence? Run, int Count, string Text)
{
    /// <summary>None were missed.</summary>
    public static MissedOutcome None { get; } = new(null, 0, string.Empty);
}
