using System.Collections.Immutable;
using IotHub.Contracts.Diagnostics;

namespace IotHub.Insights.Catalogue;

/// <summary>What became of a catalogue that was offered.</summary>
/// <param name="Refusal">Why it was not taken; <see cref="CatalogueRefusal.None"/> where it was, or is in force already.</param>
/// <param name="Reason">The same in a sentence; empty where it was taken.</param>
/// <param name="Diagnostics">What is wrong with the document; empty where it was not read.</param>
public sealed record CatalogueOffer(CatalogueRefusal Refusal, string Reason, ImmutableArray<Diagnostic> Diagnostics)
{
    /// <summary>True where it is in force now.</summary>
    public bool IsTaken => Refusal == CatalogueRefusal.None;
}
