using System.Net;
using IotHub.Host.Composition;
using IotHub.Host.Options;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace IotHub.Host.Running;

/// <summary>Says where the hub can be reached, and warns when that is more than this machine.</summary>
internal sealed partial class StartNotice(
    IServer server, HubSettings settings, HubCore core, IHostApplicationLifetime lifetime, ILogger<StartNotice> logger) : IHostedService
{
    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        // The addresses are known only once the server listens: a port of 0 is chosen by the system.
        lifetime.ApplicationStarted.Register(Tell);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private void Tell()
    {
        // In the order in which they were given to the server: the API's first, then the broker's.
        var addresses = server.Features.Get<IServerAddressesFeature>()?.Addresses.Select(address => new Uri(address)).ToArray() ?? [];
        var api = addresses.FirstOrDefault();
        if (api is not null)
        {
            var host = Reachable(settings.Api.Listen);
            LogApp(logger, host, api.Port);
        }

        if (settings.Mqtt.IsEmbedded && addresses.Length > 1)
        {
            var host = Reachable(settings.Mqtt.Listen);
            LogBroker(logger, host, addresses[1].Port);
        }

        LogData(logger, settings.Hub.DataFolder);
        Warn("Api", settings.Api.Listen);
        if (settings.Mqtt.IsEmbedded)
        {
            Warn("Mqtt", settings.Mqtt.Listen);
        }

        if (settings.Time.IsDriven)
        {
            LogDriven(logger, core.Clock.GetUtcNow());
        }
    }

    private void Warn(string name, IPAddress address)
    {
        if (!IPAddress.IsLoopback(address))
        {
            LogOpen(logger, name, address);
        }
    }

    private static string Reachable(IPAddress address) => address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any) || address.Equals(IPAddress.Loopback)
        ? "127.0.0.1"
        : address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6 ? $"[{address}]" : address.ToString();

    [LoggerMessage(EventId = 9400, Level = LogLevel.Information, Message = "The app is at http://{Host}:{Port}/")]
    private static partial void LogApp(ILogger logger, string host, int port);

    [LoggerMessage(EventId = 9401, Level = LogLevel.Information, Message = "Devices connect by MQTT to {Host}:{Port}")]
    private static partial void LogBroker(ILogger logger, string host, int port);

    [LoggerMessage(EventId = 9402, Level = LogLevel.Information, Message = "The home is kept in {Folder}")]
    private static partial void LogData(ILogger logger, string folder);

    [LoggerMessage(EventId = 9403, Level = LogLevel.Warning, Message = "{Setting}:Listen is {Address}: anyone on that network can use the hub, since it has no users and passwords yet")]
    private static partial void LogOpen(ILogger logger, string setting, IPAddress address);

    [LoggerMessage(EventId = 9404, Level = LogLevel.Warning, Message = "The clock is driven by a replay and stands at {Now}: nothing happens by itself")]
    private static partial void LogDriven(ILogger logger, DateTimeOffset now);
}
