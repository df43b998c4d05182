using System.Text.Json.Serialization;

namespace IotHub.Insights.Recommendations;

/// <summary>How the memory of recommendations is written.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(RecommendationMemory))]
internal sealed partial class RecommendationJsonContext : JsonSerializerContext;
