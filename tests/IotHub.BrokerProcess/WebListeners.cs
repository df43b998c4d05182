using System.Globalization;
using System.Net;
using IotHub.Broker;
using IotHub.Broker.Listeners;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;

namespace IotHub.BrokerProcess;

/// <summary>The listeners of the web server: TLS, WebSocket, and plain TCP for comparison. Where none is asked for, no web server is made.</summary>
internal sealed class WebListeners : IAsyncDisposable
{
    private readonly WebApplication? _app;

    private WebListeners(WebApplication? app, IReadOnlyList<(string Name, int Port)> ports)
    {
        _app = app;
        Ports = ports;
    }

    public IReadOnlyList<(string Name, int Port)> Ports { get; }

    public static async Task<WebListeners> StartAsync(MqttBroker broker, BrokerArguments arguments, MqttTls? tls)
    {
        string[] names = [.. new[] { "ws", "tls", "kestrel" }.Where(name => arguments[name] is not null)];
        if (names.Length == 0)
        {
            return new WebListeners(null, []);
        }

        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddSingleton(broker);
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            foreach (var name in names)
            {
                Listen(kestrel, name, new IPEndPoint(IPAddress.Loopback, int.Parse(arguments[name]!, CultureInfo.InvariantCulture)), tls);
            }
        });
        var app = builder.Build();
        app.UseMqttWebSockets(new MqttWebSocketOptions());
        await app.StartAsync();
        var ports = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Select(address => new Uri(address).Port);
        return new WebListeners(app, [.. names.Zip(ports)]);
    }

    public async ValueTask DisposeAsync()
    {
        if (_app is not null)
        {
            await _app.DisposeAsync();
        }
    }

    private static void Listen(KestrelServerOptions kestrel, string name, IPEndPoint endpoint, MqttTls? tls)
    {
        if (name == "ws")
        {
            kestrel.ListenMqttWebSocket(endpoint);
        }
        else
        {
            kestrel.ListenMqtt(endpoint, name == "tls" ? tls : null);
        }
    }
}
