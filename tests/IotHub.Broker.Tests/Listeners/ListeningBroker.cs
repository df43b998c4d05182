using System.Net;
using System.Net.Sockets;
using IotHub.Broker.Access;
using IotHub.Broker.Limits;
using IotHub.Broker.Listeners;
using IotHub.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace IotHub.Broker.Tests.Listeners;

/// <summary>A broker with a clock that stands, on every kind of listener, on ports that the system chose.</summary>
public sealed class ListeningBroker : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly string _folder = Directory.CreateTempSubdirectory("iothub-unix-").FullName;

    private ListeningBroker(BrokerLimits limits, MqttTls? tls, MqttWebSocketOptions webSockets, IReadOnlyList<IAuthenticationMethod> methods)
    {
        Broker = new MqttBroker(limits, new AllowAllPolicy(), Time, Log.CreateLogger<MqttBroker>(), methods);
        Unix = new UnixDomainSocketEndPoint(Path.Combine(_folder, "mqtt.sock"));
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddSingleton(Broker);
        builder.Services.AddSingleton<ILoggerFactory>(Log);
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            var any = new IPEndPoint(IPAddress.Loopback, 0);
            kestrel.Listen(any);
            kestrel.ListenMqtt(any);
            kestrel.ListenMqttWebSocket(any);
            kestrel.ListenMqttUnix(Unix.ToString());
            if (tls is not null)
            {
                kestrel.ListenMqtt(any, tls);
                kestrel.ListenMqttWebSocket(any, tls);
            }
        });
        _app = builder.Build();
        _app.UseMqttWebSockets(webSockets);
        _app.Run(context => context.Response.WriteAsync("a page"));
    }

    public ManualTime Time { get; } = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));

    public LogCollector Log { get; } = new();

    public MqttBroker Broker { get; }

    /// <summary>The port that serves pages, and MQTT at one path.</summary>
    public IPEndPoint Web { get; private set; } = null!;

    public IPEndPoint Tcp { get; private set; } = null!;

    public IPEndPoint WebSocket { get; private set; } = null!;

    public UnixDomainSocketEndPoint Unix { get; }

    /// <summary>Null without TLS, as the next.</summary>
    public IPEndPoint Tls { get; private set; } = null!;

    public IPEndPoint TlsWebSocket { get; private set; } = null!;

    public static async Task<ListeningBroker> StartAsync(
        BrokerLimits? limits = null, MqttTls? tls = null, MqttWebSocketOptions? webSockets = null, IReadOnlyList<IAuthenticationMethod>? methods = null)
    {
        var listening = new ListeningBroker(limits ?? new BrokerLimits(), tls, webSockets ?? new MqttWebSocketOptions(), methods ?? []);
        await listening._app.StartAsync();
        var addresses = listening._app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses;
        var ports = addresses.Where(address => !address.Contains("unix", StringComparison.Ordinal)).Select(address => new IPEndPoint(IPAddress.Loopback, new Uri(address).Port)).ToList();
        listening.Web = ports[0];
        listening.Tcp = ports[1];
        listening.WebSocket = ports[2];
        if (tls is not null)
        {
            listening.Tls = ports[3];
            listening.TlsWebSocket = ports[4];
        }

        return listening;
    }

    /// <summary>Ends all connections; what was to be counted is counted then.</summary>
    public async Task StopAsync()
    {
        await Broker.StopAsync(CancellationToken.None);
        await _app.StopAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        await _app.DisposeAsync();
        Log.AssertNoErrors();
        Broker.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
