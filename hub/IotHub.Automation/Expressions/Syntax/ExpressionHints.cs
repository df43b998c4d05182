using IotHub.Automation.Compilation;

namespace IotHub.Automation.Expressions.Syntax;

/// <summary>What may have been meant where a token stands that cannot stand there.</summary>
internal static class ExpressionHints
{
    private static readonly Dictionary<string, string> Words = new(StringComparer.OrdinalIgnoreCase)
    {
        ["and"] = "and",
        ["or"] = "or",
        ["not"] = "not",
        ["in"] = "in",
        ["is"] = "=",
        ["equals"] = "=",
        ["above"] = ">",
        ["below"] = "<",
        ["over"] = ">",
        ["under"] = "<",
        ["plus"] = "+",
        ["minus"] = "-",
        ["times"] = "*",
        ["mod"] = "%",
        ["then"] = "?",
        ["else"] = ":",
    };

    /// <summary>A suggestion; null where there is no good guess.</summary>
    public static string? For(string text, Token before, Token found)
    {
        if (before.Kind == TokenKind.Number && found.Kind == TokenKind.Name
            && Duration.Suggest(text[before.Span.Start..found.Span.End]) is { } duration)
        {
            return $"Did you mean {duration}?";
        }

        if (before.Is("%"))
        {
            return "A percent sign is not written: 50% is 50.";
        }

        if (before.Kind == TokenKind.Number && found.Is(","))
        {
            return "A fraction is written with a point: 21.5.";
        }

        if (found.Kind == TokenKind.Name && Words.TryGetValue(found.Text, out var word) && word != found.Text)
        {
            return $"Did you mean \"{word}\"?";
        }

        return found.Kind == TokenKind.Text || before.Kind == TokenKind.Text ? "Texts are joined with \"+\"." : null;
    }
}
