using System.Text.Json.Serialization;

namespace IotHub.Insights.Feedback;

/// <summary>How diagnostics are written: indented, since a person reads them first. Strict on the way in.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    WriteIndented = true,
    NewLine = "\n",
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    AllowDuplicateProperties = false,
    MaxDepth = 4)]
[JsonSerializable(typeof(FeedbackDiagnostics))]
internal sealed partial class FeedbackJsonContext : JsonSerializerContext;
