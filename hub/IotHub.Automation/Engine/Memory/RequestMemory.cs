namespace IotHub.Automation.Engine.Memory;

/// <summary>A run that waits in line.</summary>
/// <param name="Trigger">Id of the trigger.</param>
/// <param name="Event">What set it off.</param>
/// <param name="Because">The sentence of its beginning.</param>
/// <param name="AcceptedAt">When it was put in line.</param>
public sealed record RequestMemory(string Trigger, EventMemory Event, string Because, DateTimeOffset AcceptedAt);
