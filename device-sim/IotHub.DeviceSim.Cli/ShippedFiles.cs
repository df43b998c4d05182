using IotHub.Contracts;
using IotHub.Contracts.Diagnostics;
using IotHub.Contracts.Model;
using IotHub.Contracts.Parsing;

namespace IotHub.DeviceSim.Cli;

/// <summary>Contracts and homes that lie beside the executable.</summary>
internal static class ShippedFiles
{
    public static ContractCatalogue LoadContracts()
    {
        var catalogue = ContractCatalogue.Load([Path.Combine(AppContext.BaseDirectory, "contracts")], out var diagnostics);
        foreach (var file in diagnostics)
        {
            foreach (var diagnostic in file.Diagnostics)
            {
                Console.Error.WriteLine(diagnostic.Format(file.Path));
            }
        }

        return catalogue;
    }

    /// <summary>A contract by kind, or from a file.</summary>
    public static DeviceContract LoadContract(string kindOrPath)
    {
        if (!File.Exists(kindOrPath))
        {
            var catalogue = LoadContracts();
            return catalogue.TryGetKind(kindOrPath, out var known) ? known : throw new SimulationException(
                $"\"{kindOrPath}\" is neither a file nor one of the kinds {string.Join(", ", catalogue.All.Select(contract => contract.Kind))}.");
        }

        ContractParseResult result;
        try
        {
            result = new FileInfo(kindOrPath).Length <= ContractLimits.BytesMax
                ? ContractParser.Parse(File.ReadAllBytes(kindOrPath), kindOrPath)
                : throw new SimulationException($"{kindOrPath} is larger than a contract may be ({ContractLimits.BytesMax} bytes).");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new SimulationException($"The contract {kindOrPath} cannot be read: {exception.Message}", exception);
        }

        return result.Contract ?? throw new SimulationException(string.Join(Environment.NewLine,
            result.Diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).Select(diagnostic => diagnostic.Format(kindOrPath))));
    }

    /// <summary>The file itself, or one of that name among the homes beside the executable.</summary>
    public static string FindHome(string nameOrPath)
    {
        if (File.Exists(nameOrPath))
        {
            return nameOrPath;
        }

        var shipped = Path.Combine(AppContext.BaseDirectory, "homes", Path.ChangeExtension(Path.GetFileName(nameOrPath), ".json"));
        return File.Exists(shipped) ? shipped : throw new SimulationException($"There is no home file {nameOrPath}.");
    }
}
