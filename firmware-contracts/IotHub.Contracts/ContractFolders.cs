using System.Collections.Immutable;

namespace IotHub.Contracts;

/// <summary>A folder of contracts and what belongs to it. Folders that do not exist hold nothing.</summary>
/// <param name="Contracts">Contracts, in files <c>*.json</c>, also in folders below.</param>
/// <param name="Labels">Where labels are, in the order in which they are looked for.</param>
/// <param name="Overlays">Where corrections are.</param>
public sealed record ContractFolders(string Contracts, ImmutableArray<string> Labels, ImmutableArray<string> Overlays)
{
    private const string LabelsName = "labels";
    private const string OverlaysName = "overlays";

    /// <summary>
    /// What belongs to a folder of contracts: its own folders <c>labels</c> and <c>overlays</c>; and if it is called <c>contracts</c>, as a
    /// hub's own are, also the folders of those names beside it.
    /// </summary>
    public static ContractFolders Of(string contracts)
    {
        var folder = Path.TrimEndingDirectorySeparator(Path.GetFullPath(contracts));
        var beside = Path.GetFileName(folder) == "contracts" ? Path.GetDirectoryName(folder) : null;
        return new ContractFolders(contracts, Named(LabelsName), Named(OverlaysName));

        ImmutableArray<string> Named(string name) => beside is null
            ? [Path.Combine(folder, name)]
            : [Path.Combine(folder, name), Path.Combine(beside, name)];
    }

    /// <summary>True for a file that lies in one of the folders of labels or overlays, and so is no contract.</summary>
    internal bool IsCompanion(string path) => Labels.Concat(Overlays).Any(folder =>
        Path.GetFullPath(path).StartsWith(folder + Path.DirectorySeparatorChar, StringComparison.Ordinal));
}
