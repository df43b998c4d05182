using IotHub.Api.Makers;
using IotHub.Contracts.Labels;
using IotHub.Contracts.Model;
using IotHub.Contracts.Parsing;
using IotHub.Testing;

namespace IotHub.Api.Tests;

/// <summary>The contracts that ship with the hub, without labels.</summary>
internal sealed class ShippedContracts : IContractSource
{
    private static readonly Lazy<IReadOnlyCollection<DeviceContract>> All = new(() =>
    [
        .. Directory.GetFiles(RepositoryRoot.Path("firmware-contracts", "contracts"), "*.json")
            .Select(file => ContractParser.Parse(File.ReadAllBytes(file), Path.GetFileName(file)).Contract).OfType<DeviceContract>(),
    ]);

    public IReadOnlyCollection<DeviceContract> Contracts => All.Value;

    public ContractLabels LabelsOf(DeviceContract contract) => ContractLabels.None;
}
