using IotHub.Contracts;
using IotHub.DeviceSim.Devices;
using IotHub.DeviceSim.Homes;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;

namespace IotHub.Host.Running;

/// <summary>The simulated home of <c>--demo</c>: some twenty devices that speak real MQTT to the hub's broker over TCP and live by the clock.</summary>
internal sealed partial class DemoHome(
    IServer server, DeviceSockets sockets, ContractCatalogue contracts, IHostApplicationLifetime lifetime, ILogger<DemoHome> logger) : BackgroundService
{
    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var registration = lifetime.ApplicationStarted.Register(started.SetResult);
        await started.Task.WaitAsync(stoppingToken);

        // The system may have chosen it. Where the web server listens for devices, their address is the second that it was given.
        var port = sockets.Port ?? new Uri(server.Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.ElementAt(1)).Port;
        var home = SimulatedHome.Load(Path.Combine(AppContext.BaseDirectory, "demo", "home.json"), contracts);
        LogStarting(logger, home.Plan.Devices.Length);
        await home.RunAsync(new MqttEndpoint("127.0.0.1", port), TimeProvider.System, stoppingToken);
    }

    [LoggerMessage(EventId = 9500, Level = LogLevel.Information, Message = "A simulated home with {Count} devices moves in")]
    private static partial void LogStarting(ILogger logger, int count);
}
