using System.Collections.Immutable;
using IotHub.Contracts.Diagnostics;
using IotHub.Contracts.Model;

namespace IotHub.Contracts.Overlays;

/// <summary>What came of applying an overlay.</summary>
/// <param name="Contract">The corrected contract; the one given, where the overlay cannot be applied to it.</param>
/// <param name="Diagnostics">What the overlay says of the contract that does not hold, with places in the overlay; holds an error exactly when it could not be applied.</param>
public sealed record OverlayResult(DeviceContract Contract, ImmutableArray<Diagnostic> Diagnostics);
