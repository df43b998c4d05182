using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace IotHub.Automation.Documents.Forms;

/// <summary>The definitions of one schema, each made once, when it is first referred to.</summary>
/// <param name="allowsInputs">True for the schema of a template, where <c>"${input}"</c> may stand for any value.</param>
internal sealed class SchemaDefinitions(bool allowsInputs)
{
    private readonly SortedDictionary<string, JsonObject> _made = new(StringComparer.Ordinal);

    /// <summary>All that was referred to, in order of names.</summary>
    public JsonObject ToJson()
    {
        var all = new JsonObject();
        foreach (var (name, schema) in _made)
        {
            all[name] = schema;
        }

        return all;
    }

    /// <summary>The whole schema as indented JSON.</summary>
    /// <param name="id">Its <c>$id</c>, the name of its file.</param>
    /// <param name="body">What a document is; its members are moved out of it.</param>
    public string Write(string id, JsonObject body)
    {
        var schema = new JsonObject { ["$schema"] = "https://json-schema.org/draft/2020-12/schema", ["$id"] = id };
        foreach (var (member, value) in body.ToList())
        {
            body.Remove(member);
            schema[member] = value;
        }

        schema["$defs"] = ToJson();
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            schema.WriteTo(writer);
        }

        return Encoding.UTF8.GetString(buffer.ToArray()) + "\n";
    }

    /// <summary>A reference to a definition; <paramref name="make"/> is asked the first time.</summary>
    public JsonObject Refer(string name, Func<JsonObject> make)
    {
        if (!_made.ContainsKey(name))
        {
            // Entered before it is made, since conditions hold conditions.
            _made[name] = [];
            _made[name] = make();
        }

        return new JsonObject { ["$ref"] = $"#/$defs/{name}" };
    }

    /// <summary>The schema itself; in a template, it or the name of an input.</summary>
    public JsonObject OrInput(JsonObject schema)
    {
        if (!allowsInputs)
        {
            return schema;
        }

        var input = Refer("input", () => new JsonObject { ["type"] = "string", ["pattern"] = "\\$\\{[A-Za-z_][A-Za-z0-9_]*\\}", ["description"] = "An input of the template." });
        return new JsonObject { ["anyOf"] = new JsonArray(schema, input) };
    }

    /// <summary>An object of this kind, member by member.</summary>
    public JsonObject Object(Form form)
    {
        var members = new JsonObject();
        foreach (var member in form.Members)
        {
            var schema = member.Type.Schema(this);
            schema["description"] = member.Meaning;
            if (member.Default is { } absent)
            {
                schema["default"] = JsonNode.Parse(absent);
            }

            members[member.Name] = schema;
        }

        var made = new JsonObject { ["title"] = form.Title, ["type"] = "object", ["properties"] = members };
        var required = form.Members.Where(member => member.IsRequired || (form.Marks.Length == 1 && form.Marks[0] == member.Name)).Select(member => member.Name);
        Add(made, "required", required);
        made["patternProperties"] = new JsonObject { ["^//"] = true };
        made["additionalProperties"] = false;
        IEnumerable<string> groups = form.NeedsOneOf.IsEmpty && form.Marks.Length > 1 ? form.Marks : form.NeedsOneOf;
        var any = new JsonArray();
        foreach (var name in groups)
        {
            any.Add((JsonNode)new JsonObject { ["required"] = new JsonArray(name) });
        }

        if (any.Count > 0)
        {
            made["anyOf"] = any;
        }

        return made;
    }

    /// <summary>One of several kinds.</summary>
    public JsonObject OneOf(FormSet set) => Refer(set.Name, () =>
    {
        var kinds = new JsonArray();
        foreach (var form in set.Forms)
        {
            kinds.Add((JsonNode)Refer(form.Name, () => Object(form)));
        }

        return new JsonObject { ["oneOf"] = kinds };
    });

    private static void Add(JsonObject made, string name, IEnumerable<string> texts)
    {
        var list = new JsonArray();
        foreach (var text in texts)
        {
            list.Add((JsonNode)JsonValue.Create(text));
        }

        if (list.Count > 0)
        {
            made[name] = list;
        }
    }
}
