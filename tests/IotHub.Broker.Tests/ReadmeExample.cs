using System.Net;
using IotHub.Broker.Access;
using IotHub.Broker.Delivery;
using IotHub.Broker.Limits;
using IotHub.Broker.Listeners;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace IotHub.Broker.Tests;

/// <summary>The example of the README as code that runs; its console is a text.</summary>
internal sealed class ReadmeExample
{
    public StringWriter Console { get; } = new();

    public async Task RunAsync()
    {
        // example
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddLogging().AddSingleton(TimeProvider.System).AddSingleton<IAccessPolicy, AllowAllPolicy>();
        builder.Services.AddSingleton(new BrokerLimits { ConnectionsMax = 100 }).AddSingleton<MqttBroker>();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.ListenMqtt(new IPEndPoint(IPAddress.Loopback, 0)));
        await using var app = builder.Build();
        await app.StartAsync();
        var broker = app.Services.GetRequiredService<MqttBroker>();
        using var lamps = broker.Subscribe("lamp/+", (message, _) => new ValueTask(Console.WriteLineAsync($"{message.Topic} from {message.ClientId}")));
        await broker.PublishAsync(new BrokerPublish { Topic = "lamp/1", Payload = "on"u8.ToArray() }, CancellationToken.None);
        await broker.StopAsync(CancellationToken.None);
        // end of example
    }
}
