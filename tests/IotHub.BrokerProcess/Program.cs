// The broker alone in a process: what races and foreign test suites run against.
//   broker-process PORT [ws=PORT] [unix=PATH] [tls=PORT cert=PEM key=PEM [ca=PEM]] [Limit=number ...]
// Port 0 takes a free one. Prints "listening on PORT" when it does, and before it a line "ws PORT" and "tls PORT" for each of those listeners.
using System.Globalization;
using System.Net;
using IotHub.Broker;
using IotHub.Broker.Access;
using IotHub.Broker.Listeners;
using IotHub.BrokerProcess;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;

var arguments = new BrokerArguments(args);
using var tls = arguments.LoadTls();
using var broker = new MqttBroker(arguments.ReadLimits(), new AllowAllPolicy(), TimeProvider.System, NullLogger<MqttBroker>.Instance);
var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
builder.Services.AddSingleton(broker);
var named = new List<string> { "listening on" };
builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
{
    kestrel.ListenMqtt(At(args[0]));
    if (arguments["ws"] is { } webSocket)
    {
        named.Add("ws");
        kestrel.ListenMqttWebSocket(At(webSocket));
    }

    if (arguments["tls"] is { } secure)
    {
        named.Add("tls");
        kestrel.ListenMqtt(At(secure), tls);
    }

    if (arguments["unix"] is { } path)
    {
        kestrel.ListenMqttUnix(Path.GetFullPath(path));
    }
});
await using var app = builder.Build();
if (arguments["ws"] is not null)
{
    app.UseMqttWebSockets(new MqttWebSocketOptions());
}

await app.StartAsync();
var addresses = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses
    .Where(address => !address.Contains("unix:", StringComparison.Ordinal))
    .Select(address => new Uri(address).Port);
foreach (var (name, port) in named.Zip(addresses).Reverse())
{
    Console.WriteLine($"{name} {port}");
}

await app.WaitForShutdownAsync();
await broker.StopAsync(CancellationToken.None);

static IPEndPoint At(string port) => new(IPAddress.Loopback, int.Parse(port, CultureInfo.InvariantCulture));
