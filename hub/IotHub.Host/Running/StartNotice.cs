using System.Net;
using IotHub.Host.Composition;
using IotHub.Host.Options;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace IotHub.Host.Running;

/// <summary>Says where the hub can be reached, and warns when that is more than this machine.</summary>
internal sealed partial class StartNotice(
    IServer server, IServiceProvider services, HubSettings settings, HubCore core, IHostApplicationLifetime lifetime, ILogger<StartNotice> logger) : IHostedService
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

        if (settings.Mqtt.IsEmbedded)
        {
            int[] own = services.GetRequiredService<DeviceSockets>().Port is { } port ? [port] : [];
            TellDevices(new Queue<int>([.. own, .. addresses.Skip(1).Select(address => address.Port)]));
        }

        LogData(logger, settings.Hub.DataFolder);
        Warn("Api", settings.Api.Listen);
        if (settings.Mqtt.IsEmbedded)
        {
            Warn("Mqtt", settings.Mqtt.Listen);
            WarnTls();
        }

        if (settings.Time.IsDriven)
        {
            LogDriven(logger, core.Clock.GetUtcNow());
        }
    }

    /// <summary>In the order of <see cref="DeviceListeners.ListenForDevices"/>.</summary>
    private void TellDevices(Queue<int> ports)
    {
        var mqtt = settings.Mqtt;
        var host = Reachable(mqtt.Listen);
        var port = ports.Dequeue();
        LogBroker(logger, host, port);
        if (mqtt.WebSocketPort is not null)
        {
            port = ports.Dequeue();
            LogWebSocket(logger, host, port);
        }

        if (mqtt.TlsPort is not null)
        {
            host = Reachable(mqtt.TlsListen);
            port = ports.Dequeue();
            LogTls(logger, host, port);
        }

        if (mqtt.UnixSocket is { } path)
        {
            LogUnix(logger, path);
        }
    }

    /// <summary>Encrypted is not yet closed: only client certificates say who may come.</summary>
    private void WarnTls()
    {
        if (settings.Mqtt is { TlsPort: not null, Tls.ClientAuthoritiesFile: null } mqtt && !mqtt.TlsListen.Equals(mqtt.Listen) && !IPAddress.IsLoopback(mqtt.TlsListen))
        {
            LogTlsOpen(logger, mqtt.TlsListen);
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

    [LoggerMessage(EventId = 9405, Level = LogLevel.Information, Message = "Devices connect by MQTT over WebSocket to ws://{Host}:{Port}/mqtt")]
    private static partial void LogWebSocket(ILogger logger, string host, int port);

    [LoggerMessage(EventId = 9406, Level = LogLevel.Information, Message = "Devices connect by MQTT over TLS to {Host}:{Port}")]
    private static partial void LogTls(ILogger logger, string host, int port);

    [LoggerMessage(EventId = 9407, Level = LogLevel.Information, Message = "Programs on this machine connect by MQTT to the socket {Path}")]
    private static partial void LogUnix(ILogger logger, string path);

    [LoggerMessage(EventId = 9408, Level = LogLevel.Warning, Message = "Mqtt:TlsListen is {Address} and Mqtt:ClientAuthorities is not set: anyone on that network can use the hub, since it has no users and passwords yet")]
    private static partial void LogTlsOpen(ILogger logger, IPAddress address);

    [LoggerMessage(EventId = 9402, Level = LogLevel.Information, Message = "The home is kept in {Folder}")]
    private static partial void LogData(ILogger logger, string folder);

    [LoggerMessage(EventId = 9403, Level = LogLevel.Warning, Message = "{Setting}:Listen is {Address}: anyone on that network can use the hub, since it has no users and passwords yet")]
    private static partial void LogOpen(ILogger logger, string setting, IPAddress address);

    [LoggerMessage(EventId = 9404, Level = LogLevel.Warning, Message = "The clock is driven by a replay and stands at {Now}: nothing happens by itself")]
    private static partial void LogDriven(ILogger logger, DateTimeOffset now);
}
