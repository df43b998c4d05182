using System.Globalization;

namespace IotHub.Contracts.Diagnostics;

/// <summary>How bad a fault in a document is.</summary>
public enum DiagnosticSeverity
{
    /// <summary>Worth knowing; the document is used as written.</summary>
    Information,

    /// <summary>Something was corrected or left out; the rest of the document is used.</summary>
    Warning,

    /// <summary>The document cannot be used.</summary>
    Error,
}

/// <summary>One fault in a document that a person wrote: what, where, and what to write instead.</summary>
/// <param name="Severity">How bad it is.</param>
/// <param name="Code">Stable, dotted: <c>contract.range.reversed</c>.</param>
/// <param name="Path">JSON Pointer (RFC 6901) to the faulty node; empty for the whole document.</param>
/// <param name="Line">From 1; 0 where the place is not known.</param>
/// <param name="Column">In characters, from 1; 0 where the place is not known.</param>
/// <param name="Message">A sentence that says what was found and what was expected.</param>
/// <param name="Suggestion">What to write instead; null where there is no good guess.</param>
public sealed record Diagnostic(DiagnosticSeverity Severity, string Code, string Path, int Line, int Column, string Message, string? Suggestion = null)
{
    /// <summary>One line for a log or a terminal: <c>file.json:3:14: error contract.range.reversed: …</c>.</summary>
    public string Format(string source)
    {
        var severity = Severity switch
        {
            DiagnosticSeverity.Information => "information",
            DiagnosticSeverity.Warning => "warning",
            _ => "error",
        };
        var suggestion = Suggestion is null ? string.Empty : $" {Suggestion}";
        return Escape($"{source}:{Line}:{Column}: {severity} {Code}: {Message}{suggestion} ({(Path.Length == 0 ? "/" : Path)})");
    }

    // The words quote a stranger's file, and a terminal obeys what it is sent.
    private static string Escape(string line) => line.All(IsPlain)
        ? line
        : string.Concat(line.Select(letter => IsPlain(letter) ? letter.ToString() : string.Create(CultureInfo.InvariantCulture, $"\\u{(int)letter:x4}")));

    private static bool IsPlain(char letter) => !char.IsControl(letter) && letter is not ((>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069'));
}
