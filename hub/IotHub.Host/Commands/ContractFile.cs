using IotHub.Contracts.Diagnostics;
using IotHub.Contracts.Parsing;

namespace IotHub.Host.Commands;

/// <summary>Reads a contract file; what cannot be read is a diagnostic.</summary>
internal static class ContractFile
{
    public static ContractParseResult Read(string path)
    {
        try
        {
            var length = new FileInfo(path).Length;
            return length <= ContractLimits.BytesMax
                ? ContractParser.Parse(File.ReadAllBytes(path), Path.GetFileName(path))
                : Refused("contract.limit.bytes", $"The file has {length} bytes; a contract may have at most {ContractLimits.BytesMax}.");
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            return Refused("catalogue.file", $"The file cannot be read: {fault.Message}");
        }
    }

    private static ContractParseResult Refused(string code, string message) => new(null, [new Diagnostic(DiagnosticSeverity.Error, code, string.Empty, 0, 0, message)]);
}
