using IotHub.Contracts;
using IotHub.Testing;

namespace IotHub.Gpio.Tests;

/// <summary>The contracts of the hub, those for wired devices among them.</summary>
internal static class WiredContracts
{
    private static readonly Lazy<ContractCatalogue> Loaded = new(() => ContractCatalogue.Load(
        [RepositoryRoot.Path("hub", "IotHub.Gpio", "contracts"), RepositoryRoot.Path("firmware-contracts", "contracts")], out _));

    public static ContractCatalogue All => Loaded.Value;
}
