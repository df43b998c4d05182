using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using IotHub.Gpio.Wiring.Forms;

namespace IotHub.Gpio.Wiring;

/// <summary>The JSON Schema (draft 2020-12) of wiring documents, made from the same forms that the reader checks with.</summary>
public static class WiringSchema
{
    /// <summary>The schema as indented JSON.</summary>
    public static string Export()
    {
        var definitions = new SortedDictionary<string, JsonObject>(StringComparer.Ordinal);
        var schema = new JsonObject { ["$schema"] = "https://json-schema.org/draft/2020-12/schema", ["$id"] = "wiring.schema.json", ["title"] = "Wiring" };
        foreach (var (name, value) in Object(WiringForms.Document, definitions).ToList())
        {
            schema[name] = value?.DeepClone();
        }

        var all = new JsonObject();
        foreach (var (name, definition) in definitions)
        {
            all[name] = definition;
        }

        schema["$defs"] = all;
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            schema.WriteTo(writer);
        }

        return Encoding.UTF8.GetString(buffer.ToArray()) + "\n";
    }

    private static JsonObject Object(WiringForm form, SortedDictionary<string, JsonObject> definitions)
    {
        var properties = new JsonObject();
        foreach (var member in form.Members)
        {
            properties[member.Name] = Member(member, definitions);
        }

        var schema = new JsonObject { ["type"] = "object", ["description"] = form.Description, ["properties"] = properties };
        var required = form.Members.Where(member => member.IsRequired).Select(member => (JsonNode?)member.Name).ToArray();
        if (required.Length > 0)
        {
            schema["required"] = new JsonArray(required);
        }

        schema["additionalProperties"] = false;
        return schema;
    }

    private static JsonObject Member(WiringMember member, SortedDictionary<string, JsonObject> definitions)
    {
        JsonObject schema = member.Kind switch
        {
            WiringMemberKind.Flag => new() { ["type"] = "boolean" },
            WiringMemberKind.Text => new() { ["type"] = "string", ["minLength"] = 1, ["maxLength"] = WiringLimits.NameLengthMax },
            WiringMemberKind.TextOrNumber => new() { ["type"] = new JsonArray("string", "integer"), ["minLength"] = 1, ["maxLength"] = WiringLimits.NameLengthMax, ["minimum"] = 0, ["maximum"] = 65535 },
            WiringMemberKind.Number => new() { ["type"] = "number", ["minimum"] = member.Minimum, ["maximum"] = member.Maximum },
            WiringMemberKind.Integer => new() { ["type"] = "integer", ["minimum"] = member.Minimum, ["maximum"] = member.Maximum },
            WiringMemberKind.Duration => new() { ["type"] = "string", ["pattern"] = WiringDuration.Pattern },
            WiringMemberKind.Choice => new() { ["enum"] = new JsonArray([.. member.Choices.Select(word => (JsonNode?)word)]) },
            WiringMemberKind.Map => new() { ["type"] = "object", ["additionalProperties"] = Refer(member.Of, definitions), ["maxProperties"] = WiringLimits.PointsMax },
            _ => new() { ["type"] = "array", ["items"] = Refer(member.Of, definitions), ["maxItems"] = WiringLimits.DevicesMax },
        };
        schema["description"] = member.Kind == WiringMemberKind.Duration
            ? string.Create(CultureInfo.InvariantCulture, $"{member.Description} {WiringDuration.Format(TimeSpan.FromSeconds(member.Minimum))} to {WiringDuration.Format(TimeSpan.FromSeconds(member.Maximum))}.")
            : member.Description;
        return schema;
    }

    private static JsonObject Refer(WiringForm[] forms, SortedDictionary<string, JsonObject> definitions)
    {
        foreach (var form in forms)
        {
            if (!definitions.ContainsKey(form.Name))
            {
                definitions[form.Name] = [];
                definitions[form.Name] = Object(form, definitions);
            }
        }

        // An input and an output on a line differ only in what they may have beside it, so more than one may fit.
        var references = forms.Select(form => (JsonNode?)new JsonObject { ["$ref"] = $"#/$defs/{form.Name}" }).ToArray();
        return references.Length == 1 ? (JsonObject)references[0]! : new JsonObject { ["anyOf"] = new JsonArray(references) };
    }
}
