using System.Collections.Immutable;
using IotHub.Contracts.Diagnostics;

namespace IotHub.Host.Running;

/// <summary>A file that was not taken in.</summary>
/// <param name="File">Its path.</param>
/// <param name="Message">Why.</param>
/// <param name="Diagnostics">Where exactly; empty where the file could not be read at all.</param>
internal sealed record ImportFault(string File, string Message, ImmutableArray<Diagnostic> Diagnostics);

/// <summary>The files that are not taken in as they stand, for the hub's health page. One for each file of the folders at most.</summary>
internal sealed class ImportReport
{
    private ImmutableSortedDictionary<string, ImportFault> _faults = ImmutableSortedDictionary.Create<string, ImportFault>(StringComparer.Ordinal);

    public IEnumerable<ImportFault> Faults => _faults.Values;

    public void Add(ImportFault fault) => ImmutableInterlocked.Update(ref _faults, static (faults, added) => faults.SetItem(added.File, added), fault);

    /// <summary>The file is in order now, or gone.</summary>
    public void Clear(string file) => ImmutableInterlocked.Update(ref _faults, static (faults, gone) => faults.Remove(gone), file);
}
