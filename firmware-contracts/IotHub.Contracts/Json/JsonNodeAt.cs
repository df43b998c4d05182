using System.Buffers.Text;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using System.Text.Json;
using IotHub.Contracts.Diagnostics;

namespace IotHub.Contracts.Json;

/// <summary>A value of a JSON text that knows where it stands, so that a fault in it can be shown to whoever wrote it.</summary>
public sealed class JsonNodeAt
{
    private readonly ReadOnlyMemory<byte> _raw;
    private readonly JsonNodeAt? _parent;
    private readonly string? _name;
    private readonly int _index;

    internal JsonNodeAt(JsonPositions positions, JsonNodeAt? parent, string? name, int index, JsonNodeContent content)
    {
        Positions = positions;
        _parent = parent;
        _name = name;
        _index = index;
        Kind = content.Kind;
        Offset = content.Offset;
        _raw = content.Raw;
        Text = content.Text;
    }

    /// <summary>What it is; never <see cref="JsonValueKind.Undefined"/>.</summary>
    public JsonValueKind Kind { get; }

    /// <summary>Where it starts, in bytes from the start of the text (after a byte order mark).</summary>
    public int Offset { get; }

    /// <summary>Line, from 1.</summary>
    public int Line => Positions.Locate(Offset).Line;

    /// <summary>Column in characters, from 1.</summary>
    public int Column => Positions.Locate(Offset).Column;

    /// <summary>Members of an object in order, duplicates included; empty for anything else.</summary>
    public ImmutableArray<JsonMemberAt> Properties { get; internal set; } = [];

    /// <summary>Items of an array in order; empty for anything else.</summary>
    public ImmutableArray<JsonNodeAt> Items { get; internal set; } = [];

    /// <summary>JSON Pointer (RFC 6901) from the root; empty for the root.</summary>
    public string Pointer
    {
        get
        {
            if (_parent is null)
            {
                return string.Empty;
            }

            var parts = new Stack<string>();
            for (var node = this; node._parent is not null; node = node._parent)
            {
                parts.Push(node._name is { } name ? JsonPointer.Escape(name) : node._index.ToString(CultureInfo.InvariantCulture));
            }

            return "/" + string.Join('/', parts);
        }
    }

    /// <summary>The value exactly as written, with quotes, spaces and escapes.</summary>
    public string Raw => Encoding.UTF8.GetString(RawBytes.Span);

    /// <summary>The bytes of <see cref="Raw"/>.</summary>
    public ReadOnlyMemory<byte> RawBytes => Kind is JsonValueKind.Object or JsonValueKind.Array ? _raw[..Length] : _raw;

    internal JsonPositions Positions { get; }

    /// <summary>Bytes of an object or array, known when its end is read.</summary>
    internal int Length { get; set; }

    /// <summary>The unescaped text of a string; null for anything else.</summary>
    public string? Text { get; }

    /// <summary>The first member of that name.</summary>
    public bool TryGet(string name, [NotNullWhen(true)] out JsonNodeAt? value)
    {
        foreach (var member in Properties)
        {
            if (string.Equals(member.Name, name, StringComparison.Ordinal))
            {
                value = member.Value;
                return true;
            }
        }

        value = null;
        return false;
    }

    /// <summary>The content of true or false.</summary>
    public bool TryGetBoolean(out bool value)
    {
        value = Kind == JsonValueKind.True;
        return Kind is JsonValueKind.True or JsonValueKind.False;
    }

    /// <summary>The content of a number that a double can hold.</summary>
    public bool TryGetNumber(out double value)
    {
        value = 0;
        return Kind == JsonValueKind.Number && Utf8Parser.TryParse(_raw.Span, out value, out var used) && used == _raw.Length && double.IsFinite(value);
    }

    /// <summary>The content of a number that is whole, also when written <c>25.0</c> or <c>1e3</c>, and within Int64.</summary>
    public bool TryGetInt64(out long value)
    {
        value = 0;
        if (Kind != JsonValueKind.Number)
        {
            return false;
        }

        if (Utf8Parser.TryParse(_raw.Span, out value, out var used) && used == _raw.Length)
        {
            return true;
        }

        // 2^63 itself is a double but not an Int64; both limits of the comparison are exact doubles.
        if (TryGetNumber(out var number) && Math.Floor(number) == number && number >= -9223372036854775808d && number < 9223372036854775808d)
        {
            value = (long)number;
            return true;
        }

        value = 0;
        return false;
    }

    /// <summary>A fault at this place.</summary>
    public Diagnostic Fault(DiagnosticSeverity severity, string code, string message, string? suggestion = null)
    {
        var (line, column) = Positions.Locate(Offset);
        return new Diagnostic(severity, code, Pointer, line, column, message, suggestion);
    }

    /// <summary>What a person calls it: <c>an object</c>, <c>the text "abc"</c>, <c>the number 5</c>. Long values are cut.</summary>
    public string Describe() => Kind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "an array",
        JsonValueKind.String => $"the text \"{Cut(Text ?? string.Empty)}\"",
        JsonValueKind.Number => $"the number {Cut(Raw)}",
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        _ => "null",
    };

    /// <inheritdoc/>
    public override string ToString() => Raw;

    /// <summary>A text of a stranger, short enough for a message.</summary>
    internal static string Cut(string text) => text.Length <= 60 ? text : string.Concat(text.AsSpan(0, char.IsHighSurrogate(text[59]) ? 59 : 60), "…");
}
