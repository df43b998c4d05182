// The broker alone in a process: what races and foreign test suites run against.
//   broker-process PORT [Limit=number ...]     prints "listening on PORT" when it does
using System.Globalization;
using System.Net;
using IotHub.Broker;
using IotHub.Broker.Access;
using IotHub.Broker.Limits;
using IotHub.Broker.Listeners;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;

var port = int.Parse(args[0], CultureInfo.InvariantCulture);
var limits = new BrokerLimits { ConnectionsMax = 20_000, SessionsMax = 40_000 };
foreach (var pair in args.Skip(1).Select(argument => argument.Split('=')))
{
    var limit = typeof(BrokerLimits).GetProperty(pair[0]) ?? throw new ArgumentException($"'{pair[0]}' is no limit of the broker.");
    var value = limit.PropertyType == typeof(TimeSpan)
        ? TimeSpan.FromSeconds(double.Parse(pair[1], CultureInfo.InvariantCulture))
        : Convert.ChangeType(pair[1], limit.PropertyType, CultureInfo.InvariantCulture);
    limit.SetValue(limits, value);
}

using var broker = new MqttBroker(limits, new AllowAllPolicy(), TimeProvider.System, NullLogger<MqttBroker>.Instance);
var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
builder.Services.AddSingleton(broker);
builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.ListenMqtt(new IPEndPoint(IPAddress.Loopback, port)));
await using var app = builder.Build();
await app.StartAsync();
var address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
Console.WriteLine($"listening on {new Uri(address).Port}");
await app.WaitForShutdownAsync();
await broker.StopAsync(CancellationToken.None);
