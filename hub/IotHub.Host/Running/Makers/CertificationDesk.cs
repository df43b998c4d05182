using System.Diagnostics.CodeAnalysis;
using System.Net;
using IotHub.Api.Makers.Certification;
using IotHub.Broker;
using IotHub.Broker.Listeners.Sockets;
using IotHub.DeviceSim;
using IotHub.DeviceSim.Certification;
using IotHub.DeviceSim.Certification.Reports;
using IotHub.DeviceSim.Devices;
using IotHub.Host.Options;

namespace IotHub.Host.Running.Makers;

/// <summary>
/// Certifies devices on a broker of its own, one at a time: there the certification plays the hub, and the hub hears nothing of it. What was
/// found stays until the next run.
/// </summary>
internal sealed partial class CertificationDesk(HubSettings settings, SimulatorService simulator, ILogger<MqttBroker> brokerLogger, ILogger<CertificationDesk> logger)
    : IHostedService, ICertificationDesk
{
    /// <summary>After this a run is stopped: with a person at the device the longest takes some ten minutes.</summary>
    public static readonly TimeSpan TimeMax = TimeSpan.FromMinutes(30);

    // A person points the device at the port meanwhile.
    private static readonly TimeSpan JoinTime = TimeSpan.FromMinutes(5);

    private readonly Lock _lock = new();
    private CertificationRun? _run;
    private Task _running = Task.CompletedTask;

    /// <inheritdoc/>
    public string? Report { get; private set; }

    /// <inheritdoc/>
    public CertificationBody Look(int since)
    {
        CertificationRun? run;
        lock (_lock)
        {
            run = _run;
        }

        return run?.Look(since, (int)TimeMax.TotalSeconds)
            ?? new CertificationBody("idle", Host(settings.Mqtt.Listen), null, false, null, null, null, 0, (int)TimeMax.TotalSeconds, null, null, null, 0, []);
    }

    /// <inheritdoc/>
    public (string Code, string Reason)? Start(CertificationOrder order)
    {
        if (!MqttSocketListener.IsSupported)
        {
            return ("certification.unsupported", "The hub can open a port for a certification on Linux only; device-sim certify works everywhere.");
        }

        var plan = order.Simulated is { } did ? simulator.PlanOf(did) : null;
        if (order.Simulated is not null && plan is null)
        {
            return ("simulated.unknown", $"There is no simulated device '{order.Simulated}'.");
        }

        lock (_lock)
        {
            if (_run is { IsOver: false })
            {
                return ("certification.busy", "A certification goes on. Wait for its end, or stop it.");
            }

            var run = new CertificationRun(plan?.Did ?? order.Did!, plan?.Contract ?? order.Contract!, TimeProvider.System, TimeMax) { Host = Host(AddressFor(plan)), IsSimulated = plan is not null };
            _run = run;
            _running = RunAsync(run, order, plan);
            return null;
        }
    }

    /// <inheritdoc/>
    public bool TryAnswer(int question, bool isDone) => Current?.Person?.TryAnswer(question, isDone) ?? false;

    /// <inheritdoc/>
    public void Cancel() => Current?.Cancel();

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken)
    {
        Cancel();
        return _running.WaitAsync(cancellationToken);
    }

    private CertificationRun? Current
    {
        get
        {
            lock (_lock)
            {
                return _run;
            }
        }
    }

    // A simulated device needs nothing beyond this machine; another one is let in from where devices of the home are.
    private IPAddress AddressFor(SimulatedDevicePlan? plan) => plan is null ? settings.Mqtt.Listen : IPAddress.Loopback;

    private static string Host(IPAddress address) =>
        IPAddress.IsLoopback(address) ? "127.0.0.1" : address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any) ? Dns.GetHostName() : address.ToString();

    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "Boundary of one run: the hub goes on, and the page says that it failed.")]
    private async Task RunAsync(CertificationRun run, CertificationOrder order, SimulatedDevicePlan? plan)
    {
        // Off the caller's thread, who holds the lock.
        await Task.Yield();
        try
        {
            await using var broker = await CertificationBroker.OpenAsync(new IPEndPoint(AddressFor(plan), 0), brokerLogger);
            await using var simulated = plan is null ? null : new SimulatedControl(plan, broker.Endpoint, TimeProvider.System);
            run.Port = broker.Address.Port;
            run.Person = order.IsByHand ? new AskingControl() : null;
            var report = await new Certifier(OptionsOf(run, order, broker, simulated), new ClockPatience(TimeProvider.System)).RunAsync(run.Does, run.Found, run.Stopping);
            Report = ReportJson.Write(report);
            run.End("done", null);
        }
        catch (OperationCanceledException) when (run.Stopping.IsCancellationRequested)
        {
            run.End("stopped", null);
        }
        catch (Exception fault) when (fault is SimulationException or IOException)
        {
            run.End("failed", fault.Message);
        }
        catch (Exception fault)
        {
            LogFailed(logger, fault);
            run.End("failed", "The hub made a mistake; its log says which.");
        }
        finally
        {
            run.Dispose();
        }
    }

    private static CertificationOptions OptionsOf(CertificationRun run, CertificationOrder order, CertificationBroker broker, SimulatedControl? simulated) => new()
    {
        Contract = run.Contract,
        Did = run.Did,
        Endpoint = broker.Endpoint,

        // Simulated devices connect with their did.
        ClientId = simulated is null ? order.ClientId : run.Did,
        AllActions = order.AllActions,
        Control = (IDeviceControl?)simulated ?? run.Person ?? (IDeviceControl)NoControl.Instance,
        JoinTime = simulated is null ? JoinTime : SimLimits.JoinTimeout,

        // Another seed in each run: a device remembers the ids of the last one.
        Seed = unchecked((int)TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds()),
    };

    [LoggerMessage(EventId = 9510, Level = LogLevel.Error, Message = "A certification failed by the hub's own mistake")]
    private static partial void LogFailed(ILogger logger, Exception fault);
}
