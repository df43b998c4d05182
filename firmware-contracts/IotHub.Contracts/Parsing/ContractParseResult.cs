using System.Collections.Immutable;
using IotHub.Contracts.Diagnostics;
using IotHub.Contracts.Model;

namespace IotHub.Contracts.Parsing;

/// <summary>What came of reading a contract.</summary>
/// <param name="Contract">The contract, usable also when there are warnings; null when the document cannot be used.</param>
/// <param name="Diagnostics">Every fault, in document order; holds an error exactly when <paramref name="Contract"/> is null.</param>
public sealed record ContractParseResult(DeviceContract? Contract, ImmutableArray<Diagnostic> Diagnostics)
{
    /// <summary>The URN that the document says it is for, also where the rest cannot be used; null where none can be read.</summary>
    public Urn? Type { get; init; }
}
