using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using IotHub.Contracts.Diagnostics;

namespace IotHub.Contracts.Json;

/// <summary>
/// Reads JSON (RFC 8259) into a tree whose nodes know line and column. A UTF-8 byte order mark is allowed; comments, trailing commas,
/// text that is not UTF-8 and nesting beyond the limit are refused with the place and a sentence. The caller bounds the size.
/// </summary>
public static class PositionedJson
{
    /// <summary>The deepest nesting that can be asked for; a reader that calls itself stays well within a thread's stack.</summary>
    public const int DepthLimit = 256;

    /// <summary>Reads a whole text.</summary>
    /// <param name="utf8">The text; the tree refers to it, so it must not change afterwards.</param>
    /// <param name="depthMax">Deepest nesting of objects and arrays, 1 to <see cref="DepthLimit"/>.</param>
    /// <param name="root">The tree; null when refused.</param>
    /// <param name="fault">Why it was refused; null when read.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="depthMax"/> is out of bounds.</exception>
    public static bool TryParse(ReadOnlyMemory<byte> utf8, int depthMax, [NotNullWhen(true)] out JsonNodeAt? root, [NotNullWhen(false)] out Diagnostic? fault)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(depthMax, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(depthMax, DepthLimit);
        var text = utf8.Span.StartsWith("\uFEFF"u8) ? utf8[3..] : utf8;
        var positions = new JsonPositions(text);
        root = null;
        fault = JsonFaults.CheckEncoding(text.Span, positions);
        if (fault is not null)
        {
            return false;
        }

        var reader = new Utf8JsonReader(text.Span, new JsonReaderOptions { CommentHandling = JsonCommentHandling.Disallow, MaxDepth = depthMax });
        try
        {
            reader.Read();
            root = ReadNode(ref reader, new TreeSource(text, positions), null, null, 0);
            while (reader.Read())
            {
                // Only to have what follows the value looked at: anything but white space throws.
            }

            return true;
        }
        catch (JsonException exception)
        {
            fault = JsonFaults.Explain(exception, text.Span, positions, depthMax);
        }
        catch (InvalidOperationException)
        {
            // An escape such as \ud800 that stands for half a character; the reader has stopped at its string.
            fault = JsonFaults.HalfCharacter(positions, (int)reader.TokenStartIndex);
        }

        root = null;
        return false;
    }

    /// <summary>A fault for each member whose name an earlier member of the same object has, in document order.</summary>
    /// <param name="root">The tree to search.</param>
    /// <param name="severity">How bad that is in this kind of document.</param>
    public static ImmutableArray<Diagnostic> FindDuplicateNames(JsonNodeAt root, DiagnosticSeverity severity) =>
        FindDuplicateNames(root, severity, int.MaxValue, out _);

    /// <summary>The same for a text of a stranger: no more faults than a reader wants.</summary>
    /// <param name="root">The tree to search.</param>
    /// <param name="severity">How bad that is in this kind of document.</param>
    /// <param name="faultsMax">Faults to list.</param>
    /// <param name="unlisted">How many there are beyond those.</param>
    public static ImmutableArray<Diagnostic> FindDuplicateNames(JsonNodeAt root, DiagnosticSeverity severity, int faultsMax, out int unlisted)
    {
        var found = ImmutableArray.CreateBuilder<Diagnostic>();
        unlisted = 0;
        FindDuplicateNames(root, severity, faultsMax, found, ref unlisted);
        return found.ToImmutable();
    }

    private static void FindDuplicateNames(JsonNodeAt node, DiagnosticSeverity severity, int faultsMax, ImmutableArray<Diagnostic>.Builder found, ref int unlisted)
    {
        foreach (var member in node.Properties)
        {
            if (member.IsDuplicate && found.Count >= faultsMax)
            {
                unlisted++;
            }
            else if (member.IsDuplicate)
            {
                found.Add(new Diagnostic(severity, "json.duplicate-name", member.Value.Pointer, member.Line, member.Column,
                    $"\"{JsonNodeAt.Cut(member.Name)}\" occurs twice in one object; the first one is used.", "Remove one of the two."));
            }

            FindDuplicateNames(member.Value, severity, faultsMax, found, ref unlisted);
        }

        foreach (var item in node.Items)
        {
            FindDuplicateNames(item, severity, faultsMax, found, ref unlisted);
        }
    }

    private static JsonNodeAt ReadNode(ref Utf8JsonReader reader, TreeSource source, JsonNodeAt? parent, string? name, int index)
    {
        var start = (int)reader.TokenStartIndex;
        var (kind, content) = reader.TokenType switch
        {
            JsonTokenType.StartObject => (JsonValueKind.Object, (string?)null),
            JsonTokenType.StartArray => (JsonValueKind.Array, null),
            JsonTokenType.String => (JsonValueKind.String, reader.GetString()),
            JsonTokenType.Number => (JsonValueKind.Number, null),
            JsonTokenType.True => (JsonValueKind.True, null),
            JsonTokenType.False => (JsonValueKind.False, null),
            _ => (JsonValueKind.Null, null),
        };
        var end = kind is JsonValueKind.Object or JsonValueKind.Array ? source.Text.Length : (int)reader.BytesConsumed;
        var node = new JsonNodeAt(source.Positions, parent, name, index, new JsonNodeContent(kind, start, source.Text[start..end], content));
        if (kind == JsonValueKind.Object)
        {
            ReadMembers(ref reader, source, node);
            node.Length = (int)reader.BytesConsumed - start;
        }
        else if (kind == JsonValueKind.Array)
        {
            var items = ImmutableArray.CreateBuilder<JsonNodeAt>();
            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            {
                items.Add(ReadNode(ref reader, source, node, null, items.Count));
            }

            node.Items = items.DrainToImmutable();
            node.Length = (int)reader.BytesConsumed - start;
        }

        return node;
    }

    private static void ReadMembers(ref Utf8JsonReader reader, TreeSource source, JsonNodeAt node)
    {
        var members = ImmutableArray.CreateBuilder<JsonMemberAt>();
        var names = new HashSet<string>(StringComparer.Ordinal);
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var nameOffset = (int)reader.TokenStartIndex;
            var name = reader.GetString() ?? string.Empty;
            reader.Read();
            var value = ReadNode(ref reader, source, node, name, 0);
            members.Add(new JsonMemberAt(name, nameOffset, value, !names.Add(name)));
        }

        node.Properties = members.DrainToImmutable();
    }

    private readonly record struct TreeSource(ReadOnlyMemory<byte> Text, JsonPositions Positions);
}
