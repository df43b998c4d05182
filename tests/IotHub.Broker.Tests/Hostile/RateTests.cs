using IotHub.Broker.Delivery;
using IotHub.Broker.Limits;

namespace IotHub.Broker.Tests.Hostile;

/// <summary>What a client says too fast or too slowly: it waits and loses nothing, or is closed.</summary>
public sealed class RateTests
{
    /// <summary>A waiting message with a topic and a payload of one byte each: 128 are its own.</summary>
    private const long MessageBytes = 130;

    /// <summary>A burst of 3 and 2 a second after it: the publisher is not read on for half a second, and nothing is lost.</summary>
    [Theory]
    [InlineData(2, 0)]
    [InlineData(3, 0)]
    [InlineData(4, 1)]
    [InlineData(6, 3)]
    public async Task Publish_MoreThanTheBurst_WaitsForTheRate(int messages, int waits)
    {
        using var fixture = new BrokerFixture(new BrokerLimits { PublishBurstMax = 3, PublishesPerSecondMax = 2, BoundsLocalClients = true });
        var receiver = await fixture.ConnectAsync('r');
        await receiver.SendAsync("8206 0001 0001 61 00");
        await receiver.ExpectAsync("9003 0001 00");
        var publisher = await fixture.ConnectAsync('p');

        // The broker's heartbeat is the one timer; each wait arms another.
        var armed = fixture.Time.ArmedTimers;
        var all = string.Concat(Enumerable.Range(1, messages).Select(id => $"3206 0001 61 {id:x4} {id:x2}"));
        await publisher.SendAsync(all + "c000");
        for (var wait = 1; wait <= waits; wait++)
        {
            // What was published goes to its receivers at once, its answer and what follows come after the wait.
            await receiver.ExpectAsync(string.Concat(Enumerable.Range(wait == 1 ? 1 : 3 + wait, wait == 1 ? 4 : 1).Select(Received)));
            await fixture.Time.WaitForTimerAsync(armed + 1).WaitAsync(TimeSpan.FromSeconds(5));
            Assert.Equal(wait, fixture.Broker.GetStatistics().TimesHeldBack);
            await receiver.ExpectNothingAsync();
            fixture.Time.Advance(TimeSpan.FromMilliseconds(499));
            Assert.Equal(armed + 1, fixture.Time.ArmedTimers);
            fixture.Time.Advance(TimeSpan.FromMilliseconds(1));
        }

        await publisher.ExpectAsync(string.Concat(Enumerable.Range(1, messages).Select(id => $"4002 {id:x4}")) + "d000");
        if (waits == 0)
        {
            await receiver.ExpectAsync(string.Concat(Enumerable.Range(1, messages).Select(Received)));
        }

        await receiver.ExpectNothingAsync();
        Assert.Equal(waits, fixture.Broker.GetStatistics().TimesHeldBack);
        Assert.Empty(fixture.Broker.GetStatistics().Dropped);

        static string Received(int id) => $"3004 0001 61 {id:x2}";
    }

    /// <summary>The rate comes back with the time: at 100 a second one token every 10 ms, and none a millisecond before.</summary>
    [Theory]
    [InlineData(9, 1)]
    [InlineData(10, 0)]
    [InlineData(11, 0)]
    public async Task Publish_AfterAPause_HasWhatTheTimeGave(int milliseconds, int waits)
    {
        using var fixture = new BrokerFixture(new BrokerLimits { PublishBurstMax = 1, PublishesPerSecondMax = 100, BoundsLocalClients = true });
        var publisher = await fixture.ConnectAsync('p');
        await publisher.SendAsync("3003 0001 61");
        await publisher.ExpectNothingAsync();
        fixture.Time.Advance(TimeSpan.FromMilliseconds(milliseconds));
        var armed = fixture.Time.ArmedTimers;
        await publisher.SendAsync("3003 0001 61 c000");
        if (waits > 0)
        {
            await fixture.Time.WaitForTimerAsync(armed + 1).WaitAsync(TimeSpan.FromSeconds(5));
            fixture.Time.Advance(TimeSpan.FromMilliseconds(1));
        }

        await publisher.ExpectAsync("d000");
        Assert.Equal(waits, fixture.Broker.GetStatistics().TimesHeldBack);
    }

    [Fact]
    public async Task Publish_LocalAndNotBounded_IsNeverHeldBack()
    {
        using var fixture = new BrokerFixture(new BrokerLimits { PublishBurstMax = 1, PublishesPerSecondMax = 1 });
        var publisher = await fixture.ConnectAsync('p');
        await publisher.SendAsync(string.Concat(Enumerable.Repeat("3003 0001 61", 50)));
        await publisher.ExpectNothingAsync();
        Assert.Equal(0, fixture.Broker.GetStatistics().TimesHeldBack);
    }

    /// <summary>A packet's time runs from its first byte. The broker looks once a second: at the seventh, 4,000 or 3,999 ms after it.</summary>
    [Theory]
    [InlineData(3000, true)]
    [InlineData(3001, false)]
    public async Task Packet_FromItsFirstByteForTheTime_Closes(int begunAt, bool closed)
    {
        using var fixture = new BrokerFixture(new BrokerLimits { PacketTimeout = TimeSpan.FromSeconds(4) });
        var client = await fixture.ConnectAsync('a');
        fixture.Time.Advance(TimeSpan.FromMilliseconds(begunAt));

        // The ping comes in one piece with the first byte of what follows.
        await client.SendAsync("c000 30");
        await client.ExpectAsync("d000");
        fixture.Time.Advance(TimeSpan.FromMilliseconds(7000 - begunAt));
        if (closed)
        {
            await client.ExpectClosedAsync();
            Assert.Contains("a", (await fixture.Log.WaitForAsync(3012)).Message, StringComparison.Ordinal);
        }
        else
        {
            // Whole in time, and then nothing is counted.
            await client.SendAsync("03 0001 61");
            await client.ExpectNothingAsync();
            fixture.Time.Advance(TimeSpan.FromSeconds(10));
            await client.ExpectNothingAsync();
        }
    }

    /// <summary>All sessions share the room; at its end the one that gets a message drops its own oldest.</summary>
    [Theory]
    [InlineData(1, 0)]
    [InlineData(2, 0)]
    [InlineData(3, 2)]
    public async Task QueuedBytes_OfAllSessions_HoldAtTheNumber(int messages, int dropped)
    {
        using var fixture = new BrokerFixture(new BrokerLimits { QueuedBytesTotalMax = 4 * MessageBytes });
        await AbsentAsync(fixture, 'a');
        await AbsentAsync(fixture, 'b');
        var publisher = await fixture.ConnectAsync('p');
        for (var id = 1; id <= messages; id++)
        {
            await publisher.SendAsync($"3206 0001 61 {id:x4} {id:x2}");
            await publisher.ExpectAsync($"4002 {id:x4}");
        }

        Assert.Equal(dropped, fixture.Broker.GetStatistics().Dropped.GetValueOrDefault(DropReason.QueueFull));

        foreach (var id in "ab")
        {
            var client = await fixture.ConnectAsync(id, clean: false, present: true);
            var first = Math.Max(1, messages - 1);
            var got = string.Concat(Enumerable.Range(first, messages - first + 1).Select((number, at) => $"3206 0001 61 {at + 1:x4} {number:x2}"));
            await client.ExpectAsync(got);
            await client.ExpectNothingAsync();
        }
    }

    /// <summary>Who has nothing of its own to drop gets nothing while others have all the room, and does not cost them theirs.</summary>
    [Fact]
    public async Task QueuedBytes_OthersHaveAllTheRoom_TheNewMessageIsDropped()
    {
        using var fixture = new BrokerFixture(new BrokerLimits { QueuedBytesTotalMax = 2 * MessageBytes });
        await AbsentAsync(fixture, 'a');
        var publisher = await fixture.ConnectAsync('p');
        await publisher.SendAsync("3206 0001 61 0001 01 3206 0001 61 0002 02");
        await publisher.ExpectAsync("4002 0001 4002 0002");
        await AbsentAsync(fixture, 'b', "62");
        await publisher.SendAsync("3206 0001 62 0003 03");
        await publisher.ExpectAsync("4002 0003");
        Assert.Equal(1, fixture.Broker.GetStatistics().Dropped[DropReason.QueueFull]);
        var second = await fixture.ConnectAsync('b', clean: false, present: true);
        await second.ExpectNothingAsync();
        var first = await fixture.ConnectAsync('a', clean: false, present: true);
        await first.ExpectAsync("3206 0001 61 0001 01 3206 0001 61 0002 02");
    }

    /// <summary>A session that is subscribed with QoS 1 and has no connection.</summary>
    private static async Task AbsentAsync(BrokerFixture fixture, char id, string topic = "61")
    {
        var client = await fixture.ConnectAsync(id, clean: false);
        await client.SendAsync($"8206 0001 0001 {topic} 01");
        await client.ExpectAsync("9003 0001 01");
        await client.LoseAsync();
    }
}
