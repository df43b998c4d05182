using System.Collections.Immutable;
using IotHub.Contracts.Model;

namespace IotHub.Contracts.Comparison;

/// <summary>Says whether hardware of one contract may stand in for that of another.</summary>
public static class ContractCover
{
    /// <summary>Looks at every property, action and event of what is needed.</summary>
    /// <param name="need">The contract that is relied on.</param>
    /// <param name="have">The contract that would stand in for it.</param>
    public static CoverResult Check(DeviceContract need, DeviceContract have) => new([.. NodeComparison.All(need, have).Select(Judge)]);

    /// <summary>True when a value of the one property means the same for the other: the same kind of value, the same unit, and listed values of the same names.</summary>
    public static bool MeansTheSame(ContractProperty one, ContractProperty other)
    {
        var found = new List<Difference>();
        PropertyComparison.CompareMeaning(one, other, found);
        return found.Count == 0;
    }

    private static CoverNode Judge(NodeComparison node)
    {
        if (!node.IsThere)
        {
            return new CoverNode(node.Kind, node.Address, CoverVerdict.Missing, [$"{node.Address} is not there."]);
        }

        ImmutableArray<string> reasons = [.. node.Differences.Where(difference => difference.IsBreaking).Select(difference => $"{node.Address} {difference.Sentence}")];
        return new CoverNode(node.Kind, node.Address, reasons.IsEmpty ? CoverVerdict.Kept : CoverVerdict.Changed, reasons);
    }
}
