using IotHub.Broker.Access;
using IotHub.Broker.Limits;
using IotHub.Testing;

namespace IotHub.Broker.Tests;

/// <summary>A broker with a clock that stands, and clients that speak bytes to it.</summary>
public sealed class BrokerFixture : IDisposable
{
    public BrokerFixture(BrokerLimits? limits = null) =>
        Broker = new MqttBroker(limits ?? new BrokerLimits(), new AllowAllPolicy(), Time, Log.CreateLogger<MqttBroker>());

    public ManualTime Time { get; } = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));

    public LogCollector Log { get; } = new();

    public MqttBroker Broker { get; }

    public ByteClient Open()
    {
        var (client, server) = InMemoryTransport.CreatePair();
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

    public void Dispose()
    {
        Log.AssertNoErrors();
        Broker.Dispose();
        Log.Dispose();
    }
}
