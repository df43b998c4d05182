using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using IotHub.Contracts.Diagnostics;
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

    /// <summary>Makes a catalogue of contracts at hand. Of two with the same URN the first is used.</summary>
    public ContractCatalogue(IEnumerable<DeviceContract> contracts)
    {
        // A URN's only part with two cases is its hexadecimal value, so the whole is compared without case.
        All = [.. contracts.DistinctBy(contract => contract.Type.Text, StringComparer.OrdinalIgnoreCase)];
        _byUrn = All.ToFrozenDictionary(contract => contract.Type.Text, StringComparer.OrdinalIgnoreCase);
        _byProduct = All
            .GroupBy(contract => contract.Type.WithoutVersion, StringComparer.OrdinalIgnoreCase)
            .ToFrozenDictionary(group => group.Key, group => group.MaxBy(contract => contract.Type.Version ?? 0)!, StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>Every contract, in the order of loading.</summary>
    public ImmutableArray<DeviceContract> All { get; }

    /// <summary>Loads every <c>*.json</c> below the folders, in the order of their paths.</summary>
    /// <param name="folders">Folders; of two contracts with the same URN the first is used, so the owner's folder comes before the one shipped.</param>
    /// <param name="diagnostics">What is wrong with files and folders; a faulty file is left out or used in part, as its diagnostics say.</param>
    public static ContractCatalogue Load(IEnumerable<string> folders, out ImmutableArray<ContractFileDiagnostics> diagnostics)
    {
        var found = ImmutableArray.CreateBuilder<ContractFileDiagnostics>();
        var contracts = new List<DeviceContract>();
        var paths = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var path in folders.SelectMany(folder => ListFiles(folder, found)))
        {
            var result = ReadFile(path);
            var faults = result.Diagnostics;
            if (result.Contract is { } contract)
            {
                faults = faults.AddRange(Keep(contract, path, contracts, paths));
            }

            if (!faults.IsEmpty)
            {
                found.Add(new ContractFileDiagnostics(path, faults));
            }
        }

        diagnostics = found.ToImmutable();
        return new ContractCatalogue(contracts);
    }

    /// <summary>Finds a contract: the exact URN first, else the highest version of the same product.</summary>
    /// <param name="type">A device's URN; case does not matter.</param>
    /// <param name="contract">The contract.</param>
    public bool TryGet(string type, [NotNullWhen(true)] out DeviceContract? contract) =>
        _byUrn.TryGetValue(type, out contract)
        || (UrnParser.TryParse(type, out var parsed) && _byProduct.TryGetValue(parsed.WithoutVersion, out contract));

    /// <summary>Finds a contract by a short name: one of our own products, <c>light-white</c> for <c>iothub-light-white</c>, else the first loaded of a kind, <c>light</c>.</summary>
    /// <remarks>Several products share a kind, so that the product's name comes first: <c>light</c> is always <c>iothub-light</c>, whatever else is a light.</remarks>
    public bool TryGetKind(string kind, [NotNullWhen(true)] out DeviceContract? contract)
    {
        contract = All.FirstOrDefault(candidate => string.Equals(candidate.Type.VendorProduct, OwnMaker + kind, StringComparison.Ordinal))
            ?? All.FirstOrDefault(candidate => string.Equals(candidate.Kind, kind, StringComparison.Ordinal));
        return contract is not null;
    }

    private static IEnumerable<Diagnostic> Keep(DeviceContract contract, string path, List<DeviceContract> contracts, Dictionary<string, string> paths)
    {
        if (contract.Type.Text.Length == 0)
        {
            return [Fault("catalogue.no-urn", "The contract has no URN, so that no device can name it; it is left out.")];
        }

        if (!paths.TryAdd(contract.Type.Text, path))
        {
            return [Fault("catalogue.duplicate", $"{contract.Type.Text} is already loaded from {paths[contract.Type.Text]}; this file is left out.")];
        }

        if (contracts.Count >= CatalogueLimits.ContractsMax)
        {
            return [Fault("catalogue.limit", $"The catalogue holds {CatalogueLimits.ContractsMax} contracts, as many as it may; this file is left out.")];
        }

        contracts.Add(contract);
        return [];
    }

    private static ImmutableArray<string> ListFiles(string folder, ImmutableArray<ContractFileDiagnostics>.Builder found)
    {
        try
        {
            var files = Directory.EnumerateFiles(folder, "*.json", SearchOption.AllDirectories).Take(CatalogueLimits.FilesPerFolderMax + 1).ToList();
            if (files.Count > CatalogueLimits.FilesPerFolderMax)
            {
                found.Add(new ContractFileDiagnostics(folder, [Fault("catalogue.too-many-files", $"The folder holds more than {CatalogueLimits.FilesPerFolderMax} files; it is left out.")]));
                return [];
            }

            return [.. files.Order(StringComparer.Ordinal)];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            found.Add(new ContractFileDiagnostics(folder, [Fault("catalogue.folder", $"The folder cannot be read: {exception.Message}")]));
            return [];
        }
    }

    private static ContractParseResult ReadFile(string path)
    {
        try
        {
            // The length is looked at first, so that a huge file is never in memory.
            return new FileInfo(path).Length > ContractLimits.BytesMax
                ? new ContractParseResult(null, [Fault("contract.limit.bytes", $"The file has {new FileInfo(path).Length} bytes; a contract may have at most {ContractLimits.BytesMax}.")])
                : ContractParser.Parse(File.ReadAllBytes(path), Path.GetFileName(path));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return new ContractParseResult(null, [Fault("catalogue.file", $"The file cannot be read: {exception.Message}")]);
        }
    }

    private static Diagnostic Fault(string code, string message) => new(DiagnosticSeverity.Error, code, string.Empty, 0, 0, message);
}
