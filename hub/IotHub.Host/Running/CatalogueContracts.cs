using IotHub.Api.Makers;
using IotHub.Contracts;
using IotHub.Contracts.Labels;
using IotHub.Contracts.Model;

namespace IotHub.Host.Running;

/// <summary>All contracts that the hub has, for the API; not only those of devices in the home.</summary>
internal sealed class CatalogueContracts(ContractCatalogue catalogue) : IContractSource
{
    /// <inheritdoc/>
    public IReadOnlyCollection<DeviceContract> Contracts { get; } = [.. catalogue.All];

    /// <inheritdoc/>
    public ContractLabels LabelsOf(DeviceContract contract) => catalogue.LabelsOf(contract);
}
