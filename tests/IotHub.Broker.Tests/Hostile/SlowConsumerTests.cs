using IotHub.Broker.Delivery;
using IotHub.Broker.Limits;

namespace IotHub.Broker.Tests.Hostile;

/// <summary>
/// M18: a publisher waits for a connected receiver whose queue is three quarters full, until it is less than half full, and not longer
/// than the time for that.
/// </summary>
public sealed class SlowConsumerTests
{
    private const int Window = 2;

    [Theory]
    [InlineData(5, false)]
    [InlineData(6, true)]
    public async Task Publish_QueueThreeQuartersFull_WaitsUntilLessThanHalf(int waiting, bool held)
    {
        using var fixture = new BrokerFixture(Limits());
        var slow = await ReceiverAsync(fixture);
        var publisher = await fixture.ConnectAsync('p');
        var armed = fixture.Time.ArmedTimers;
        await publisher.SendAsync(Messages(1, Window + waiting) + "c000");
        await slow.ExpectAsync(Received(1, Window));
        await publisher.ExpectAsync(Acknowledged(1, Window + waiting - (held ? 1 : 0)));
        if (held)
        {
            await fixture.Time.WaitForTimerAsync(armed + 1).WaitAsync(TimeSpan.FromSeconds(5));

            // Two are taken: four are left, which is half and not less.
            await slow.SendAsync("4002 0001 4002 0002");
            await slow.ExpectAsync(Received(3, 4));
            await slow.ExpectNothingAsync();
            Assert.Equal(armed + 1, fixture.Time.ArmedTimers);
            await slow.SendAsync("4002 0003");
            await slow.ExpectAsync(Received(5, 5));
            await publisher.ExpectAsync(Acknowledged(Window + waiting, Window + waiting));
        }

        await publisher.ExpectAsync("d000");
        Assert.Equal(held ? 1 : 0, fixture.Broker.GetStatistics().TimesHeldBack);
        Assert.Empty(fixture.Broker.GetStatistics().Dropped);
    }

    [Fact]
    public async Task Publish_ReceiverThatStands_CostsTheTimeOnceUntilItHasCaughtUp()
    {
        using var fixture = new BrokerFixture(Limits());
        var slow = await ReceiverAsync(fixture);
        var publisher = await fixture.ConnectAsync('p');
        var armed = fixture.Time.ArmedTimers;
        await publisher.SendAsync(Messages(1, 8) + Messages(9, 12) + "c000");
        await publisher.ExpectAsync(Acknowledged(1, 7));
        await fixture.Time.WaitForTimerAsync(armed + 1).WaitAsync(TimeSpan.FromSeconds(5));
        fixture.Time.Advance(TimeSpan.FromMilliseconds(249));
        Assert.Equal(armed + 1, fixture.Time.ArmedTimers);
        fixture.Time.Advance(TimeSpan.FromMilliseconds(1));

        // Not waited for again: its oldest go instead.
        await publisher.ExpectAsync(Acknowledged(8, 12) + "d000");
        Assert.Equal(1, fixture.Broker.GetStatistics().TimesHeldBack);
        Assert.Equal(2, fixture.Broker.GetStatistics().Dropped[DropReason.QueueFull]);

        // Of 3 to 12, 3 and 4 have gone. It takes all, has caught up, and is waited for as before.
        await slow.ExpectAsync(Received(1, 2));
        await slow.SendAsync("4002 0001 4002 0002");
        var (id, number) = (3, 5);
        for (; number <= 12; id++, number++)
        {
            await slow.ExpectAsync($"3206 0001 61 {id:x4} {number:x2}");
            await slow.SendAsync($"4002 {id:x4}");
        }

        await slow.ExpectNothingAsync();
        await publisher.SendAsync(Messages(13, 20) + "c000");
        await publisher.ExpectAsync(Acknowledged(13, 19));
        await fixture.Time.WaitForTimerAsync(armed + 1).WaitAsync(TimeSpan.FromSeconds(5));
        Assert.Equal(2, fixture.Broker.GetStatistics().TimesHeldBack);
        fixture.Time.Advance(TimeSpan.FromMilliseconds(250));
        await publisher.ExpectAsync(Acknowledged(20, 20) + "d000");
    }

    [Fact]
    public async Task Publish_ReceiverGoesMeanwhile_GoesOnAtOnce()
    {
        using var fixture = new BrokerFixture(Limits());
        var slow = await ReceiverAsync(fixture);
        var publisher = await fixture.ConnectAsync('p');
        var armed = fixture.Time.ArmedTimers;
        await publisher.SendAsync(Messages(1, 8) + "c000");
        await fixture.Time.WaitForTimerAsync(armed + 1).WaitAsync(TimeSpan.FromSeconds(5));
        await slow.LoseAsync();
        await publisher.ExpectAsync(Acknowledged(1, 8) + "d000");
    }

    [Fact]
    public async Task Publish_TimeIsZero_NeverWaits()
    {
        using var fixture = new BrokerFixture(Limits() with { SlowReceiverTimeout = TimeSpan.Zero });
        await ReceiverAsync(fixture);
        var publisher = await fixture.ConnectAsync('p');
        await publisher.SendAsync(Messages(1, 15) + "c000");
        await publisher.ExpectAsync(Acknowledged(1, 15) + "d000");
        Assert.Equal(0, fixture.Broker.GetStatistics().TimesHeldBack);
        Assert.Equal(5, fixture.Broker.GetStatistics().Dropped[DropReason.QueueFull]);
    }

    /// <summary>One reads nothing at all; the other gets each message, and the publisher waits once.</summary>
    [Fact]
    public async Task Publish_OneReceiverStands_TheOtherGetsEverything()
    {
        const int Count = 50;
        using var fixture = new BrokerFixture(Limits());
        await ReceiverAsync(fixture);
        var fast = await fixture.ConnectAsync('f');
        await fast.SendAsync("8206 0001 0001 61 00");
        await fast.ExpectAsync("9003 0001 00");
        var publisher = await fixture.ConnectAsync('p');
        var armed = fixture.Time.ArmedTimers;
        await publisher.SendAsync(Messages(1, Count));
        await fixture.Time.WaitForTimerAsync(armed + 1).WaitAsync(TimeSpan.FromSeconds(5));
        fixture.Time.Advance(TimeSpan.FromMilliseconds(250));
        await publisher.ExpectAsync(Acknowledged(1, Count));
        await fast.ExpectAsync(string.Concat(Enumerable.Range(1, Count).Select(number => $"3004 0001 61 {number:x2}")));
        await fast.ExpectNothingAsync();
        Assert.Equal(1, fixture.Broker.GetStatistics().TimesHeldBack);
        Assert.Equal(Count - Window - 8, fixture.Broker.GetStatistics().Dropped[DropReason.QueueFull]);
    }

    /// <summary>Two on their way to a client, eight waiting.</summary>
    private static BrokerLimits Limits() => new() { InflightMax = Window, QueuedMessagesMax = 8 };

    private static async Task<ByteClient> ReceiverAsync(BrokerFixture fixture)
    {
        var receiver = await fixture.ConnectAsync('s', clean: false);
        await receiver.SendAsync("8206 0001 0001 61 01");
        await receiver.ExpectAsync("9003 0001 01");
        return receiver;
    }

    private static string Messages(int first, int last) => All(first, last, id => $"3206 0001 61 {id:x4} {id:x2}");

    private static string Received(int first, int last) => Messages(first, last);

    private static string Acknowledged(int first, int last) => All(first, last, id => $"4002 {id:x4}");

    private static string All(int first, int last, Func<int, string> each) => string.Concat(Enumerable.Range(first, last - first + 1).Select(each));
}
