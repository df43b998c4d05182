using System.Collections.Immutable;

namespace IotHub.Contracts.Comparison;

/// <summary>All differences between two contracts.</summary>
/// <param name="Nodes">In the order of the old contract, what is new after it; empty where nothing differs.</param>
public sealed record DiffResult(ImmutableArray<DiffNode> Nodes)
{
    /// <summary>True when something that worked with the old contract may not with the new one: then the new one does not cover the old one.</summary>
    public bool IsBreaking => Nodes.Any(node => node.IsBreaking);
}
