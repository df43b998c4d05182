using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using IotHub.Contracts.Diagnostics;
using IotHub.Contracts.Model;
using IotHub.Contracts.Overlays;
using IotHub.Contracts.Parsing;

namespace IotHub.Contracts;

/// <summary>The overlays of one loading. A contract is corrected by one: that of its exact URN, else that of its product; of two for one URN the first.</summary>
internal sealed class CatalogueOverlays
{
    private readonly List<Loaded> _overlays = [];
    private readonly Dictionary<string, Loaded> _byUrn = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, DeviceContract> _published = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, DeviceContract> _corrected = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Why an overlay is not kept; null when it is.</summary>
    public Diagnostic? Keep(ContractOverlay overlay, string path, string folder)
    {
        var loaded = new Loaded(overlay, path, folder);
        if (_overlays.Count >= OverlayLimits.OverlaysMax)
        {
            return CatalogueFiles.Fault("catalogue.limit", $"The catalogue holds {OverlayLimits.OverlaysMax} overlays, as many as it may; this file is left out.");
        }

        if (!_byUrn.TryAdd(KeyOf(overlay.Type), loaded))
        {
            // As with contracts: the owner's stands in for the shipped one on purpose.
            var first = _byUrn[KeyOf(overlay.Type)];
            return CatalogueFiles.Fault("catalogue.duplicate", $"{overlay.Type.Text} is already corrected by {first.Path}; this file is left out.",
                first.Folder == folder ? DiagnosticSeverity.Error : DiagnosticSeverity.Information);
        }

        _overlays.Add(loaded);
        return null;
    }

    /// <summary>Every contract as its overlay corrects it, and those that overlays say are the same as another. An overlay without a contract waits for one.</summary>
    public ImmutableArray<DeviceContract> Apply(IReadOnlyCollection<DeviceContract> contracts, CatalogueFiles files)
    {
        foreach (var contract in contracts)
        {
            _published.TryAdd(contract.Type.Text, contract);
        }

        var result = contracts.Select(contract => Correct(contract, files, 0)).ToList();
        foreach (var loaded in _overlays.Where(loaded => loaded.Overlay.SameAs is not null && !_corrected.ContainsKey(loaded.Overlay.Type.Text) && !IsOfProduct(loaded.Overlay.Type)))
        {
            if (result.Count < CatalogueLimits.ContractsMax && Substitute(loaded, files, 0) is { } other)
            {
                result.Add(Run(loaded, other, loaded.Overlay.Type, files));
            }
        }

        return [.. result];
    }

    private DeviceContract Correct(DeviceContract contract, CatalogueFiles files, int depth)
    {
        if (_corrected.TryGetValue(contract.Type.Text, out var known))
        {
            return known;
        }

        var corrected = contract;
        if (TryFind(contract.Type, out var loaded))
        {
            corrected = Run(loaded, loaded.Overlay.SameAs is null ? contract : Substitute(loaded, files, depth) ?? contract, contract.Type, files);
        }

        _corrected[contract.Type.Text] = corrected;
        return corrected;
    }

    /// <summary>The contract of the device that an overlay says its own is the same as; null where there is none.</summary>
    private DeviceContract? Substitute(Loaded loaded, CatalogueFiles files, int depth)
    {
        var sameAs = loaded.Overlay.SameAs!;
        if (depth >= OverlayLimits.SameAsMax)
        {
            files.Add(loaded.Path, [loaded.Overlay.SameAsNode!.Fault(DiagnosticSeverity.Warning, "overlay.same-as.circle", $"{sameAs.Text} leads on to too many others, or in a circle; it is passed over.")]);
            return null;
        }

        if (_published.TryGetValue(sameAs.Text, out var other) || TryFindProduct(sameAs, out other))
        {
            return Correct(other, files, depth + 1);
        }

        if (_byUrn.TryGetValue(KeyOf(sameAs), out var next) && next.Overlay.SameAs is not null)
        {
            return Substitute(next, files, depth + 1);
        }

        files.Add(loaded.Path, [loaded.Overlay.SameAsNode!.Fault(DiagnosticSeverity.Warning, "overlay.same-as.unknown", $"There is no contract {sameAs.Text}; it is passed over.")]);
        return null;
    }

    private static DeviceContract Run(Loaded loaded, DeviceContract contract, Urn type, CatalogueFiles files)
    {
        var result = loaded.Overlay.Apply(contract);
        files.Add(loaded.Path, result.Diagnostics);
        return result.Contract.Type == type
            ? result.Contract
            : ContractAssembly.Build(type, result.Contract.Description, result.Contract.ReportInterval, result.Contract.Services);
    }

    private bool TryFind(Urn type, [NotNullWhen(true)] out Loaded? loaded) =>
        _byUrn.TryGetValue(type.Text, out loaded) || _byUrn.TryGetValue(type.WithoutVersion, out loaded);

    private bool TryFindProduct(Urn type, [NotNullWhen(true)] out DeviceContract? contract)
    {
        contract = _published.Values.Where(one => string.Equals(one.Type.WithoutVersion, type.WithoutVersion, StringComparison.OrdinalIgnoreCase)).MaxBy(one => one.Type.Version ?? 0);
        return contract is not null;
    }

    private bool IsOfProduct(Urn type) => type.Version is null && TryFindProduct(type, out _);

    private static string KeyOf(Urn type) => type.Version is null ? type.WithoutVersion : type.Text;

    private sealed record Loaded(ContractOverlay Overlay, string Path, string Folder);
}
