using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using IotHub.Automation.Documents;
using IotHub.Contracts.Json;

namespace IotHub.Automation.Compilation;

/// <summary>The body of a template with inputs filled in, as JSON text, and the way back from a place in it to the template.</summary>
internal sealed partial class TemplateExpansion
{
    private readonly IReadOnlyDictionary<string, string> _values;
    private readonly JsonNodeAt _root;

    private TemplateExpansion(JsonNodeAt root, IReadOnlyDictionary<string, string> values)
    {
        (_root, _values) = (root, values);
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { SkipValidation = true }))
        {
            Write(writer, root, isTop: true);
        }

        Text = buffer.WrittenMemory;
    }

    /// <summary>An automation's text, without the template's head.</summary>
    public ReadOnlyMemory<byte> Text { get; }

    /// <summary>Fills in.</summary>
    /// <param name="template">The template.</param>
    /// <param name="values">A JSON text for each input; texts of strings with quotation marks.</param>
    public static TemplateExpansion Of(TemplateDocument template, IReadOnlyDictionary<string, string> values) => new(template.Root, values);

    /// <summary>The inputs that a text names, in order.</summary>
    public static IEnumerable<string> NamesIn(string text) => Input().Matches(text).Select(match => match.Groups[1].Value);

    /// <summary>Where in the template something of the expansion comes from: the node there is the deepest on the way.</summary>
    /// <param name="pointer">JSON pointer into the expansion.</param>
    /// <param name="isName">True for the place of the member's name.</param>
    public (int Line, int Column) PlaceOf(string pointer, bool isName)
    {
        var (node, member) = Follow(pointer);
        return isName && member is not null ? (member.Line, member.Column) : (node.Line, node.Column);
    }

    /// <summary>The input that makes up a whole place; null where the place is the template's own.</summary>
    public string? InputAt(string pointer) => Follow(pointer).Node.Text is { } text && Whole(text) is { } name ? name : null;

    [GeneratedRegex(@"\$\{([A-Za-z_][A-Za-z0-9_]*)\}")]
    private static partial Regex Input();

    private static string? Whole(string text) => Input().Match(text) is { Success: true } match && match.Length == text.Length ? match.Groups[1].Value : null;

    private (JsonNodeAt Node, JsonMemberAt? Member) Follow(string pointer)
    {
        var node = _root;
        JsonMemberAt? last = null;
        foreach (var part in pointer.Split('/').Skip(1))
        {
            if (node.Kind == JsonValueKind.Array && int.TryParse(part, out var index) && index < node.Items.Length)
            {
                (node, last) = (node.Items[index], null);
            }
            else if (node.Properties.FirstOrDefault(member => JsonPointer.Escape(Fill(member.Name)) == part) is { } member)
            {
                (node, last) = (member.Value, member);
            }
            else
            {
                break;
            }
        }

        return (node, last);
    }

    private void Write(Utf8JsonWriter writer, JsonNodeAt node, bool isTop = false)
    {
        switch (node.Kind)
        {
            case JsonValueKind.Object:
                writer.WriteStartObject();
                foreach (var member in node.Properties.Where(member => !(isTop && member.Name == "template")))
                {
                    writer.WritePropertyName(Fill(member.Name));
                    Write(writer, member.Value);
                }

                writer.WriteEndObject();
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (var item in node.Items)
                {
                    Write(writer, item);
                }

                writer.WriteEndArray();
                break;
            case JsonValueKind.String when Whole(node.Text!) is { } name && _values.TryGetValue(name, out var value):
                writer.WriteRawValue(value, skipInputValidation: true);
                break;
            case JsonValueKind.String:
                writer.WriteStringValue(Fill(node.Text!));
                break;
            default:
                writer.WriteRawValue(node.Raw, skipInputValidation: true);
                break;
        }
    }

    // Within a longer text an input stands as text: that of a string without its quotation marks.
    private string Fill(string text) => text.Contains("${", StringComparison.Ordinal)
        ? Input().Replace(text, match => _values.TryGetValue(match.Groups[1].Value, out var value) ? Plain(value) : match.Value)
        : text;

    private static string Plain(string json)
    {
        if (!json.StartsWith('"'))
        {
            return json;
        }

        var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(json));
        reader.Read();
        return reader.GetString() ?? string.Empty;
    }
}
