using IotHub.Contracts.Model;
using IotHub.DeviceSim.Certification;
using IotHub.DeviceSim.Devices;

namespace IotHub.Certification.Tests.World;

/// <summary>A hand on a simulated device: starts it, stops it, takes its network away, brings its events about.</summary>
internal sealed class SimulatedControl(SimulatedDevicePlan plan, MqttEndpoint endpoint, TimeProvider time, MemoryBroker broker, Func<SimulatedDevicePlan, SimulatedDevicePlan> fresh)
    : IDeviceControl, IAsyncDisposable
{
    private SimulatedDevice? _device;
    private CancellationTokenSource _stop = new();
    private Task _running = Task.CompletedTask;

    public string Name => "a simulated device";

    public Task<bool> StartAsync(CancellationToken cancellationToken)
    {
        if (_device is null)
        {
            // Its firmware starts anew: what stands between it and its connection has forgotten everything.
            _device = new SimulatedDevice(fresh(plan), endpoint, time, new DeviceStatistics());
            _running = _device.RunAsync(_stop.Token);
        }

        broker.LetIn(plan.Did);
        return Task.FromResult(true);
    }

    public async Task<bool> StopAsync(CancellationToken cancellationToken)
    {
        await EndAsync();
        return true;
    }

    public async Task<bool> CutAsync(CancellationToken cancellationToken)
    {
        await broker.ShutOutAsync(plan.Did);
        return true;
    }

    public async Task<bool> TriggerAsync(ContractEvent deviceEvent, CancellationToken cancellationToken)
    {
        if (_device is null)
        {
            return false;
        }

        await _device.HappenAsync(deviceEvent, [], cancellationToken);
        return true;
    }

    public async ValueTask DisposeAsync()
    {
        await EndAsync();
        _stop.Dispose();
    }

    private async Task EndAsync()
    {
        await _stop.CancelAsync();
        await _running;
        _device?.Dispose();
        _device = null;
        _stop.Dispose();
        _stop = new CancellationTokenSource();
    }
}
