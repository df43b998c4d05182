using IotHub.Contracts.Diagnostics;

namespace IotHub.Api.Problems;

/// <summary>One fault in a document.</summary>
/// <param name="Severity"><c>information</c>, <c>warning</c> or <c>error</c>.</param>
/// <param name="Code">Stable, dotted.</param>
/// <param name="Path">JSON Pointer to the place; empty for the whole document.</param>
/// <param name="Line">From 1; 0 where not known.</param>
/// <param name="Column">From 1; 0 where not known.</param>
/// <param name="Message">What was found and what was expected.</param>
/// <param name="Suggestion">What to write instead; absent where there is no good guess.</param>
public sealed record DiagnosticBody(string Severity, string Code, string Path, int Line, int Column, string Message, string? Suggestion)
{
    internal static DiagnosticBody From(Diagnostic diagnostic) => new(
        diagnostic.Severity switch
        {
            DiagnosticSeverity.Information => "information",
            DiagnosticSeverity.Warning => "warning",
            _ => "error",
        },
        diagnostic.Code,
        diagnostic.Path,
        diagnostic.Line,
        diagnostic.Column,
        diagnostic.Message,
        diagnostic.Suggestion);

    internal static IReadOnlyList<DiagnosticBody> From(IEnumerable<Diagnostic> diagnostics) => [.. diagnostics.Select(From)];
}
