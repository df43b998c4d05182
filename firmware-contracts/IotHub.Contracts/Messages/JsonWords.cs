using System.Text.Json;

namespace IotHub.Contracts.Messages;

/// <summary>Words for JSON in messages to people.</summary>
internal static class JsonWords
{
    private const int ShownMax = 64;

    public static string Describe(JsonTokenType token) => token switch
    {
        JsonTokenType.StartObject => "an object",
        JsonTokenType.StartArray => "an array",
        JsonTokenType.String => "text",
        JsonTokenType.Number => "a number",
        JsonTokenType.True => "true",
        JsonTokenType.False => "false",
        JsonTokenType.Null => "null",
        _ => "nothing",
    };

    /// <summary>A name that a stranger chose, short enough for a log.</summary>
    public static string Cut(string text) => text.Length <= ShownMax ? text : string.Concat(text.AsSpan(0, ShownMax), "…");

    public static Rejection WrongMember(string name, JsonTokenType found, string expected) =>
        new(RejectionReason.Malformed, $"\"{name}\" is {Describe(found)}; expected {expected}.", "/" + name);

    public static Rejection Repeated(string name) => new(RejectionReason.Malformed, $"\"{name}\" occurs twice.", "/" + name);
}
