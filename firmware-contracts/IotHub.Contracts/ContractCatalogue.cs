using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using IotHub.Contracts.Labels;
using IotHub.Contracts.Model;
using IotHub.Contracts.Parsing;

namespace IotHub.Contracts;

/// <summary>All contracts that a hub or a simulator knows, found by URN. Immutable.</summary>
public sealed class ContractCatalogue
{
    // Contracts that ship with the hub have this before the product's name, which is also the name of their file.
    private const string OwnMaker = "iothub-";

    private readonly FrozenDictionary<string, DeviceContract> _byUrn;
    private readonly FrozenDictionary<string, DeviceContract> _byProduct;

    private readonly FrozenDictionary<string, string> _refusals;
    private readonly FrozenDictionary<string, ContractLabels> _labelsByUrn;
    private readonly FrozenDictionary<string, ContractLabels> _labelsByProduct;

    /// <summary>Makes a catalogue of contracts at hand. Of two with the same URN the first is used.</summary>
    /// <param name="contracts">The contracts.</param>
    /// <param name="labels">What their parts are called; null or none leaves the contracts' own descriptions.</param>
    public ContractCatalogue(IEnumerable<DeviceContract> contracts, IEnumerable<ContractLabels>? labels = null)
        : this(contracts, labels, [])
    {
    }

    internal ContractCatalogue(IEnumerable<DeviceContract> contracts, IEnumerable<ContractLabels>? labels, IEnumerable<KeyValuePair<string, string>> refusals)
    {
        _refusals = refusals.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);
        // A URN's only part with two cases is its hexadecimal value, so the whole is compared without case.
        All = [.. contracts.DistinctBy(contract => contract.Type.Text, StringComparer.OrdinalIgnoreCase)];
        _byUrn = All.ToFrozenDictionary(contract => contract.Type.Text, StringComparer.OrdinalIgnoreCase);
        _byProduct = All
            .GroupBy(contract => contract.Type.WithoutVersion, StringComparer.OrdinalIgnoreCase)
            .ToFrozenDictionary(group => group.Key, group => group.MaxBy(contract => contract.Type.Version ?? 0)!, StringComparer.OrdinalIgnoreCase);
        var all = (labels ?? []).DistinctBy(one => one.Type.Text, StringComparer.OrdinalIgnoreCase).ToList();
        _labelsByUrn = all.ToFrozenDictionary(one => one.Type.Text, StringComparer.OrdinalIgnoreCase);
        _labelsByProduct = all
            .GroupBy(one => one.Type.WithoutVersion, StringComparer.OrdinalIgnoreCase)
            .ToFrozenDictionary(group => group.Key, group => group.MaxBy(one => one.Type.Version ?? 0)!, StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>Every contract, in the order of loading.</summary>
    public ImmutableArray<DeviceContract> All { get; }

    /// <summary>Loads every <c>*.json</c> below the folders, in the order of their paths, with the labels and overlays that belong to them.</summary>
    /// <param name="folders">Folders; of two contracts with the same URN the first is used, so the owner's folder comes before the one shipped.</param>
    /// <param name="diagnostics">What is wrong with files and folders; a faulty file is left out or used in part, as its diagnostics say.</param>
    public static ContractCatalogue Load(IEnumerable<string> folders, out ImmutableArray<ContractFileDiagnostics> diagnostics) =>
        CatalogueLoad.Run([.. folders.Select(ContractFolders.Of)], out diagnostics);

    /// <summary>Finds a contract: the exact URN first, else the highest version of the same product.</summary>
    /// <param name="type">A device's URN; case does not matter.</param>
    /// <param name="contract">The contract.</param>
    public bool TryGet(string type, [NotNullWhen(true)] out DeviceContract? contract) =>
        _byUrn.TryGetValue(type, out contract)
        || (UrnParser.TryParse(type, out var parsed) && _byProduct.TryGetValue(parsed.WithoutVersion, out contract));

    /// <summary>Why there is no contract of a URN, where a file has one that cannot be used: its first error, with file and place.</summary>
    /// <param name="type">A device's URN; case does not matter.</param>
    /// <param name="reason">A sentence.</param>
    public bool TryGetRefusal(string type, [NotNullWhen(true)] out string? reason) => _refusals.TryGetValue(type, out reason);

    /// <summary>What a contract's parts are called: the labels of its URN, else those of the same product, since a later version keeps what an earlier one has.</summary>
    /// <returns><see cref="ContractLabels.None"/> where there are none.</returns>
    public ContractLabels LabelsOf(DeviceContract contract) =>
        _labelsByUrn.TryGetValue(contract.Type.Text, out var labels) || _labelsByProduct.TryGetValue(contract.Type.WithoutVersion, out labels)
            ? labels
            : ContractLabels.None;

    /// <summary>Finds a contract by a short name: one of our own products, <c>light-white</c> for <c>iothub-light-white</c>, else the first loaded of a kind, <c>light</c>.</summary>
    /// <remarks>Several products share a kind, so that the product's name comes first: <c>light</c> is always <c>iothub-light</c>, whatever else is a light.</remarks>
    public bool TryGetKind(string kind, [NotNullWhen(true)] out DeviceContract? contract)
    {
        contract = All.FirstOrDefault(candidate => string.Equals(candidate.Type.VendorProduct, OwnMaker + kind, StringComparison.Ordinal))
            ?? All.FirstOrDefault(candidate => string.Equals(candidate.Kind, kind, StringComparison.Ordinal));
        return contract is not null;
    }
}
