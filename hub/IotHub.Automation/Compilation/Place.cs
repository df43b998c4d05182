using IotHub.Automation.Documents;
using IotHub.Contracts.Diagnostics;
using IotHub.Contracts.Json;

namespace IotHub.Automation.Compilation;

/// <summary>Where a fault is shown: at a value, or at a member's name.</summary>
/// <param name="Faults">Where it goes.</param>
/// <param name="Node">The value.</param>
/// <param name="Member">The member whose name is meant; null for the value.</param>
internal readonly record struct Place(DocumentFaults Faults, JsonNodeAt Node, JsonMemberAt? Member)
{
    public void Fault(DiagnosticSeverity severity, string code, string message, string? suggestion)
    {
        if (Member is { } member)
        {
            Faults.AtName(member, severity, code, message, suggestion);
        }
        else
        {
            Faults.Add(Node.Fault(severity, $"{Faults.Kind}.{code}", message, suggestion));
        }
    }
}
