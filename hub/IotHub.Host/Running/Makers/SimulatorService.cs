using System.Net;
using IotHub.Api.Makers.Simulation;
using IotHub.Contracts;
using IotHub.Contracts.Model;
using IotHub.DeviceSim;
using IotHub.DeviceSim.Devices;
using IotHub.DeviceSim.Faults;
using IotHub.DeviceSim.Homes;
using IotHub.DeviceSim.Panel;
using IotHub.Host.Composition;
using IotHub.Host.Options;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;

namespace IotHub.Host.Running.Makers;

/// <summary>Simulated devices that speak real MQTT to the hub's broker over TCP: the home of <c>--demo</c>, which lives by the clock, or an empty bench for makers.</summary>
internal sealed partial class SimulatorService(
    IServer server, DeviceSockets sockets, HubSettings settings, ContractCatalogue contracts, OwnContracts own, IEnumerable<DemoFolder> demo, IHostApplicationLifetime lifetime,
    ILogger<SimulatorService> logger) : BackgroundService, ISimulator
{
    private const int Seed = 1;

    private static readonly IReadOnlyList<FaultKindBody> Kinds =
        [.. FaultKind.All.Select(kind => new FaultKindBody(kind.Name, MeasureOf(kind), kind.Minimum, kind.Maximum, kind.IsWhole, kind.Usual))];

#pragma warning disable CA2213 // Disposed of by ExecuteAsync, which makes it.
    private volatile DeviceBench? _bench;
#pragma warning restore CA2213

    /// <inheritdoc/>
    public bool IsDemo => demo.Any();

    /// <inheritdoc/>
    public bool IsPaused => _bench?.IsPaused ?? false;

    /// <inheritdoc/>
    public int DevicesMax => BenchLimits.DevicesMax;

    /// <inheritdoc/>
    public int AddedMax => BenchLimits.AddedAtOnce;

    /// <inheritdoc/>
    public IReadOnlyList<FaultKindBody> Faults => Kinds;

    /// <inheritdoc/>
    public IReadOnlyList<SimulatedDeviceBody> Devices => _bench is { } bench ? [.. bench.Fleet.Devices.Select(device => Compose(bench, device))] : [];

    /// <summary>The plan of a device, with the faults that it has now; null where there is none.</summary>
    public SimulatedDevicePlan? PlanOf(string did) => _bench?.Fleet.Find(did) is { } device ? device.Plan with { Faults = device.Faults } : null;

    /// <inheritdoc/>
    public async Task<SimulatedDetailBody?> LookAsync(string did, CancellationToken cancellationToken)
    {
        if (_bench is not { } bench || bench.Fleet.Find(did) is not { } device)
        {
            return null;
        }

        var values = await InTimeAsync(token => device.LookAsync(token), cancellationToken);
        return new SimulatedDetailBody(
            Compose(bench, device),
            values.ToDictionary(reading => reading.Property.Key, reading => reading.Value, StringComparer.Ordinal),
            [.. bench.MessagesOf(did).Select(Compose)]);
    }

    /// <inheritdoc/>
    public async Task<SimulatorAnswer> DoAsync(string did, SimulatedHand hand, CancellationToken cancellationToken)
    {
        if (_bench?.Fleet.Find(did) is not { } device)
        {
            return new SimulatorAnswer("simulated.unknown", $"There is no simulated device '{did}'.");
        }

        var answer = await InTimeAsync(token => TouchAsync(device, hand, token), cancellationToken);
        return answer.IsDone ? SimulatorAnswer.Done : new SimulatorAnswer(answer.Code ?? "simulated.refused", string.Join(' ', answer.Lines));
    }

    /// <inheritdoc/>
    public async Task PauseAsync(bool isPaused, CancellationToken cancellationToken)
    {
        if (_bench is { } bench)
        {
            await InTimeAsync(
                async token =>
                {
                    await bench.PauseAsync(isPaused, token);
                    return true;
                },
                cancellationToken);
        }
    }

    /// <inheritdoc/>
    public SimulatorAnswer Learn(DeviceContract contract) =>
        own.TryAdd(contract, out var isFull) ? SimulatorAnswer.Done
        : isFull ? new SimulatorAnswer("simulation.full", $"{OwnContracts.ContractsMax} contracts were brought along, as many as may be; start the hub again to forget them.")
        : new SimulatorAnswer("contract.exists", $"The hub has a contract {contract.Type.Text} already: choose it from the list, or give yours another version.");

    /// <inheritdoc/>
    public async Task<(IReadOnlyList<string> Dids, SimulatorAnswer Answer)> AddAsync(
        DeviceContract contract, int count, string? room, Func<string, bool> isTaken, CancellationToken cancellationToken)
    {
        if (_bench is not { } bench)
        {
            return ([], NotReady());
        }

        try
        {
            var added = await bench.AddAsync(contract, count, room, isTaken, cancellationToken);
            return ([.. added.Select(device => device.Did)], SimulatorAnswer.Done);
        }
        catch (SimulationException fault)
        {
            return ([], Refused(bench, count, fault));
        }
    }

    /// <inheritdoc/>
    public async Task<bool> RemoveAsync(string did) => _bench is { } bench && await bench.RemoveAsync(did);

    /// <inheritdoc/>
    public async Task<SimulatorAnswer> RestoreAsync(string did, CancellationToken cancellationToken)
    {
        if (_bench is not { } bench)
        {
            return NotReady();
        }

        try
        {
            return await bench.RestoreAsync(did, cancellationToken) is null
                ? new SimulatorAnswer("simulated.unknown", $"No simulated device '{did}' was taken away, or too long ago.")
                : SimulatorAnswer.Done;
        }
        catch (SimulationException fault)
        {
            return Refused(bench, 1, fault);
        }
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var registration = lifetime.ApplicationStarted.Register(started.SetResult);
        await started.Task.WaitAsync(stoppingToken);

        // The system may have chosen it. Where the web server listens for devices, their address is the second that it was given.
        var port = sockets.Port ?? new Uri(server.Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.ElementAt(1)).Port;
        var listen = settings.Mqtt.Listen;
        var host = listen.Equals(IPAddress.Any) || listen.Equals(IPAddress.IPv6Any) ? "127.0.0.1" : listen.ToString();
        await using var bench = new DeviceBench(new MqttEndpoint(host, port), TimeProvider.System, Seed);
        _bench = bench;
        try
        {
            if (IsDemo)
            {
                var home = SimulatedHome.Load(Path.Combine(AppContext.BaseDirectory, "demo", "home.json"), contracts);
                LogStarting(logger, home.Plan.Devices.Length);
                await home.RunAsync(bench.Fleet, TimeProvider.System, null, stoppingToken);
            }

            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, stoppingToken);
        }
        finally
        {
            _bench = null;
        }
    }

    private static ValueTask<PanelAnswer> TouchAsync(SimulatedDevice device, SimulatedHand hand, CancellationToken cancellationToken) => hand switch
    {
        SimulatedHand.Set set => DeviceHand.SetAsync(device, set.Address, set.Value, cancellationToken),
        SimulatedHand.Call call => DeviceHand.CallAsync(device, call.Address, call.Arguments, cancellationToken),
        SimulatedHand.Fire fire => DeviceHand.SendEventAsync(device, fire.Address, fire.Arguments, cancellationToken),
        SimulatedHand.Break fault => DeviceHand.BreakAsync(device, fault.Name, fault.Value, cancellationToken),
        SimulatedHand.Mend mend => DeviceHand.MendAsync(device, mend.Name, cancellationToken),
        SimulatedHand.Power power => DeviceHand.PowerAsync(device, power.IsPlugged, cancellationToken),
        SimulatedHand.Pause pause => PauseOneAsync(device, pause.IsPaused, cancellationToken),
        _ => throw new InvalidOperationException($"{hand.GetType().Name} is no hand."),
    };

    private static async ValueTask<PanelAnswer> PauseOneAsync(SimulatedDevice device, bool isPaused, CancellationToken cancellationToken)
    {
        await device.PauseAsync(isPaused, cancellationToken);
        return PanelAnswer.Done();
    }

    // A device gives its turn to one after the other: who stands behind one that waits for a link would wait with it.
    private static async Task<T> InTimeAsync<T>(Func<CancellationToken, ValueTask<T>> work, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(BenchLimits.HandTime, TimeProvider.System);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            return await work(either.Token).AsTask().WaitAsync(either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException();
        }
    }

    private static SimulatorAnswer NotReady() => new("simulated.not-joined", "The hub is just starting, or stopping; try again.");

    private static SimulatorAnswer Refused(DeviceBench bench, int count, SimulationException fault) =>
        new(bench.Fleet.Devices.Length + count > BenchLimits.DevicesMax ? "simulation.full" : "simulated.not-joined", fault.Message);

    private static string MeasureOf(FaultKind kind) =>
        kind.Member.EndsWith("Seconds", StringComparison.Ordinal) ? "seconds" : kind.Minimum < -1 ? "code" : kind.IsWhole ? "count" : "share";

    private static SimulatedDeviceBody Compose(DeviceBench bench, SimulatedDevice device) => new(
        device.Did,
        device.Plan.Contract.Kind,
        device.Plan.Contract.Type.Text,
        device.Plan.Room,
        !device.IsPlugged ? "unplugged" : device.IsConnected ? "online" : "no-link",
        device.IsPaused,
        [.. FaultKind.All.Select(kind => (kind.Name, Value: kind.ValueIn(device.Faults))).Where(fault => fault.Value is not null).Select(fault => new SimulatedFaultBody(fault.Name, fault.Value!.Value))],
        bench.MessagesOf(device.Did) is [var last, ..] ? Compose(last) : null);

    private static SimulatedMessageBody Compose(BenchMessage message) => new(message.At, message.IsSent, message.Topic, message.Text, message.Bytes);

    [LoggerMessage(EventId = 9500, Level = LogLevel.Information, Message = "A simulated home with {Count} devices moves in")]
    private static partial void LogStarting(ILogger logger, int count);
}
