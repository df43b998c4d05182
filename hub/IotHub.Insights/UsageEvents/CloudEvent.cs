using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using IotHub.Insights.Consent;

namespace IotHub.Insights.UsageEvents;

/// <summary>A usage event as CloudEvents 1.0 JSON: the bytes that are kept, shown and sent.</summary>
public static class CloudEvent
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.Default };

    /// <summary>Writes one.</summary>
    /// <param name="fact">What.</param>
    /// <param name="common">What every event tells.</param>
    /// <param name="id">UUIDv7.</param>
    /// <param name="source">The home's pseudonym.</param>
    /// <param name="sequence">Its number within the source, from 1.</param>
    /// <param name="recordedAt">When it was recorded.</param>
    public static byte[] Write(UsageFact fact, JsonObject common, Guid id, string source, long sequence, DateTimeOffset recordedAt)
    {
        using var stream = new MemoryStream(512);
        using (var json = new Utf8JsonWriter(stream, Options))
        {
            json.WriteStartObject();
            json.WriteString("specversion", "1.0");
            json.WriteString("id", id.ToString());
            json.WriteString("source", source);
            json.WriteString("type", fact.Schema.Type);
            json.WriteString("time", Text(fact.At));
            json.WriteString("recordedtime", Text(recordedAt));
            json.WriteString("sequence", sequence.ToString("D12", CultureInfo.InvariantCulture));
            json.WriteString("partitionkey", source);
            json.WriteString("dataschema", fact.Schema.Address);
            json.WriteString("datacontenttype", "application/json");
            json.WriteString("dataclassification", fact.Schema.Class == ConsentClass.Essential ? "internal" : "pseudonymous");
            json.WriteString("datacategory", fact.Schema.Class.ToString().ToLowerInvariant());
            json.WritePropertyName("data");
            json.WriteStartObject();
            json.WritePropertyName("common");
            common.WriteTo(json);
            foreach (var (name, value) in fact.Data)
            {
                json.WritePropertyName(name);
                value!.WriteTo(json);
            }

            json.WriteEndObject();
            json.WriteEndObject();
        }

        return stream.ToArray();
    }

    // Whole seconds: what was counted in a day needs no more, and a finer clock would tell one home from another.
    private static string Text(DateTimeOffset at) => at.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
