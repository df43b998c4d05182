using System.Collections.Immutable;

namespace IotHub.Automation.Engine.Memory;

/// <summary>What a strand waits for; of what kind the wait is, the instruction says that it stands on.</summary>
/// <param name="BegunAt">When it began.</param>
/// <param name="Due">When the duration or the patience is over; null for never.</param>
/// <param name="Triggers">What lives of the triggers that it listens to; empty for none.</param>
/// <param name="Command">Id of the command whose end it waits for; null for none.</param>
/// <param name="Ramp">Values on their way; null for none.</param>
public sealed record WaitMemory(DateTimeOffset BegunAt, DateTimeOffset? Due, ImmutableArray<TriggerMemory> Triggers, string? Command, RampMemory? Ramp);
