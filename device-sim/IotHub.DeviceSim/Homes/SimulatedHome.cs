using IotHub.Contracts;
using IotHub.DeviceSim.Devices;

namespace IotHub.DeviceSim.Homes;

/// <summary>A home of simulated devices with people in it, living by the clock.</summary>
public sealed class SimulatedHome
{
    private readonly HomePlan _plan;

    /// <summary>A home that is not connected yet.</summary>
    public SimulatedHome(HomePlan plan) => _plan = plan;

    /// <summary>What it is.</summary>
    public HomePlan Plan => _plan;

    /// <summary>Reads a home from a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="catalogue">Where its contracts are found.</param>
    /// <exception cref="SimulationException">The file cannot be read or has faults; the message names file, line and column of each (one a line).</exception>
    public static SimulatedHome Load(string path, ContractCatalogue catalogue)
    {
        HomeParseResult result;
        try
        {
            if (new FileInfo(path).Length > SimLimits.HomeFileBytesMax)
            {
                throw new SimulationException($"{path} is larger than a home file may be ({SimLimits.HomeFileBytesMax} bytes).");
            }

            result = HomeFile.Parse(File.ReadAllBytes(path), catalogue);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new SimulationException($"The home file {path} cannot be read: {exception.Message}", exception);
        }

        return result.Plan is { } plan
            ? new SimulatedHome(plan)
            : throw new SimulationException(string.Join(Environment.NewLine, result.Diagnostics.Select(diagnostic => diagnostic.Format(path))));
    }

    /// <summary>Lives until cancelled; then all devices say goodbye.</summary>
    /// <param name="endpoint">The hub's broker.</param>
    /// <param name="time">The home's clock and zone.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="SimulationException">The broker cannot be reached.</exception>
    public Task RunAsync(MqttEndpoint endpoint, TimeProvider time, CancellationToken cancellationToken) => RunAsync(endpoint, time, null, cancellationToken);

    /// <summary>As the other, and tells when all devices are online.</summary>
    /// <param name="endpoint">The hub's broker.</param>
    /// <param name="time">The home's clock and zone.</param>
    /// <param name="joined">Told once, with the devices; null for nobody.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="SimulationException">The broker cannot be reached.</exception>
    public async Task RunAsync(MqttEndpoint endpoint, TimeProvider time, Action<DeviceFleet>? joined, CancellationToken cancellationToken)
    {
        await using var fleet = new DeviceFleet(endpoint, time);
        await RunAsync(fleet, time, joined, cancellationToken);
    }

    /// <summary>As the others, with devices that somebody else looks at and touches, too; they stay when this ends.</summary>
    /// <param name="fleet">Where its devices join. What is taken away there is left alone from then on.</param>
    /// <param name="time">The home's clock and zone.</param>
    /// <param name="joined">Told once, with the devices; null for nobody.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="SimulationException">The broker cannot be reached.</exception>
    public async Task RunAsync(DeviceFleet fleet, TimeProvider time, Action<DeviceFleet>? joined, CancellationToken cancellationToken)
    {
        try
        {
            var start = time.GetUtcNow();
            var rooms = HomeRooms.Of(_plan, start, time.LocalTimeZone);
            foreach (var plan in _plan.Devices)
            {
                await fleet.JoinAsync(HomeRooms.In(plan, rooms), null, cancellationToken);
            }

            joined?.Invoke(fleet);
            await LiveAsync(new HomeLife(_plan, rooms, start, time.LocalTimeZone), fleet, time, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The normal end.
        }
    }

    private static async Task LiveAsync(HomeLife life, DeviceFleet fleet, TimeProvider time, CancellationToken cancellationToken)
    {
        var acts = new HomeActs(life, fleet.Find);
        while (true)
        {
            // In steps of at most a day: the clock may be set meanwhile, and a timer has an upper bound.
            while (life.NextAt - time.GetUtcNow() is var wait && wait > TimeSpan.Zero)
            {
                await Task.Delay(wait < TimeSpan.FromDays(1) ? wait : TimeSpan.FromDays(1), time, cancellationToken);
            }

            var now = time.GetUtcNow();
            while (life.TryTake(now, out var act))
            {
                await acts.PerformAsync(act, now, cancellationToken);
            }
        }
    }
}
