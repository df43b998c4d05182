using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace IotHub.Insights.Consumables;

/// <summary>The memory as it is written.</summary>
/// <param name="Parts">All parts.</param>
/// <param name="Refused">Parts that were not taken.</param>
internal sealed record ConsumableMemoryText(ImmutableArray<ConsumableState> Parts, long Refused);

/// <summary>How it is written.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, IgnoreReadOnlyProperties = true)]
[JsonSerializable(typeof(ConsumableMemoryText))]
internal sealed partial class ConsumableJsonContext : JsonSerializerContext;
