using System.Collections.Immutable;
using IotHub.DeviceSim.Faults;

namespace IotHub.DeviceSim.Devices;

/// <summary>Simulated devices that run together: they join one after the other and leave together.</summary>
public sealed class DeviceFleet : IAsyncDisposable
{
    private readonly MqttEndpoint? _endpoint;
    private readonly TimeProvider _time;
    private readonly TimeProvider _connectionTime;
    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _lock = new();
    private readonly List<(SimulatedDevice Device, CancellationTokenSource Stop, Task Running)> _places = [];

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

    /// <summary>Told of each device that is made, before it connects; null for nobody.</summary>
    public Action<SimulatedDevice>? Made { get; init; }

    /// <summary>Devices that joined and have not left, in order, as they are now.</summary>
    public ImmutableArray<SimulatedDevice> Devices
    {
        get
        {
            lock (_lock)
            {
                return [.. _places.Select(place => place.Device)];
            }
        }
    }

    /// <summary>The device of an id; null where none has it.</summary>
    public SimulatedDevice? Find(string did) => Devices.FirstOrDefault(device => device.Did == did);

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
        SimulatedDevice device;
        lock (_lock)
        {
            if (_places.Count >= SimLimits.DevicesMax)
            {
                throw new SimulationException($"At most {SimLimits.DevicesMax} devices can be simulated at once.");
            }

#pragma warning disable CA2000 // Disposed of when the device leaves, at the latest with the fleet, which holds both from the next lines on.
            device = new SimulatedDevice(plan, _endpoint, _time, Statistics, _connectionTime) { RequestReceived = requestReceived, Sending = sending };
            var stop = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
#pragma warning restore CA2000
            Made?.Invoke(device);
            _places.Add((device, stop, device.RunAsync(stop.Token)));
        }

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

    /// <summary>A device says goodbye and leaves.</summary>
    /// <returns>False when it is not here.</returns>
    public async ValueTask<bool> LeaveAsync(SimulatedDevice device)
    {
        (SimulatedDevice Device, CancellationTokenSource Stop, Task Running) place;
        lock (_lock)
        {
            var at = _places.FindIndex(one => one.Device == device);
            if (at < 0)
            {
                return false;
            }

            place = _places[at];
            _places.RemoveAt(at);
        }

        await EndAsync(place.Device, place.Stop, place.Running);
        return true;
    }

    /// <summary>All devices say goodbye and leave.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        List<(SimulatedDevice Device, CancellationTokenSource Stop, Task Running)> places;
        lock (_lock)
        {
            places = [.. _places];
            _places.Clear();
        }

        await Task.WhenAll(places.Select(place => EndAsync(place.Device, place.Stop, place.Running)));
        _stop.Dispose();
    }

    private static async Task EndAsync(SimulatedDevice device, CancellationTokenSource stop, Task running)
    {
        await stop.CancelAsync();
        await running;
        device.Dispose();
        stop.Dispose();
    }
}
