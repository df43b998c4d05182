using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace IotHub.CatalogueTool;

/// <summary>A catalogue as text in which each product has its line, so that a change of one shows as one.</summary>
internal static class CatalogueText
{
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static byte[] Of(JsonObject catalogue)
    {
        var text = new StringBuilder("{\n");
        var members = catalogue.ToList();
        for (var at = 0; at < members.Count; at++)
        {
            text.Append("  ").Append(JsonValue.Create(members[at].Key).ToJsonString(Plain)).Append(": ");
            if (members[at].Value is JsonArray list && list.Count > 0)
            {
                text.Append("[\n    ").AppendJoin(",\n    ", list.Select(item => item?.ToJsonString(Plain))).Append("\n  ]");
            }
            else
            {
                text.Append(members[at].Value?.ToJsonString(Plain) ?? "null");
            }

            text.Append(at + 1 < members.Count ? ",\n" : "\n");
        }

        return Encoding.UTF8.GetBytes(text.Append("}\n").ToString());
    }
}
