using System.Net;
using System.Net.Sockets;
using IotHub.Broker;
using IotHub.Broker.Access;
using IotHub.Broker.Limits;
using IotHub.Broker.Listeners;
using IotHub.Broker.Listeners.Sockets;
using IotHub.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace IotHub.Interop.Tests.Peers;

/// <summary>Our broker on real sockets, on ports that the system chose, with a clock that the test moves.</summary>
public sealed class HubBroker : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly TestCertificate _certificate = new();
    private readonly LogCollector _log = new();
    private readonly int _port;
    private MqttTls? _tls;
    private MqttBroker _broker = null!;
    private MqttSocketListener _sockets = null!;
    private WebApplication _app = null!;

    private HubBroker(int port) => _port = port;

    public ManualTime Time { get; } = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));

    public int Port { get; private set; }

    public int TlsPort { get; private set; }

    public int WebSocketPort { get; private set; }

    public string UnixPath => _folder.At("mqtt.sock");

    /// <summary>What a client of the TLS port trusts.</summary>
    public string Authority => _certificate.Authority;

    /// <summary>Starts a broker, if need be on a port that an earlier one had.</summary>
    public static async Task<HubBroker> StartAsync(int port = 0)
    {
        var broker = new HubBroker(port);
        await broker.OpenAsync();
        return broker;
    }

    private async Task OpenAsync()
    {
        _tls = MqttTls.Load(new MqttTlsOptions { CertificateFile = _certificate.Certificate, KeyFile = _certificate.Key });
        _broker = new MqttBroker(new BrokerLimits(), new AllowAllPolicy(), Time, _log.CreateLogger<MqttBroker>());
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddSingleton(_broker);
        builder.Services.AddSingleton<ILoggerFactory>(_log);
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.ListenMqtt(new IPEndPoint(IPAddress.Loopback, 0), _tls);
            kestrel.ListenMqttWebSocket(new IPEndPoint(IPAddress.Loopback, 0));
        });
        _sockets = new MqttSocketListener(_broker);
        Port = ((IPEndPoint)_sockets.Listen(new IPEndPoint(IPAddress.Loopback, _port))).Port;
        _sockets.Listen(new UnixDomainSocketEndPoint(UnixPath));
        _app = builder.Build();
        _app.UseMqttWebSockets(new MqttWebSocketOptions());
        await _app.StartAsync();
        var addresses = _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses;
        var ports = addresses.Select(address => new Uri(address).Port).ToList();
        TlsPort = ports[0];
        WebSocketPort = ports[1];
    }

    public async ValueTask DisposeAsync()
    {
        await _sockets.DisposeAsync();
        await _app.StopAsync();
        await _app.DisposeAsync();
        _broker.Dispose();
        _tls?.Dispose();
        _certificate.Dispose();
        _folder.Dispose();
        _log.AssertNoErrors();
        _log.Dispose();
    }
}

/// <summary>One broker for all tests of a class, which keep apart by their topics.</summary>
public sealed class SharedHub : IAsyncLifetime
{
    public HubBroker Hub { get; private set; } = null!;

    public async Task InitializeAsync() => Hub = await HubBroker.StartAsync();

    public async Task DisposeAsync() => await Hub.DisposeAsync();
}
