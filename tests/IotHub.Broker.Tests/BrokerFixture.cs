using System.IO.Pipelines;
using IotHub.Broker.Access;
using IotHub.Broker.Limits;
using IotHub.Mqtt.Packets;
using IotHub.Testing;

namespace IotHub.Broker.Tests;

/// <summary>A broker with a clock that stands, and clients that speak bytes to it.</summary>
public sealed class BrokerFixture : IDisposable
{
    public BrokerFixture(BrokerLimits? limits = null, IAccessPolicy? policy = null, IReadOnlyList<IAuthenticationMethod>? methods = null) =>
        Broker = new MqttBroker(limits ?? new BrokerLimits(), policy ?? new AllowAllPolicy(), Time, Log.CreateLogger<MqttBroker>(), methods);

    public ManualTime Time { get; } = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));

    public LogCollector Log { get; } = new();

    public MqttBroker Broker { get; }

    /// <summary>A connection of which nothing was said yet.</summary>
    /// <param name="takes">How many bytes the client's side takes before it is read; 64 KiB by default.</param>
    public ByteClient Open(int takes = 65_536)
    {
        var (client, server) = InMemoryTransport.CreatePair(new PipeOptions(pauseWriterThreshold: takes, resumeWriterThreshold: takes / 2, useSynchronizationContext: false));
        return new ByteClient(client, Broker.ServeAsync(server, null, CancellationToken.None));
    }

    public async Task<ByteClient> ConnectAsync(string hex, string connack)
    {
        var client = Open();
        await client.SendAsync(hex);
        await client.ExpectAsync(connack);
        return client;
    }

    /// <summary>A 3.1.1 client with a clean session, or one that is kept, and an id of one letter.</summary>
    public Task<ByteClient> ConnectAsync(char id, bool clean = true, bool present = false, int keepAlive = 0) =>
        ConnectAsync($"100d 0004 4d515454 04 {(clean ? "02" : "00")} {keepAlive:x4} 0001 {(int)id:x2}", present ? "20020100" : "20020000");

    /// <summary>A 5.0 client with keep alive 60, so that CONNACK does not name another.</summary>
    public async Task<ByteClient> ConnectV5Async(string id, MqttProperties? properties = null, bool clean = true, bool present = false, WillMessage? will = null)
    {
        var client = Open();
        await client.SendAsync(new ConnectPacket
        {
            Version = MqttProtocolVersion.V50,
            ClientId = id,
            KeepAlive = 60,
            CleanStart = clean,
            Will = will,
            Properties = properties ?? MqttProperties.Empty,
        });
        await client.ExpectAsync($"200e {(present ? "01" : "00")} 00 0b 21 0100 27 00040000 22 0040");
        return client;
    }

    /// <summary>A 5.0 client that has one subscription.</summary>
    public async Task<ByteClient> SubscribedV5Async(string id, SubscriptionRequest request)
    {
        var client = await ConnectV5Async(id);
        await client.SubscribeAsync(request);
        return client;
    }

    public void Dispose()
    {
        Log.AssertNoErrors();
        Broker.Dispose();
        Log.Dispose();
    }
}
