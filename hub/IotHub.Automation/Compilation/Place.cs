using System.Globalization;
using IotHub.Automation.Documents;
using IotHub.Contracts.Diagnostics;
using IotHub.Contracts.Json;

namespace IotHub.Automation.Compilation;

/// <summary>Where a fault is shown: at a value, at a member's name, or at a character within a text.</summary>
/// <param name="Faults">Where it goes.</param>
/// <param name="Node">The value; null for a text that is in no document.</param>
/// <param name="Member">The member whose name is meant; null for the value.</param>
/// <param name="Character">The UTF-16 unit within the value's text, from 0; null for the whole value.</param>
internal readonly record struct Place(DocumentFaults Faults, JsonNodeAt? Node, JsonMemberAt? Member, int? Character = null)
{
    public void Fault(DiagnosticSeverity severity, string code, string message, string? suggestion)
    {
        if (Member is { } member)
        {
            Faults.AtName(member, severity, code, message, suggestion);
        }
        else if (Node is null)
        {
            var place = Character is { } index ? string.Create(CultureInfo.InvariantCulture, $" (character {index + 1} of the expression)") : string.Empty;
            Faults.Add(new Diagnostic(severity, $"{Faults.Kind}.{code}", string.Empty, 0, 0, message + place, suggestion));
        }
        else if (Character is { } character)
        {
            Faults.Add(new Diagnostic(severity, $"{Faults.Kind}.{code}", Node.Pointer, Node.Line, TextColumns.Of(Node, character), message, suggestion));
        }
        else
        {
            Faults.Add(Node.Fault(severity, $"{Faults.Kind}.{code}", message, suggestion));
        }
    }
}
