using System.Collections.Immutable;
using IotHub.Contracts.Diagnostics;

namespace IotHub.Contracts;

/// <summary>What was found in one file or folder.</summary>
/// <param name="Path">The file, or the folder that could not be read.</param>
/// <param name="Diagnostics">At least one.</param>
public sealed record ContractFileDiagnostics(string Path, ImmutableArray<Diagnostic> Diagnostics);
