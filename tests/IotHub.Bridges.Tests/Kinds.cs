using IotHub.Contracts;
using IotHub.Contracts.Model;
using IotHub.Testing;

namespace IotHub.Bridges.Tests;

/// <summary>The contracts in the repository.</summary>
internal static class Kinds
{
    public static ContractCatalogue All { get; } = ContractCatalogue.Load([RepositoryRoot.Path("firmware-contracts", "contracts")], out _);

    public static DeviceContract Of(string kind) => All.TryGetKind(kind, out var contract) ? contract : throw new InvalidOperationException($"No contract {kind}.");
}
