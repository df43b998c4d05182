using System.Collections.Immutable;
using IotHub.Contracts.Model;

namespace IotHub.Contracts.Comparison;

/// <summary>Says what changed from one contract to another, and what breaks by it. It breaks exactly when <see cref="ContractCover"/> says that the new one does not cover the old one.</summary>
public static class ContractDiff
{
    /// <summary>Compares two contracts, of whatever URN.</summary>
    public static DiffResult Compare(DeviceContract old, DeviceContract @new)
    {
        var nodes = ImmutableArray.CreateBuilder<DiffNode>();
        Add(nodes, ContractNodeKind.Device, string.Empty, CompareDevice(old, @new));
        foreach (var service in old.Services)
        {
            if (@new.Services.FirstOrDefault(other => other.Key == service.Key) is { } other)
            {
                Add(nodes, ContractNodeKind.Service, service.Key, service.Description == other.Description ? [] : [Difference.Note("is described in other words.")]);
            }
            else
            {
                // What it holds says itself that it is gone, and breaks.
                nodes.Add(new DiffNode(ContractNodeKind.Service, service.Key, DiffChange.Removed, false, [$"{service.Key} is gone."]));
            }
        }

        foreach (var node in NodeComparison.All(old, @new))
        {
            if (node.IsThere)
            {
                Add(nodes, node.Kind, node.Address, node.Differences);
            }
            else
            {
                nodes.Add(new DiffNode(node.Kind, node.Address, DiffChange.Removed, true, [$"{node.Address} is gone."]));
            }
        }

        nodes.AddRange(NodeComparison.All(@new, old).Where(node => !node.IsThere)
            .Select(node => new DiffNode(node.Kind, node.Address, DiffChange.Added, false, [$"{node.Address} is new."])));
        return new DiffResult(nodes.ToImmutable());
    }

    private static List<Difference> CompareDevice(DeviceContract old, DeviceContract @new)
    {
        var found = new List<Difference>();
        if (old.Kind != @new.Kind)
        {
            found.Add(Difference.Note($"is a {@new.Kind}, where it was a {old.Kind}."));
        }

        if (old.Description != @new.Description)
        {
            found.Add(Difference.Note("is described in other words."));
        }

        if (old.ReportInterval != @new.ReportInterval)
        {
            found.Add(Difference.Note(@new.ReportInterval is { } every ? $"publishes something every {every.TotalSeconds:0} s." : "no longer promises how often it publishes."));
        }

        return found;
    }

    private static void Add(ImmutableArray<DiffNode>.Builder nodes, ContractNodeKind kind, string address, List<Difference> differences)
    {
        if (differences.Count > 0)
        {
            var name = address.Length == 0 ? "The device" : address;
            nodes.Add(new DiffNode(kind, address, DiffChange.Changed, differences.Exists(difference => difference.IsBreaking),
                [.. differences.OrderByDescending(difference => difference.IsBreaking).Select(difference => $"{name} {difference.Sentence}")]));
        }
    }
}
