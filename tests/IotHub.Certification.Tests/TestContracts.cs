using IotHub.Contracts.Model;
using IotHub.Contracts.Parsing;
using IotHub.Testing;

namespace IotHub.Certification.Tests;

internal static class TestContracts
{
    public static string Folder => RepositoryRoot.Path("firmware-contracts", "contracts");

    public static DeviceContract Load(string name) => Parse(Path.Combine(Folder, name + ".json"));

    public static DeviceContract Parse(string path) => ContractParser.Parse(File.ReadAllBytes(path), Path.GetFileName(path)).Contract
        ?? throw new InvalidOperationException($"{path} is no contract.");
}
