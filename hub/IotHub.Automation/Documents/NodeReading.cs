using System.Collections.Immutable;
using System.Text.Json;
using IotHub.Automation.Documents.Forms;
using IotHub.Contracts.Json;

namespace IotHub.Automation.Documents;

/// <summary>Reads members whose form was checked. What is wrong reads as absent: it was said already.</summary>
internal static class NodeReading
{
    public static JsonNodeAt? Get(this JsonNodeAt node, string name) => node.TryGet(name, out var value) ? value : null;

    public static string? TextOf(this JsonNodeAt node, string name) => node.TryGet(name, out var value) ? value.Text : null;

    public static bool Flag(this JsonNodeAt node, string name, bool absent = false) => node.TryGet(name, out var value) && value.TryGetBoolean(out var flag) ? flag : absent;

    public static double? Number(this JsonNodeAt node, string name) => node.TryGet(name, out var value) && value.TryGetNumber(out var number) ? number : null;

    public static TimeSpan? Duration(this JsonNodeAt node, string name) => node.TryGet(name, out var value) ? WrittenValues.Duration(value) : null;

    /// <summary>One value or the items of a list; nothing where absent.</summary>
    public static ImmutableArray<JsonNodeAt> Several(this JsonNodeAt node, string name) => node.TryGet(name, out var value) ? [.. WrittenValues.OneOrMore(value)] : [];

    /// <summary>The texts among one value or the items of a list.</summary>
    public static ImmutableArray<string> Texts(this JsonNodeAt node, string name) => [.. node.Several(name).Select(item => item.Text).OfType<string>()];

    /// <summary>The items of a list; nothing where there is none.</summary>
    public static ImmutableArray<JsonNodeAt> List(this JsonNodeAt node, string name) => node.TryGet(name, out var value) && value.Kind == JsonValueKind.Array ? value.Items : [];

    /// <summary>The members of an object but comments; nothing where there is none.</summary>
    public static ImmutableArray<JsonMemberAt> Members(this JsonNodeAt node, string name) => node.TryGet(name, out var value) ? FormCheck.MembersOf(value) : [];

    /// <summary>The expression of <c>{"=": "…"}</c>; null for anything else.</summary>
    public static JsonNodeAt? Computed(this JsonNodeAt node) => node.Kind == JsonValueKind.Object && node.TryGet("=", out var expression) ? expression : null;

    /// <summary>True for text, a number, true or false.</summary>
    public static bool IsConstant(this JsonNodeAt node) => node.Kind is not (JsonValueKind.Object or JsonValueKind.Array or JsonValueKind.Null);

    /// <summary>True where <c>enabled</c> is not false.</summary>
    public static bool IsEnabled(this JsonNodeAt node) => node.Flag("enabled", absent: true);
}
