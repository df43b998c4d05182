using System.Collections.Immutable;
using IotHub.Contracts.Diagnostics;

namespace IotHub.Insights.Catalogue;

/// <summary>What came of reading a catalogue.</summary>
/// <param name="Catalogue">The catalogue; null where it has an error. Half a catalogue is never used.</param>
/// <param name="Diagnostics">What is wrong, in the order of the text, at most <see cref="CatalogueBounds.DiagnosticsMax"/>.</param>
/// <param name="Unlisted">How many further faults there are.</param>
public sealed record CatalogueParseResult(ProductCatalogue? Catalogue, ImmutableArray<Diagnostic> Diagnostics, int Unlisted);
