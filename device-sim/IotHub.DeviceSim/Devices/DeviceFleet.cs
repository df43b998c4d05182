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
    private readonly List<Place> _places = [];

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
#pragma warning disable CA2000 // Disposed of with the place, which holds it from the next lines on.
        var device = new SimulatedDevice(plan, _endpoint, _time, Statistics, _connectionTime) { RequestReceived = requestReceived, Sending = sending };
#pragma warning restore CA2000
        Made?.Invoke(device);
        lock (_lock)
        {
            if (_places.Count >= SimLimits.DevicesMax)
            {
                device.Dispose();
                throw new SimulationException($"At most {SimLimits.DevicesMax} devices can be simulated at once.");
            }

            _places.Add(new Place(device, _stop.Token));
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
        Place? place;
        lock (_lock)
        {
            place = _places.Find(one => one.Device == device);
            if (place is null || !_places.Remove(place))
            {
                return false;
            }
        }

        await place.DisposeAsync();
        return true;
    }

    /// <summary>All devices say goodbye and leave.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        List<Place> places;
        lock (_lock)
        {
            places = [.. _places];
            _places.Clear();
        }

        await Task.WhenAll(places.Select(place => place.DisposeAsync().AsTask()));
        _stop.Dispose();
    }

    /// <summary>A device and its running.</summary>
    private sealed class Place : IAsyncDisposable
    {
        private readonly CancellationTokenSource _stop;
        private readonly Task _running;

        public Place(SimulatedDevice device, CancellationToken all)
        {
            (Device, _stop) = (device, CancellationTokenSource.CreateLinkedTokenSource(all));
            _running = device.RunAsync(_stop.Token);
        }

        public SimulatedDevice Device { get; }

        public async ValueTask DisposeAsync()
        {
            await _stop.CancelAsync();
            await _running;
            Device.Dispose();
            _stop.Dispose();
        }
    }
}
