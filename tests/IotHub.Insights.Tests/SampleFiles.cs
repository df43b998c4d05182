using IotHub.Contracts.Model;
using IotHub.Contracts.Parsing;
using IotHub.Insights.Catalogue;
using IotHub.Testing;

namespace IotHub.Insights.Tests;

/// <summary>What ships with the repository: the sample catalogue, its keys, the contracts.</summary>
internal static class SampleFiles
{
    public static byte[] Catalogue { get; } = File.ReadAllBytes(RepositoryRoot.Path("device-sim", "catalogue", "sample-catalogue.json"));

    public static byte[] Signature { get; } = File.ReadAllBytes(RepositoryRoot.Path("device-sim", "catalogue", "sample-catalogue.json.sig.json"));

    public static string PrivateKey { get; } = File.ReadAllText(RepositoryRoot.Path("device-sim", "catalogue", "sample-development-key.pem"));

    public static TrustedKey Key { get; } = new("sample-development", File.ReadAllText(RepositoryRoot.Path("device-sim", "catalogue", "sample-development-key.pub.pem")), OnlySamples: true);

    public static ProductCatalogue Parsed { get; } = Parse(Catalogue);

    public static IReadOnlyDictionary<string, DeviceContract> Contracts { get; } = Directory.GetFiles(RepositoryRoot.Path("firmware-contracts", "contracts"), "*.json")
        .ToDictionary(file => Path.GetFileNameWithoutExtension(file), file => ContractOf(File.ReadAllBytes(file)), StringComparer.Ordinal);

    public static DeviceContract ContractOf(byte[] json) => ContractParser.Parse(json, "contract").Contract ?? throw new InvalidOperationException("no contract");

    public static ProductCatalogue Parse(byte[] json)
    {
        var parsed = CatalogueParser.Parse(json);
        return parsed.Catalogue ?? throw new InvalidOperationException(string.Join('\n', parsed.Diagnostics.Select(fault => fault.Format("catalogue"))));
    }
}
