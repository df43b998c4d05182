using IotHub.Contracts.Model;
using IotHub.DeviceSim.Devices;

namespace IotHub.DeviceSim.Certification;

/// <summary>A hand on a simulated device: starts it, shuts it down, pulls its plug, brings its events about.</summary>
/// <param name="plan">The device.</param>
/// <param name="endpoint">The broker that it uses.</param>
/// <param name="time">Its clock.</param>
public sealed class SimulatedControl(SimulatedDevicePlan plan, MqttEndpoint endpoint, TimeProvider time) : IDeviceControl, IAsyncDisposable
{
    private SimulatedDevice? _device;
    private CancellationTokenSource? _stop;
    private Task _running = Task.CompletedTask;

    /// <inheritdoc/>
    public string Name => "a simulated device";

    /// <inheritdoc/>
    public async Task<bool> StartAsync(CancellationToken cancellationToken)
    {
        if (_device is not null)
        {
            await _device.PlugAsync(cancellationToken);
            return true;
        }

        _stop = new CancellationTokenSource();
        _device = new SimulatedDevice(plan, endpoint, time, new DeviceStatistics());
        _running = _device.RunAsync(_stop.Token);
        return true;
    }

    /// <inheritdoc/>
    public async Task<bool> StopAsync(CancellationToken cancellationToken)
    {
        await DisposeAsync();
        return true;
    }

    /// <inheritdoc/>
    public Task<bool> CutAsync(CancellationToken cancellationToken)
    {
        _device?.Unplug();
        return Task.FromResult(_device is not null);
    }

    /// <inheritdoc/>
    public async Task<bool> TriggerAsync(ContractEvent deviceEvent, CancellationToken cancellationToken)
    {
        if (_device is null)
        {
            return false;
        }

        await _device.HappenAsync(deviceEvent, [], cancellationToken);
        return true;
    }

    /// <summary>The device says goodbye and ends.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_device is null || _stop is null)
        {
            return;
        }

        await _stop.CancelAsync();
        await _running;
        _device.Dispose();
        _stop.Dispose();
        (_device, _stop) = (null, null);
    }
}
