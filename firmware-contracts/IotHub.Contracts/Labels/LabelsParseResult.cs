using System.Collections.Immutable;
using IotHub.Contracts.Diagnostics;

namespace IotHub.Contracts.Labels;

/// <summary>What came of reading a file of labels.</summary>
/// <param name="Labels">The labels, usable also when there are warnings; null when the document cannot be used.</param>
/// <param name="Diagnostics">Every fault, in document order; holds an error exactly when <paramref name="Labels"/> is null.</param>
public sealed record LabelsParseResult(ContractLabels? Labels, ImmutableArray<Diagnostic> Diagnostics);
