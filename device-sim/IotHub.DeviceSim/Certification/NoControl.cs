using IotHub.Contracts.Model;

namespace IotHub.DeviceSim.Certification;

/// <summary>Nobody is at the device.</summary>
public sealed class NoControl : IDeviceControl
{
    /// <summary>The only one.</summary>
    public static NoControl Instance { get; } = new();

    /// <inheritdoc/>
    public string Name => "none";

    /// <inheritdoc/>
    public Task<bool> StartAsync(CancellationToken cancellationToken) => Task.FromResult(false);

    /// <inheritdoc/>
    public Task<bool> StopAsync(CancellationToken cancellationToken) => Task.FromResult(false);

    /// <inheritdoc/>
    public Task<bool> CutAsync(CancellationToken cancellationToken) => Task.FromResult(false);

    /// <inheritdoc/>
    public Task<bool> TriggerAsync(ContractEvent deviceEvent, CancellationToken cancellationToken) => Task.FromResult(false);
}
