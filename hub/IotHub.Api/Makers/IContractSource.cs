using IotHub.Contracts.Labels;
using IotHub.Contracts.Model;

namespace IotHub.Api.Makers;

/// <summary>Contracts that the hub has, beside those of the devices in the home.</summary>
public interface IContractSource
{
    /// <summary>All of them; may change while the hub runs.</summary>
    IReadOnlyCollection<DeviceContract> Contracts { get; }

    /// <summary>What a contract's parts are called; <see cref="ContractLabels.None"/> where the hub has no labels for it.</summary>
    ContractLabels LabelsOf(DeviceContract contract);
}
