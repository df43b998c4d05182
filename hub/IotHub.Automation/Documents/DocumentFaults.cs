using System.Collections.Immutable;
using IotHub.Contracts.Diagnostics;
using IotHub.Contracts.Json;

namespace IotHub.Automation.Documents;

/// <summary>Collects what is wrong with one document.</summary>
/// <param name="kind">First part of the codes: <c>automation</c> or <c>scene</c>.</param>
internal sealed class DocumentFaults(string kind)
{
    private readonly List<Diagnostic> _found = [];

    /// <summary>First part of the codes.</summary>
    public string Kind => kind;

    /// <summary>True when the document cannot be used.</summary>
    public bool HasErrors => _found.Exists(fault => fault.Severity == DiagnosticSeverity.Error);

    public void Add(Diagnostic fault) => _found.Add(fault);

    public void Error(JsonNodeAt at, string code, string message, string? suggestion = null) =>
        _found.Add(at.Fault(DiagnosticSeverity.Error, $"{kind}.{code}", message, suggestion));

    public void Warning(JsonNodeAt at, string code, string message, string? suggestion = null) =>
        _found.Add(at.Fault(DiagnosticSeverity.Warning, $"{kind}.{code}", message, suggestion));

    /// <summary>A fault of a member's name rather than of its value.</summary>
    public void AtName(JsonMemberAt member, DiagnosticSeverity severity, string code, string message, string? suggestion) =>
        _found.Add(new Diagnostic(severity, $"{kind}.{code}", member.Value.Pointer, member.Line, member.Column, message, suggestion));

    public void CheckCount(JsonNodeAt at, string what, int count, int countMax)
    {
        if (count > countMax)
        {
            Error(at, "limit", $"\"{what}\" holds {count}; at most {countMax} are allowed.");
        }
    }

    /// <summary>All faults in the order of the text.</summary>
    public ImmutableArray<Diagnostic> ToImmutable() =>
        [.. _found.OrderBy(fault => fault.Line).ThenBy(fault => fault.Column).ThenBy(fault => fault.Code, StringComparer.Ordinal)];
}
