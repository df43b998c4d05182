using IotHub.Contracts.Model;

namespace IotHub.DeviceSim.Certification;

/// <summary>A hand on the device under test, for what no message can bring about: switching it off, cutting its power, pressing its button.</summary>
public interface IDeviceControl
{
    /// <summary>How a report names it: "started by this program", "by hand".</summary>
    string Name { get; }

    /// <summary>Starts the device; it was stopped or cut, or never ran.</summary>
    /// <returns>False when this control cannot.</returns>
    Task<bool> StartAsync(CancellationToken cancellationToken);

    /// <summary>Has the device shut down in the way it is meant to be.</summary>
    /// <returns>False when this control cannot, or the device did not end.</returns>
    Task<bool> StopAsync(CancellationToken cancellationToken);

    /// <summary>Takes its power or its network away in the midst of things; afterwards it does not run.</summary>
    /// <returns>False when this control cannot.</returns>
    Task<bool> CutAsync(CancellationToken cancellationToken);

    /// <summary>Brings an event about.</summary>
    /// <returns>False when this control cannot.</returns>
    Task<bool> TriggerAsync(ContractEvent deviceEvent, CancellationToken cancellationToken);
}
