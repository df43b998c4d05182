using IotHub.Contracts;
using IotHub.Testing;

namespace IotHub.DeviceSim.Tests;

internal static class SimContracts
{
    public static ContractCatalogue Catalogue { get; } = ContractCatalogue.Load([RepositoryRoot.Path("firmware-contracts", "contracts")], out _);
}
