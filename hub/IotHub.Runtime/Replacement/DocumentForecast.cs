using System.Collections.Immutable;
using IotHub.Contracts.Comparison;
using IotHub.Contracts.Diagnostics;

namespace IotHub.Runtime.Replacement;

/// <summary>What becomes of one automation or scene.</summary>
/// <param name="IsScene">True for a scene, false for an automation.</param>
/// <param name="Id">Its id.</param>
/// <param name="Name">What a person reads.</param>
/// <param name="Fate">What becomes of it.</param>
/// <param name="Uses">The nodes of the device that it uses, and how each fares.</param>
/// <param name="Diagnostics">What would be said of it, with places in its text; what is said of it already is left out where nothing breaks.</param>
public sealed record DocumentForecast(
    bool IsScene, string Id, string Name, DocumentFate Fate, ImmutableArray<CoverNode> Uses, ImmutableArray<Diagnostic> Diagnostics);
