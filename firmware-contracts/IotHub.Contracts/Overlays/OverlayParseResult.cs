using System.Collections.Immutable;
using IotHub.Contracts.Diagnostics;

namespace IotHub.Contracts.Overlays;

/// <summary>What came of reading an overlay.</summary>
/// <param name="Overlay">The overlay, usable also when there are warnings; null when the document cannot be used.</param>
/// <param name="Diagnostics">Every fault that can be seen without the contract, in document order; holds an error exactly when <paramref name="Overlay"/> is null.</param>
public sealed record OverlayParseResult(ContractOverlay? Overlay, ImmutableArray<Diagnostic> Diagnostics);
