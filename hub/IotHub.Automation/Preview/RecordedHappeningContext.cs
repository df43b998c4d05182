using System.Text.Json.Serialization;
using IotHub.Automation.Engine.Memory;

namespace IotHub.Automation.Preview;

/// <summary>The types of happenings, for the JSON reader and writer that are made when the program is built.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    IgnoreReadOnlyProperties = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
    Converters = [typeof(PropertyValueJson)])]
[JsonSerializable(typeof(RecordedHappening))]
internal sealed partial class RecordedHappeningContext : JsonSerializerContext;
