using System.Text.Json.Serialization;

namespace IotHub.Insights.Consumables;

/// <summary>How what is known of a part is written.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, IgnoreReadOnlyProperties = true)]
[JsonSerializable(typeof(ConsumableState))]
internal sealed partial class ConsumableJsonContext : JsonSerializerContext;
