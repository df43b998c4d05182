using System.Collections.Immutable;
using IotHub.Contracts;
using IotHub.Contracts.Diagnostics;

namespace IotHub.Gpio.Wiring;

/// <summary>Reads all wiring documents of a folder.</summary>
public static class WiringFolder
{
    /// <summary>Reads <c>*.json</c> in the order of their names. A folder that does not exist wires nothing.</summary>
    /// <param name="folder">Where.</param>
    /// <param name="contracts">The contracts that the hub has.</param>
    /// <param name="faults">What is wrong, a sentence each with file, line and column; it costs no more than the device or file that it is in.</param>
    public static ImmutableArray<WiredDevice> Read(string folder, ContractCatalogue contracts, out ImmutableArray<string> faults)
    {
        var (devices, told) = (ImmutableArray.CreateBuilder<WiredDevice>(), ImmutableArray.CreateBuilder<string>());
        var reader = new WiringReader(contracts);
        List<string> files = Directory.Exists(folder) ? [.. Directory.EnumerateFiles(folder, "*.json").Order(StringComparer.Ordinal)] : [];
        foreach (var file in files.Take(WiringLimits.FilesMax))
        {
            try
            {
                if (new FileInfo(file).Length > WiringLimits.FileBytesMax)
                {
                    told.Add($"{file} was not taken in: it has more than {WiringLimits.FileBytesMax} bytes.");
                    continue;
                }

                var result = reader.Read(File.ReadAllBytes(file));
                devices.AddRange(result.Devices);
                told.AddRange(result.Diagnostics.Where(fault => fault.Severity != DiagnosticSeverity.Information).Select(fault => fault.Format(file)));
            }
            catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
            {
                told.Add($"{file} was not taken in: {fault.Message}");
            }
        }

        if (files.Count > WiringLimits.FilesMax)
        {
            told.Add($"{folder} has {files.Count} files of wiring; the first {WiringLimits.FilesMax} are read.");
        }

        faults = told.ToImmutable();
        return devices.ToImmutable();
    }
}
