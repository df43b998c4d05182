using System.Text.Json.Serialization;

namespace IotHub.Automation.Engine.Memory;

/// <summary>The types of a memory, for the JSON reader and writer that are made when the program is built.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    IgnoreReadOnlyProperties = true,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    Converters = [typeof(PropertyValueJson)])]
[JsonSerializable(typeof(AutomationMemory))]
internal sealed partial class MemoryJsonContext : JsonSerializerContext;
