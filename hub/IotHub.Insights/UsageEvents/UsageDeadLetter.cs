namespace IotHub.Insights.UsageEvents;

/// <summary>An event that did not fit its schema: it stays on the hub, for its owner to see.</summary>
/// <param name="At">When.</param>
/// <param name="Type">The name of its type.</param>
/// <param name="Fault">What did not fit.</param>
public sealed record UsageDeadLetter(DateTimeOffset At, string Type, string Fault);
