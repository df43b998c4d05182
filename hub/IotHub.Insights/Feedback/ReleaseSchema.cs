using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using IotHub.Automation.Documents.Forms;

namespace IotHub.Insights.Feedback;

/// <summary>The JSON Schema (draft 2020-12) of release notes, made from the same forms that the reader checks with.</summary>
public static class ReleaseSchema
{
    /// <summary>The schema as indented JSON.</summary>
    public static string Export()
    {
        var definitions = new SchemaDefinitions(allowsInputs: false);
        var body = definitions.Object(ReleaseForms.Document);
        var schema = new JsonObject { ["$schema"] = "https://json-schema.org/draft/2020-12/schema", ["$id"] = "releases.schema.json" };
        foreach (var (member, value) in body.ToList())
        {
            body.Remove(member);
            schema[member] = value;
        }

        schema["$defs"] = definitions.ToJson();
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            schema.WriteTo(writer);
        }

        return Encoding.UTF8.GetString(buffer.ToArray()) + "\n";
    }
}
