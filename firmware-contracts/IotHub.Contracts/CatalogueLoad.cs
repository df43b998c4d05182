using System.Collections.Immutable;
using IotHub.Contracts.Diagnostics;
using IotHub.Contracts.Labels;
using IotHub.Contracts.Model;
using IotHub.Contracts.Overlays;
using IotHub.Contracts.Parsing;

namespace IotHub.Contracts;

/// <summary>One loading of a catalogue: contracts first, then overlays that correct them, then the labels of what came of it.</summary>
internal sealed class CatalogueLoad
{
    private readonly CatalogueFiles _files = new();
    private readonly List<DeviceContract> _contracts = [];
    private readonly Dictionary<string, (string Path, string Folder)> _paths = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, string> _refusals = new(StringComparer.OrdinalIgnoreCase);
    private readonly CatalogueOverlays _overlays = new();
    private readonly Dictionary<string, ContractLabels> _labels = new(StringComparer.OrdinalIgnoreCase);

    public static ContractCatalogue Run(IReadOnlyCollection<ContractFolders> folders, out ImmutableArray<ContractFileDiagnostics> diagnostics)
    {
        var load = new CatalogueLoad();
        foreach (var folder in folders)
        {
            load.LoadContracts(folder);
        }

        foreach (var folder in folders.SelectMany(folder => folder.Overlays).Distinct(StringComparer.Ordinal).Where(Directory.Exists))
        {
            load.LoadOverlays(folder);
        }

        var contracts = load._overlays.Apply(load._contracts, load._files);
        var unlabelled = new ContractCatalogue(contracts);
        foreach (var folder in folders.SelectMany(folder => folder.Labels).Distinct(StringComparer.Ordinal).Where(Directory.Exists))
        {
            load.LoadLabels(folder, unlabelled);
        }

        diagnostics = load._files.Diagnostics;
        return new ContractCatalogue(contracts, load._labels.Values, load._refusals);
    }

    private void LoadContracts(ContractFolders folder)
    {
        foreach (var path in _files.List(folder.Contracts, folder.IsCompanion))
        {
            if (!_files.TryRead(path, ContractLimits.BytesMax, "contract", out var bytes))
            {
                continue;
            }

            var result = ContractParser.Parse(bytes, Path.GetFileName(path));
            if (result is { Contract: null, Type: { } refused })
            {
                _refusals.TryAdd(refused.Text, result.Diagnostics.First(fault => fault.Severity == DiagnosticSeverity.Error).Format(Path.GetFileName(path)));
            }

            _files.Add(path, result.Contract is { } contract && Keep(contract, path, folder.Contracts) is { } fault ? result.Diagnostics.Add(fault) : result.Diagnostics);
        }
    }

    /// <summary>Why a contract is not kept; null when it is.</summary>
    private Diagnostic? Keep(DeviceContract contract, string path, string folder)
    {
        if (contract.Type.Text.Length == 0)
        {
            return CatalogueFiles.Fault("catalogue.no-urn", "The contract has no URN, so that no device can name it; it is left out.");
        }

        if (!_paths.TryAdd(contract.Type.Text, (path, folder)))
        {
            // An owner's contract stands in for the shipped one on purpose; two in one folder are a mistake.
            var first = _paths[contract.Type.Text];
            return CatalogueFiles.Fault("catalogue.duplicate", $"{contract.Type.Text} is already loaded from {first.Path}; this file is left out.",
                first.Folder == folder ? DiagnosticSeverity.Error : DiagnosticSeverity.Information);
        }

        if (_contracts.Count >= CatalogueLimits.ContractsMax)
        {
            return CatalogueFiles.Fault("catalogue.limit", $"The catalogue holds {CatalogueLimits.ContractsMax} contracts, as many as it may; this file is left out.");
        }

        _contracts.Add(contract);
        return null;
    }

    private void LoadOverlays(string folder)
    {
        foreach (var path in _files.List(folder))
        {
            if (!_files.TryRead(path, OverlayLimits.BytesMax, "overlay", out var bytes))
            {
                continue;
            }

            var result = ContractOverlay.Parse(bytes, Path.GetFileName(path));
            _files.Add(path, result.Overlay is { } overlay && _overlays.Keep(overlay, path, folder) is { } fault ? result.Diagnostics.Add(fault) : result.Diagnostics);
        }
    }

    private void LoadLabels(string folder, ContractCatalogue contracts)
    {
        foreach (var path in _files.List(folder))
        {
            if (!_files.TryRead(path, LabelLimits.BytesMax, "labels", out var bytes))
            {
                continue;
            }

            var result = ContractLabels.Parse(bytes, Path.GetFileName(path), type => contracts.TryGet(type.Text, out var contract) ? contract : null);
            _files.Add(path, result.Diagnostics);
            if (result.Labels is { } labels)
            {
                _labels[labels.Type.Text] = _labels.TryGetValue(labels.Type.Text, out var first) ? first.Add(labels) : labels;
            }
        }
    }
}
