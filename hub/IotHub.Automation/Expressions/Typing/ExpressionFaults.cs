using IotHub.Automation.Compilation;
using IotHub.Automation.Documents;
using IotHub.Automation.Expressions.Syntax;
using IotHub.Contracts.Diagnostics;
using IotHub.Contracts.Json;

namespace IotHub.Automation.Expressions.Typing;

/// <summary>Says what is wrong with one expression, at the place of its text in the document.</summary>
/// <param name="faults">Where it goes.</param>
/// <param name="node">The JSON text in which the expression stands; null where it is in no document.</param>
/// <param name="offset">Where the expression begins within that text, in UTF-16 units.</param>
internal sealed class ExpressionFaults(DocumentFaults faults, JsonNodeAt? node, int offset)
{
    private int _count;

    /// <summary>True when the expression cannot be used (yet): it is wrong, or names a device that is not there.</summary>
    public bool IsBroken { get; private set; }

    /// <summary>The place of a part, for those who say themselves what is wrong there.</summary>
    public Place At(SourceSpan span) => new(faults, node, null, offset + span.Start);

    /// <summary>Notes that what was said makes the expression unusable.</summary>
    public void Break() => IsBroken = true;

    public void Error(SourceSpan span, string code, string message, string? suggestion = null)
    {
        IsBroken = true;
        Add(DiagnosticSeverity.Error, span, code, message, suggestion);
    }

    public void Warning(SourceSpan span, string code, string message, string? suggestion = null) => Add(DiagnosticSeverity.Warning, span, code, message, suggestion);

    // What is beyond the bound is not said, but an error among it counts.
    private void Add(DiagnosticSeverity severity, SourceSpan span, string code, string message, string? suggestion)
    {
        if (++_count <= ExpressionLimits.FaultsMax)
        {
            At(span).Fault(severity, code, message, suggestion);
        }
    }
}
