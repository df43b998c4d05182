using IotHub.Broker.Delivery;
using IotHub.Broker.Limits;

namespace IotHub.Broker.Tests;

/// <summary>Who does not read harms only itself.</summary>
public sealed class SlowReaderTests : IDisposable
{
    private const int Count = 60;
    private readonly BrokerFixture _fixture = new(new BrokerLimits { PacketBytesMax = 128, OutboundBytesMax = 256, QueuedMessagesMax = 5, SlowReceiverTimeout = TimeSpan.Zero });

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public async Task Qos0_IsDroppedForTheSlowOneAndCounted()
    {
        await SlowAsync("00");
        var fast = await FastAsync("00");
        var publisher = await _fixture.ConnectAsync('p');
        await PublishAsync(publisher, qos: 0);
        await publisher.ExpectNothingAsync();
        for (var i = 0; i < Count; i++)
        {
            Assert.Equal(i, (await fast.ReadAsync(105))[5]);
        }

        await fast.ExpectNothingAsync();
        Assert.InRange(_fixture.Broker.GetStatistics().Dropped[DropReason.OutboundFull], Count - 8, Count - 1);
    }

    [Fact]
    public async Task Qos1_WaitsThenTheOldestIsDroppedAndCounted()
    {
        var slow = await SlowAsync("01");
        var fast = await FastAsync("00");
        var publisher = await _fixture.ConnectAsync('p');
        await PublishAsync(publisher, qos: 1);
        for (var i = 0; i < Count; i++)
        {
            await publisher.ExpectAsync($"4002 {i + 1:x4}");
            Assert.Equal(i, (await fast.ReadAsync(105))[5]);
        }

        var dropped = (int)_fixture.Broker.GetStatistics().Dropped[DropReason.QueueFull];
        var written = Count - 5 - dropped;
        Assert.InRange(written, 1, 8);
        var got = new List<int>();
        for (var i = 0; i < written + 5; i++)
        {
            got.Add((await slow.ReadAsync(107))[7]);
        }

        Assert.Equal([.. Enumerable.Range(0, written), .. Enumerable.Range(Count - 5, 5)], got);
        await slow.ExpectNothingAsync();
    }

    [Fact]
    public async Task Stalled_IsClosedAfterTheTimeout_OthersStay()
    {
        var slow = await SlowAsync("00");
        var fast = await FastAsync("00");
        var publisher = await _fixture.ConnectAsync('p');
        await PublishAsync(publisher, qos: 0);
        await publisher.ExpectNothingAsync();
        _fixture.Time.Advance(TimeSpan.FromSeconds(29));
        Assert.False(slow.Served.IsCompleted);
        _fixture.Time.Advance(TimeSpan.FromSeconds(1));
        await slow.Served;
        await fast.ReadAsync(105 * Count);
        await fast.ExpectNothingAsync();
    }

    [Fact]
    public async Task Answers_NeverRead_CloseTheOneWhoAsks()
    {
        var greedy = _fixture.Open(takes: 128);
        await greedy.SendAsync("100d 0004 4d515454 04 02 0000 0001 67");
        await greedy.ExpectAsync("20020000");
        var good = await _fixture.ConnectAsync('a');
        var sending = Task.Run(async () =>
        {
            while (!greedy.Served.IsCompleted)
            {
                await greedy.SendAsync("c000c000c000c000");
            }
        });
        var log = await _fixture.Log.WaitForAsync(3007);
        Assert.Contains("g", log.Message, StringComparison.Ordinal);
        await greedy.Served;
        await sending;
        await good.ExpectNothingAsync();
    }

    private static async Task PublishAsync(ByteClient publisher, int qos)
    {
        for (var i = 0; i < Count; i++)
        {
            var rest = string.Concat(Enumerable.Repeat("00", 99));
            await publisher.SendAsync(qos == 0 ? $"3067 0001 61 {i:x2} {rest}" : $"3269 0001 61 {i + 1:x4} {i:x2} {rest}");
        }
    }

    private async Task<ByteClient> SlowAsync(string qos)
    {
        var slow = _fixture.Open(takes: 128);
        await slow.SendAsync("100d 0004 4d515454 04 02 0000 0001 73");
        await slow.ExpectAsync("20020000");
        await slow.SendAsync($"8206 0001 0001 61 {qos}");
        await slow.ExpectAsync($"9003 0001 {qos}");
        return slow;
    }

    private async Task<ByteClient> FastAsync(string qos)
    {
        var fast = await _fixture.ConnectAsync('f');
        await fast.SendAsync($"8206 0001 0001 61 {qos}");
        await fast.ExpectAsync($"9003 0001 {qos}");
        return fast;
    }
}
