using System.Collections.Immutable;

namespace IotHub.Contracts.Comparison;

/// <summary>Whether one contract may stand in for another.</summary>
/// <param name="Nodes">Every property, action and event of the needed contract, in its order.</param>
public sealed record CoverResult(ImmutableArray<CoverNode> Nodes)
{
    /// <summary>True when whoever used the needed one can use the other without noticing.</summary>
    public bool Covers => Nodes.All(node => node.Verdict == CoverVerdict.Kept);

    /// <summary>The node at an address; null where the needed contract has none.</summary>
    public CoverNode? Find(ContractNodeKind kind, string address) =>
        Nodes.FirstOrDefault(node => node.Kind == kind && string.Equals(node.Address, address, StringComparison.Ordinal));
}
