using System.Text.Json;
using System.Text.Json.Serialization;

namespace IotHub.Insights.Attribution;

/// <summary>How facts of the ledger are kept.</summary>
public static class AttributionJson
{
    /// <summary>Characters of a text that is read back.</summary>
    public const int LengthMax = 4 * 1024;

    /// <summary>A fact as JSON.</summary>
    public static string Write(AttributionEvent happened) => JsonSerializer.Serialize(happened, AttributionJsonContext.Default.AttributionEvent);

    /// <summary>Reads it back; null where the text is none or too long.</summary>
    public static AttributionEvent? TryRead(string json)
    {
        if (json.Length > LengthMax)
        {
            return null;
        }

        try
        {
            return JsonSerializer.Deserialize(json, AttributionJsonContext.Default.AttributionEvent);
        }
        catch (Exception fault) when (fault is JsonException or NotSupportedException)
        {
            return null;
        }
    }
}

/// <summary>How facts of the ledger are written.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(AttributionEvent))]
internal sealed partial class AttributionJsonContext : JsonSerializerContext;
