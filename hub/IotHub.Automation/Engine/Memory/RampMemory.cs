using System.Collections.Immutable;

namespace IotHub.Automation.Engine.Memory;

/// <summary>Numbers on their way from one value to another.</summary>
/// <param name="Begin">When it began.</param>
/// <param name="Duration">How long it takes.</param>
/// <param name="Values">The numbers.</param>
public sealed record RampMemory(DateTimeOffset Begin, TimeSpan Duration, ImmutableArray<RampValueMemory> Values);
