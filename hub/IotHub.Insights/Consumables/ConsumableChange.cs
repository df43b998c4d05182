using System.Collections.Immutable;

namespace IotHub.Insights.Consumables;

/// <summary>What a report, a tick or a person changed.</summary>
/// <param name="Memory">The memory after it.</param>
/// <param name="News">What is to be told, in order.</param>
public sealed record ConsumableChange(ConsumableMemory Memory, ImmutableArray<ConsumableNews> News);
