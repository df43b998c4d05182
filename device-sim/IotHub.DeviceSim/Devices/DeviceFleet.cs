using IotHub.DeviceSim.Faults;

namespace IotHub.DeviceSim.Devices;

/// <summary>Simulated devices that run together: they join one after the other and leave together.</summary>
public sealed class DeviceFleet : IAsyncDisposable
{
    private readonly MqttEndpoint? _endpoint;
    private readonly TimeProvider _time;
    private readonly TimeProvider _connectionTime;
    private readonly CancellationTokenSource _stop = new();
    private readonly List<(SimulatedDevice Device, Task Running)> _devices = [];

    /// <summary>No device yet.</summary>
    /// <param name="endpoint">Where devices connect; null for nowhere.</param>
    /// <param name="time">Their clock.</param>
    /// <param name="connectionTime">Clock of their connections where they live by a virtual one; null for the same.</param>
    public DeviceFleet(MqttEndpoint? endpoint, TimeProvider time, TimeProvider? connectionTime = null)
    {
        _endpoint = endpoint;
        _time = time;
        _connectionTime = connectionTime ?? time;
    }

    /// <summary>Counts of all devices together.</summary>
    public DeviceStatistics Statistics { get; } = new();

    /// <summary>Devices that joined, in order.</summary>
    public IEnumerable<SimulatedDevice> Devices => _devices.Select(entry => entry.Device);

    /// <summary>Starts a device and waits until it is online.</summary>
    /// <param name="plan">What it is.</param>
    /// <param name="requestReceived">See <see cref="SimulatedDevice.RequestReceived"/>.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="SimulationException">It did not get online within <see cref="SimLimits.JoinTimeout"/>, or there are too many.</exception>
    public Task<SimulatedDevice> JoinAsync(SimulatedDevicePlan plan, Func<IncomingRequest, CancellationToken, ValueTask>? requestReceived, CancellationToken cancellationToken) =>
        JoinAsync(plan, requestReceived, null, cancellationToken);

    /// <summary>As the other, and tells of each message that the device sends.</summary>
    /// <param name="plan">What it is.</param>
    /// <param name="requestReceived">See <see cref="SimulatedDevice.RequestReceived"/>.</param>
    /// <param name="sending">See <see cref="SimulatedDevice.Sending"/>.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="SimulationException">It did not get online within <see cref="SimLimits.JoinTimeout"/>, or there are too many.</exception>
    public async Task<SimulatedDevice> JoinAsync(
        SimulatedDevicePlan plan,
        Func<IncomingRequest, CancellationToken, ValueTask>? requestReceived,
        Action<SimulatedDevice, DeviceWire>? sending,
        CancellationToken cancellationToken)
    {
        if (_devices.Count >= SimLimits.DevicesMax)
        {
            throw new SimulationException($"At most {SimLimits.DevicesMax} devices can be simulated at once.");
        }

#pragma warning disable CA2000 // Disposed of with the fleet, which holds it from the next line on.
        var device = new SimulatedDevice(plan, _endpoint, _time, Statistics, _connectionTime) { RequestReceived = requestReceived, Sending = sending };
#pragma warning restore CA2000
        _devices.Add((device, device.RunAsync(_stop.Token)));
        using var timeout = new CancellationTokenSource(SimLimits.JoinTimeout, _connectionTime);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            await device.WaitOnlineAsync(either.Token);
            return device;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            var trouble = device.Trouble.Length == 0 ? "it did not acknowledge the device's messages" : device.Trouble;
            throw new SimulationException(
                $"{plan.Did} did not get online at {_endpoint?.Host}:{_endpoint?.Port} within {SimLimits.JoinTimeout.TotalSeconds} s: {trouble.TrimEnd('.')}.");
        }
    }

    /// <summary>All devices say goodbye and leave.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Task.WhenAll(_devices.Select(entry => entry.Running));
        foreach (var (device, _) in _devices)
        {
            device.Dispose();
        }

        _stop.Dispose();
    }
}
