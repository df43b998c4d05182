using IotHub.Contracts.Model;

namespace IotHub.Api.Makers;

/// <summary>Contracts that the hub has, beside those of the devices in the home.</summary>
public interface IContractSource
{
    /// <summary>All of them; may change while the hub runs.</summary>
    IReadOnlyCollection<DeviceContract> Contracts { get; }
}
