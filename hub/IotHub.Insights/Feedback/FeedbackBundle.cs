using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;

namespace IotHub.Insights.Feedback;

/// <summary>An item as a file that its owner takes out by hand and sends where they like: the only way that the text leaves the hub.</summary>
public static class FeedbackBundle
{
    private static readonly JsonWriterOptions Options = new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };

    /// <summary>Writes it as JSON.</summary>
    /// <param name="item">The item.</param>
    /// <param name="diagnostics">What is attached to it; null for nothing.</param>
    public static byte[] Write(FeedbackItem item, string? diagnostics)
    {
        ArgumentNullException.ThrowIfNull(item);
        using var stream = new MemoryStream(1024);
        using (var json = new Utf8JsonWriter(stream, Options))
        {
            json.WriteStartObject();
            json.WriteNumber("format", 1);
            json.WriteString("id", item.Id);
            json.WriteString("at", item.At.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));
            json.WriteString("kind", FeedbackWords.Of(item.Kind));
            json.WriteString("topic", FeedbackWords.Of(item.Topic));
            json.WriteString("severity", FeedbackWords.Of(item.Severity));
            if (item.Model is { } model)
            {
                json.WriteString("model", model);
            }

            json.WriteString("ring", FeedbackWords.Of(item.Ring));
            json.WriteString("hubVersion", item.HubVersion.ToString());
            json.WriteString("text", item.Text);
            if (diagnostics is not null)
            {
                json.WritePropertyName("diagnostics");
                json.WriteRawValue(diagnostics);
            }

            json.WriteEndObject();
        }

        return stream.ToArray();
    }
}
