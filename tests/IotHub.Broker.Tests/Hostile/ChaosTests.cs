using System.Collections.Concurrent;
using System.Globalization;
using IotHub.Broker.Limits;
using IotHub.Mqtt.Packets;
using IotHub.Testing;
using Xunit.Abstractions;

namespace IotHub.Broker.Tests.Hostile;

/// <summary>
/// M19: 200 clients that share 20 ids connect, take each other's sessions over, subscribe, publish, acknowledge or not, and go. Fixed chance:
/// <c>IOTHUB_SEED</c> replays or varies it, <c>IOTHUB_FULL=1</c> takes longer.
/// </summary>
public sealed class ChaosTests(ITestOutputHelper output)
{
    private const int Clients = 200;
    private const int Workers = 4;

    private static int Steps => Environment.GetEnvironmentVariable("IOTHUB_FULL") == "1" ? 200_000 : 4_000;

    private static int Seed => int.Parse(Environment.GetEnvironmentVariable(SeededRandom.SeedVariable) ?? "1", CultureInfo.InvariantCulture);

    [Fact]
    public async Task Clients_DoWhateverIsAllowed_NothingFailsAndNothingIsLeft()
    {
        var unobserved = new ConcurrentQueue<Exception>();
        void Note(object? sender, UnobservedTaskExceptionEventArgs args) => unobserved.Enqueue(args.Exception);
        TaskScheduler.UnobservedTaskException += Note;
        try
        {
            await RunAsync();
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }
        finally
        {
            TaskScheduler.UnobservedTaskException -= Note;
        }

        Assert.DoesNotContain(unobserved, error => error.ToString().Contains("IotHub.Broker.Connections", StringComparison.Ordinal));
    }

    private async Task RunAsync()
    {
        using var fixture = new BrokerFixture(new BrokerLimits
        {
            InflightMax = 8,
            ReceiveMaximum = 20,
            QueuedMessagesMax = 50,
            OutboundBytesMax = 4096,
            PacketBytesMax = 2048,
            SessionExpiryMax = TimeSpan.FromSeconds(60),
            SlowReceiverTimeout = TimeSpan.Zero,
        });
        var random = new SeededRandom(Seed, output.WriteLine);
        long heard = 0;
        List<ChaosClient> clients;
        using (fixture.Broker.Subscribe("#", (_, _) =>
        {
            Interlocked.Increment(ref heard);
            return ValueTask.CompletedTask;
        }))
        {
            // Each worker has its own clients and its own chance; the broker's threads come on top.
            var workers = Enumerable.Range(0, Workers).Select(_ => new SeededRandom(random.Next())).ToList();
            clients = [.. Enumerable.Range(0, Clients).Select(i => new ChaosClient(fixture.Broker, workers[i % Workers]))];
            await Task.WhenAll(workers.Select((chance, number) => Task.Run(async () =>
            {
                for (var step = 0; step < Steps / Workers; step++)
                {
                    await clients[(chance.Next(Clients / Workers) * Workers) + number].StepAsync();
                    if (number == 0 && step % 25 == 24)
                    {
                        fixture.Time.Advance(TimeSpan.FromMilliseconds(chance.Next(5_000)));
                    }
                }
            })));
            foreach (var client in clients)
            {
                await client.LoseAsync(null);
            }

            await Task.WhenAll(clients.SelectMany(client => client.Served)).WaitAsync(TimeSpan.FromSeconds(60));
            var ended = fixture.Broker.GetStatistics();
            Assert.Equal(0, ended.Connections);
            Assert.InRange(ended.Sessions, 0, ChaosClient.Ids);
            Assert.InRange(ended.RetainedMessages, 1, ChaosClient.Topics);
            Assert.True(heard > Steps / 10, $"{heard} messages");
            Assert.All(ended.Faults.Keys, reason => Assert.Equal(ReasonCode.ReceiveMaximumExceeded, reason));
        }

        // All sessions end, and with them their delayed Wills.
        fixture.Time.Advance(TimeSpan.FromSeconds(62));
        var left = fixture.Broker.GetStatistics();
        Assert.Equal((0, 0), (left.Sessions, left.Subscriptions));
        output.WriteLine($"{heard} heard, {left.MessagesReceived} received, {left.MessagesSent} sent, dropped {string.Join(", ", left.Dropped)}, faults {string.Join(", ", left.Faults)}");
        await ServesAsync(fixture, left.RetainedMessages);
    }

    /// <summary>A fresh client gets what is retained, each topic once, and clears it; then nothing is left at all.</summary>
    private static async Task ServesAsync(BrokerFixture fixture, int retained)
    {
        var client = fixture.Open();
        await client.SendAsync("100d 0004 4d515454 04 02 0000 0001 7a");
        await client.ExpectAsync("20020000");
        await client.SendAsync("8206 0001 0001 23 00");
        await client.ExpectAsync("9003 0001 00");
        var topics = new HashSet<string>();
        for (var i = 0; i < retained; i++)
        {
            var start = await client.ReadAsync(2);
            Assert.Equal(0x31, start[0]);
            var length = start[1] < 128 ? start[1] : (start[1] & 127) | ((await client.ReadAsync(1))[0] << 7);
            var body = await client.ReadAsync(length);
            Assert.True(topics.Add(System.Text.Encoding.UTF8.GetString(body, 2, (body[0] << 8) | body[1])));
        }

        Assert.Subset(Enumerable.Range(0, ChaosClient.Topics).Select(ChaosClient.Topic).ToHashSet(), topics);
        await client.ExpectNothingAsync();
        foreach (var topic in topics)
        {
            var name = Convert.ToHexStringLower(System.Text.Encoding.UTF8.GetBytes(topic));
            await client.SendAsync($"31 {topic.Length + 2:x2} {topic.Length:x4} {name}");
            await client.ExpectAsync($"30 {topic.Length + 2:x2} {topic.Length:x4} {name}");
        }

        Assert.Equal((0, 0L), (fixture.Broker.GetStatistics().RetainedMessages, fixture.Broker.GetStatistics().RetainedBytes));
        await client.SendAsync("e000");
        await client.ExpectClosedAsync();
        var left = fixture.Broker.GetStatistics();
        Assert.Equal((0, 0, 0), (left.Connections, left.Sessions, left.Subscriptions));
    }
}
