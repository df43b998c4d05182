using IotHub.Api.Live;
using IotHub.Api.Live.Messages;
using IotHub.Devices.Availability;
using IotHub.Devices.Commands;
using IotHub.Runtime;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace IotHub.Api.Tests.Live;

public sealed class LiveFeedTests
{
    [Fact]
    public async Task Offer_OutputsLost_StartsNewEpochFromSnapshotAndNeverShowsThePartBetween()
    {
        using var inbox = new HubInbox();
        using var feed = Make(inbox, new ApiOptions { FeedQueueCapacity = 16 }, out var ledger);
        feed.Offer([new HubOutput.SnapshotTaken(SampleHome.Snapshot())]);
        await feed.StartAsync(CancellationToken.None);
        await feed.WaitReadyAsync(CancellationToken.None);
        Assert.True(feed.TryAdmit(out var client));
        feed.Follow(client, null, 0);
        var (command, _) = ledger.Begin("c1", "hall-lamp", client);
        ledger.Accept(command, "hub-c1");
        await using var frames = client.ReadAsync(CancellationToken.None).GetAsyncEnumerator();
        Assert.Equal("snap", await NextAsync(frames));
        Assert.Equal("ack", await NextAsync(frames));
        var epoch = feed.Epoch;

        // The reader is held at the first output while the rest of the storm meets a full queue.
        using var isHeld = new ManualResetEventSlim();
        using var mayGoOn = new ManualResetEventSlim();
        using var over = new CancellationTokenSource();
        var held = feed.WaitForAsync(
            home =>
            {
                if (home.Devices["hall-lamp"].States[1].Value.HasValue)
                {
                    isHeld.Set();
                    mayGoOn.Wait();
                }

                return false;
            },
            over.Token);
        feed.Offer([SampleHome.Brightened(100)]);
        Assert.True(isHeld.Wait(TimeSpan.FromSeconds(30)));
        feed.Offer([.. Enumerable.Range(1, 60).Select(value => SampleHome.Brightened(value))]);
        mayGoOn.Set();
        await inbox.WaitAsync(CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(30));
        Assert.True(inbox.TryTake(out var asked));
        Assert.IsType<HubInput.TakeSnapshot>(asked.Input);
        feed.Offer([SampleHome.Brightened(99)]);
        feed.Offer([new HubOutput.SnapshotTaken(SampleHome.Snapshot(isOn: true))]);
        await command.Ended.Task.WaitAsync(TimeSpan.FromSeconds(30));

        Assert.NotEqual(epoch, feed.Epoch);
        Assert.True(feed.Home.Devices["hall-lamp"].States[0].Value.AsBoolean);
        Assert.False(feed.Home.Devices["hall-lamp"].States[1].Value.HasValue);
        Assert.Equal("hub.outcome-unknown", command.Error?.Code);
        Assert.Equal(45, feed.OutputsLost);
        for (var seq = 1; seq <= 17; seq++)
        {
            Assert.Equal("delta", await NextAsync(frames));
            Assert.Equal(seq, frames.Current.Seq);
        }

        Assert.Equal("snap", await NextAsync(frames));
        Assert.Equal(feed.Epoch, frames.Current.Epoch);
        await over.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => held);
        await feed.StopAsync(CancellationToken.None);
    }

    [Fact]
    public async Task Offer_ClientDoesNotRead_IsCutAndOthersGoOn()
    {
        using var inbox = new HubInbox();
        using var feed = Make(inbox, new ApiOptions { ClientQueueCapacity = 16 }, out _);
        feed.Offer([new HubOutput.SnapshotTaken(SampleHome.Snapshot())]);
        await feed.StartAsync(CancellationToken.None);
        await feed.WaitReadyAsync(CancellationToken.None);
        Assert.True(feed.TryAdmit(out var slow));
        feed.Follow(slow, null, 0);

        feed.Offer([.. Enumerable.Range(1, 30).Select(value => SampleHome.Brightened(value))]);
        await slow.WhenCut.WaitAsync(TimeSpan.FromSeconds(30));
        await feed.WaitForAsync(home => home.Devices["hall-lamp"].States[1].Value.AsInteger == 30, CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(30));
        feed.Leave(slow);
        Assert.True(feed.TryAdmit(out var other));
        feed.Follow(other, feed.Epoch, 0);
        await using var frames = other.ReadAsync(CancellationToken.None).GetAsyncEnumerator();

        Assert.Equal("resume", await NextAsync(frames));
        for (var seq = 1; seq <= 30; seq++)
        {
            Assert.Equal("delta", await NextAsync(frames));
            Assert.Equal(seq, frames.Current.Seq);
        }

        Assert.Equal(1, feed.ClientsCut);
        await feed.StopAsync(CancellationToken.None);
    }

    [Fact]
    public void After_CommandSentAndEnded_IsPendingInBetween()
    {
        var home = HomeProjection.From(SampleHome.Snapshot());

        var sent = home.After(new HubOutput.Request(SampleHome.Command("c1")));
        var ended = sent.After(SampleHome.Ended("c1", CommandOutcome.TimedOut, "device.timeout"));

        Assert.Equal(50, Assert.Single(SnapshotWriter.Wanted(sent.Devices["hall-lamp"])!).Value.AsInteger);
        Assert.Null(SnapshotWriter.Wanted(ended.Devices["hall-lamp"]));
        Assert.False(sent.Devices["hall-lamp"].States[1].Value.HasValue);
    }

    [Fact]
    public void After_CommandThatWaits_IsPendingOnce()
    {
        var command = SampleHome.Command("c1");
        var home = HomeProjection.From(SampleHome.Snapshot()).After(new HubOutput.CommandWaits(command)).After(new HubOutput.Request(command));

        Assert.Single(home.Devices["hall-lamp"].Pending);
        Assert.Same(home, home.After(new HubOutput.Request(new DeviceRequest("c1", command.Device, command, command.Set, [], 2))));
    }

    [Fact]
    public void From_AvailabilityChanged_IsADeltaWithTheWordAndTheTime()
    {
        var liveness = new DeviceLiveness(DeviceAvailability.Silent, SampleHome.Start.AddMinutes(20), SampleHome.Start, new ReportInterval(TimeSpan.FromMinutes(10), IntervalSource.Default));
        var changed = new HubOutput.AvailabilityChanged(SampleHome.Lamp, liveness, SampleHome.Start.AddMinutes(20));

        var json = System.Text.Encoding.UTF8.GetString(LiveJson.Write(DeltaMessage.From(7, changed)));
        var home = HomeProjection.From(SampleHome.Snapshot()).After(changed);
        var snap = SnapshotWriter.Compose(home, "e", 7, SampleHome.Start, []).Devices[0];

        Assert.Contains("\"availability\":\"silent\"", json, StringComparison.Ordinal);
        Assert.DoesNotContain("\"online\"", json, StringComparison.Ordinal);
        Assert.Equal(("silent", SampleHome.Start, true), (snap.Availability, snap.Heard, snap.Online));
    }

    private static LiveFeed Make(HubInbox inbox, ApiOptions options, out CommandLedger ledger)
    {
        var wrapped = Options.Create(options);
        ledger = new CommandLedger(TimeProvider.System, wrapped);
        return new LiveFeed(inbox, ledger, new SnapshotWriter(TimeProvider.System, []), new RandomIdSource(), wrapped, NullLogger<LiveFeed>.Instance);
    }

    private static async Task<string> NextAsync(IAsyncEnumerator<LiveFrame> frames)
    {
        Assert.True(await frames.MoveNextAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(30)));
        return frames.Current.Type;
    }
}
