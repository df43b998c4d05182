using System.Collections.Immutable;
using IotHub.Contracts.Diagnostics;
using IotHub.Contracts.Json;

namespace IotHub.Contracts.Parsing;

/// <summary>Faults found so far, bounded by <see cref="ContractLimits.DiagnosticsMax"/>.</summary>
/// <param name="subject">First part of the code that says how many more there are: <c>contract</c>.</param>
internal sealed class FaultList(string subject = "contract")
{
    private readonly ImmutableArray<Diagnostic>.Builder _faults = ImmutableArray.CreateBuilder<Diagnostic>();
    private int _dropped;

    /// <summary>True when the document cannot be used.</summary>
    public bool HasError { get; private set; }

    /// <summary>True when only counting goes on: what a message would cost can be spared.</summary>
    public bool IsFull => _faults.Count >= ContractLimits.DiagnosticsMax;

    public void Information(JsonNodeAt node, string code, string message, string? suggestion = null) => Add(DiagnosticSeverity.Information, node, code, message, suggestion);

    public void Warning(JsonNodeAt node, string code, string message, string? suggestion = null) => Add(DiagnosticSeverity.Warning, node, code, message, suggestion);

    public void Error(JsonNodeAt node, string code, string message, string? suggestion = null) => Add(DiagnosticSeverity.Error, node, code, message, suggestion);

    /// <summary>A warning for each member whose name an earlier member of the same object has.</summary>
    public void AddDuplicateNames(JsonNodeAt root)
    {
        _faults.AddRange(PositionedJson.FindDuplicateNames(root, DiagnosticSeverity.Warning, ContractLimits.DiagnosticsMax, out var unlisted));
        _dropped += unlisted;
    }

    /// <summary>All faults in document order.</summary>
    public ImmutableArray<Diagnostic> ToImmutable()
    {
        var ordered = _faults.OrderBy(fault => fault.Line).ThenBy(fault => fault.Column).ToImmutableArray();
        return _dropped == 0
            ? ordered
            : ordered.Add(new Diagnostic(DiagnosticSeverity.Warning, $"{subject}.faults.more", string.Empty, 0, 0, $"{_dropped} further faults are not listed."));
    }

    private void Add(DiagnosticSeverity severity, JsonNodeAt node, string code, string message, string? suggestion)
    {
        if (HasRoom(severity))
        {
            _faults.Add(node.Fault(severity, code, message, suggestion));
        }
    }

    private bool HasRoom(DiagnosticSeverity severity)
    {
        // The first error always has room: it says why there is no contract.
        var isFirstError = severity == DiagnosticSeverity.Error && !HasError;
        HasError |= severity == DiagnosticSeverity.Error;
        if (isFirstError || !IsFull)
        {
            return true;
        }

        _dropped++;
        return false;
    }
}
