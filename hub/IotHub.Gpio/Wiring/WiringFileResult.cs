using System.Collections.Immutable;
using IotHub.Contracts.Diagnostics;

namespace IotHub.Gpio.Wiring;

/// <summary>What became of a wiring document.</summary>
/// <param name="Devices">Those that can be used; a device with a fault is left out, the others are not.</param>
/// <param name="Diagnostics">What is wrong with it, in the order of its text; at most <see cref="WiringLimits.FaultsMax"/> and one that counts the rest.</param>
public sealed record WiringFileResult(ImmutableArray<WiredDevice> Devices, ImmutableArray<Diagnostic> Diagnostics);
