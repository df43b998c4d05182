using System.Collections.Immutable;
using IotHub.Contracts.Diagnostics;

namespace IotHub.Host.Running;

/// <summary>A file that was not taken in.</summary>
/// <param name="File">Its path.</param>
/// <param name="Message">Why.</param>
/// <param name="Diagnostics">Where exactly; empty where the file could not be read at all.</param>
internal sealed record ImportFault(string File, string Message, ImmutableArray<Diagnostic> Diagnostics);

/// <summary>The files that were not taken in, for the hub's health page. One for each file of the folders at most.</summary>
internal sealed class ImportReport
{
    private ImmutableArray<ImportFault> _faults = [];

    public ImmutableArray<ImportFault> Faults => _faults;

    public void Add(ImportFault fault) => ImmutableInterlocked.Update(ref _faults, (faults, added) => faults.Add(added), fault);
}
