using System.Collections.Immutable;
using IotHub.Contracts.Diagnostics;
using IotHub.Contracts.Json;

namespace IotHub.Gpio.Wiring;

/// <summary>Faults of one file so far, bounded by <see cref="WiringLimits.FaultsMax"/>.</summary>
internal sealed class WiringFaults
{
    private readonly List<Diagnostic> _faults = [];
    private int _unlisted;

    /// <summary>How many errors there are.</summary>
    public int Errors { get; private set; }

    public void Error(JsonNodeAt node, string code, string message, string? suggestion = null) => Add(node.Fault(DiagnosticSeverity.Error, code, message, suggestion));

    public void Error(JsonMemberAt member, string code, string message, string? suggestion = null) =>
        Add(new Diagnostic(DiagnosticSeverity.Error, code, member.Value.Pointer, member.Line, member.Column, message, suggestion));

    public void Add(Diagnostic fault)
    {
        Errors += fault.Severity == DiagnosticSeverity.Error ? 1 : 0;
        if (_faults.Count < WiringLimits.FaultsMax)
        {
            _faults.Add(fault);
        }
        else
        {
            _unlisted++;
        }
    }

    /// <summary>All in document order.</summary>
    public ImmutableArray<Diagnostic> ToImmutable()
    {
        var ordered = _faults.OrderBy(fault => fault.Line).ThenBy(fault => fault.Column).ToImmutableArray();
        return _unlisted == 0
            ? ordered
            : ordered.Add(new Diagnostic(DiagnosticSeverity.Warning, "wiring.faults.more", string.Empty, 0, 0, $"{_unlisted} further faults are not listed."));
    }
}
