using IotHub.Contracts.Values;
using IotHub.Runtime;
using IotHub.Runtime.Storing;
using IotHub.Storage.Feed;
using static IotHub.Storage.Tests.StoreFixture;

namespace IotHub.Storage.Tests;

public sealed class StorageFeedTests : IDisposable
{
    private readonly StoreFixture _fixture = new();

    [Fact]
    public async Task StopAsync_MuchWaits_KeepsAllThatWasOffered()
    {
        await using var store = await _fixture.OpenAsync();
        var feed = Make(store, new StorageFeedOptions());
        var reused = new List<HubOutput>();
        for (var i = 1; i <= 3_000; i++)
        {
            reused.Clear();
            reused.Add(Number(i));
            feed.Offer(reused);
        }

        var run = feed.RunAsync(CancellationToken.None);
        await feed.StopAsync(CancellationToken.None);
        await run;

        Assert.Equal((0, 3_000, 0), (feed.Counters.Queued, feed.Counters.Written, feed.Counters.Dropped));
        var points = await store.History.QueryAsync("hall-lamp", "light.energy", Start, Start.AddDays(1), 10_000, CancellationToken.None);
        Assert.Equal(Enumerable.Range(1, 3_000).Select(i => (long)i), points.Select(point => point.CauseId));
        _fixture.Log.AssertNoErrors();
    }

    [Fact]
    public async Task Offer_QueueFull_CountsAndLaterKeepsASnapshot()
    {
        var store = new FakeStore();
        var asked = new TaskCompletionSource();
        var feed = Make(store, new StorageFeedOptions { Capacity = 4, BatchMax = 4 }, () => asked.TrySetResult());
        feed.Offer([.. Enumerable.Range(1, 6).Select(Number)]);
        Assert.Equal((4, 2, true), (feed.Counters.Queued, feed.Counters.Dropped, feed.Counters.IsLost));

        var run = feed.RunAsync(CancellationToken.None);
        await asked.Task;
        var snapshot = new HubSnapshot(Start, [], [], [], [], NoCounters, 7);
        feed.Offer([new HubOutput.SnapshotTaken(snapshot)]);
        await feed.StopAsync(CancellationToken.None);
        await run;

        Assert.Same(snapshot, Assert.Single(store.Snapshots));
        Assert.Equal((0, 4, 2, 1, false), (feed.Counters.Queued, feed.Counters.Written, feed.Counters.Dropped, feed.Counters.SnapshotsWritten, feed.Counters.IsLost));
        _fixture.Log.AssertNoErrors(6020);
    }

    [Fact]
    public async Task Offer_NothingLost_TakesNoSnapshotNorWhatIsNotKept()
    {
        var feed = Make(new FakeStore(), new StorageFeedOptions());

        feed.Offer([new HubOutput.SnapshotTaken(new HubSnapshot(Start, [], [], [], [], NoCounters, 7)), new HubOutput.OnlineChanged(Lamp, true, Start)]);

        Assert.Equal(0, feed.Counters.Queued);
        var run = feed.RunAsync(new CancellationToken(canceled: true));
        await run;
        Assert.Equal(0, feed.Counters.Written);
    }

    [Fact]
    public async Task RunAsync_FewOutputs_WritesThemTogetherWhenTheWindowIsOver()
    {
        var store = new FakeStore();
        var feed = Make(store, new StorageFeedOptions());

        // Both are there before it looks: else it may find the window over while the second is still on its way.
        feed.Offer([Number(1), Number(2)]);
        var run = feed.RunAsync(CancellationToken.None);
        await _fixture.Time.WaitForTimerAsync();
        feed.Offer([Number(3)]);
        _fixture.Time.Advance(TimeSpan.FromMilliseconds(250));

        var first = await store.NextWriteAsync();
        await feed.StopAsync(CancellationToken.None);
        await run;
        Assert.InRange(first, 2, 3);
        Assert.Equal(3, feed.Counters.Written);
    }

    [Fact]
    public async Task RunAsync_StoreFailsTwice_WaitsLongerEachTimeAndLosesNothing()
    {
        var store = new FakeStore { FailuresLeft = 2 };
        var feed = Make(store, new StorageFeedOptions { BatchMax = 1 });
        feed.Offer([Number(1)]);
        var run = feed.RunAsync(CancellationToken.None);

        await _fixture.Time.WaitForTimerAsync();
        var second = _fixture.Time.NextTimerAsync();
        _fixture.Time.Advance(TimeSpan.FromSeconds(1));
        await second;
        _fixture.Time.Advance(TimeSpan.FromSeconds(2));

        Assert.Equal(1, await store.NextWriteAsync());
        await feed.StopAsync(CancellationToken.None);
        await run;
        Assert.Equal((1, 0, 2), (feed.Counters.Written, feed.Counters.Dropped, feed.Counters.FailedWrites));
        _fixture.Log.AssertNoErrors();
    }

    [Fact]
    public async Task StopAsync_StoreKeepsFailing_EndsAndCountsTheLoss()
    {
        var feed = Make(new FakeStore { FailuresLeft = int.MaxValue }, new StorageFeedOptions { DrainTimeout = TimeSpan.Zero });
        feed.Offer([Number(1), Number(2)]);

        var run = feed.RunAsync(CancellationToken.None);
        await feed.StopAsync(CancellationToken.None);
        await run;

        Assert.Equal((0, 0, 2), (feed.Counters.Queued, feed.Counters.Written, feed.Counters.Dropped));
        Assert.Equal(6024, Assert.Single(_fixture.Log.Entries, entry => entry.Level == Microsoft.Extensions.Logging.LogLevel.Error).EventId.Id);
    }

    public void Dispose() => _fixture.Dispose();

    private static HubOutput Number(int i) => Changed("light.energy", PropertyValue.FromInteger(i), Start.AddSeconds(i), i);

    private StorageFeed Make(IHubStore store, StorageFeedOptions options, Func<bool>? requestSnapshot = null) =>
        new(store, requestSnapshot ?? (() => true), options, _fixture.Time, _fixture.Log.CreateLogger<StorageFeed>());
}
