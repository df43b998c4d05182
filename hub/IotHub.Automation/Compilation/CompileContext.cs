using IotHub.Automation.Documents;
using IotHub.Contracts.Diagnostics;
using IotHub.Contracts.Json;
using IotHub.Devices.State;

namespace IotHub.Automation.Compilation;

/// <summary>What the resolvers of one document share.</summary>
/// <param name="home">The home to check against.</param>
/// <param name="names">What else there is.</param>
/// <param name="faults">Where faults go.</param>
internal sealed class CompileContext(IHomeView home, KnownNames names, DocumentFaults faults)
{
    public IHomeView Home => home;

    public KnownNames Names => names;

    public DocumentFaults Faults => faults;

    /// <summary>True when something was named that is not in the home (yet).</summary>
    public bool IsWaiting { get; private set; }

    /// <summary>True when devices are meant by room or kind.</summary>
    public bool DependsOnHome { get; set; }

    /// <summary>Says that something is not there, and that the document waits for it.</summary>
    public void Wait(Place place, string code, string message, string? suggestion)
    {
        IsWaiting = true;
        place.Fault(DiagnosticSeverity.Warning, code, $"{message}; the {faults.Kind} waits until there is.", suggestion);
    }

    /// <summary>Takes over what another one found out about the home.</summary>
    public void TakeFrom(CompileContext other)
    {
        IsWaiting |= other.IsWaiting;
        DependsOnHome |= other.DependsOnHome;
    }

    /// <summary>Says that there is no such scene, person or automation yet; the document is used all the same.</summary>
    public void WarnUnknown(JsonNodeAt node, string kind, IReadOnlySet<string>? known, string consequence)
    {
        if (known is not null && node.Text is { } id && !known.Contains(id))
        {
            faults.Warning(node, $"{kind}.unknown", $"There is no {kind} \"{id}\" yet; {consequence} until there is.", NearestName.Suggest(id, known));
        }
    }
}
