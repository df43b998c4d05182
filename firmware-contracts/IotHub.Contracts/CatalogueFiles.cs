using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using IotHub.Contracts.Diagnostics;

namespace IotHub.Contracts;

/// <summary>Lists and reads the files of a catalogue; what cannot be read is a diagnostic.</summary>
internal sealed class CatalogueFiles
{
    private readonly ImmutableArray<ContractFileDiagnostics>.Builder _found = ImmutableArray.CreateBuilder<ContractFileDiagnostics>();

    /// <summary>What was found in each file and folder so far, in the order of reading.</summary>
    public ImmutableArray<ContractFileDiagnostics> Diagnostics => _found.ToImmutable();

    /// <summary>The files <c>*.json</c> in a folder and below, in the order of their paths.</summary>
    public ImmutableArray<string> List(string folder, Func<string, bool>? isLeftOut = null)
    {
        try
        {
            var files = Directory.EnumerateFiles(folder, "*.json", SearchOption.AllDirectories).Take(CatalogueLimits.FilesPerFolderMax + 1).ToList();
            if (files.Count > CatalogueLimits.FilesPerFolderMax)
            {
                Add(folder, [Fault("catalogue.too-many-files", $"The folder holds more than {CatalogueLimits.FilesPerFolderMax} files; it is left out.")]);
                return [];
            }

            return [.. files.Where(file => isLeftOut?.Invoke(file) != true).Order(StringComparer.Ordinal)];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            Add(folder, [Fault("catalogue.folder", $"The folder cannot be read: {exception.Message}")]);
            return [];
        }
    }

    /// <summary>Reads a file; false when it cannot be read or is too large.</summary>
    public bool TryRead(string path, int bytesMax, string subject, [NotNullWhen(true)] out byte[]? bytes)
    {
        bytes = null;
        try
        {
            // The length is looked at first, so that a huge file is never in memory.
            var length = new FileInfo(path).Length;
            if (length > bytesMax)
            {
                Add(path, [Fault($"{subject}.limit.bytes", $"The file has {length} bytes; at most {bytesMax} are allowed.")]);
                return false;
            }

            bytes = File.ReadAllBytes(path);
            return true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            Add(path, [Fault("catalogue.file", $"The file cannot be read: {exception.Message}")]);
            return false;
        }
    }

    /// <summary>Keeps what was found in a file; nothing for none.</summary>
    public void Add(string path, ImmutableArray<Diagnostic> faults)
    {
        if (!faults.IsEmpty)
        {
            _found.Add(new ContractFileDiagnostics(path, faults));
        }
    }

    public static Diagnostic Fault(string code, string message, DiagnosticSeverity severity = DiagnosticSeverity.Error) => new(severity, code, string.Empty, 0, 0, message);
}
