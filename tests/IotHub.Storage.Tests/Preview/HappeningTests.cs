using IotHub.Automation.Preview;
using IotHub.Contracts.Values;
using IotHub.Devices.Availability;
using IotHub.Runtime;
using IotHub.Runtime.Storing;
using Microsoft.Data.Sqlite;

namespace IotHub.Storage.Tests.Preview;

/// <summary>What automations were told beside values: kept to a bound, and never more said of it than is there.</summary>
public sealed class HappeningTests : IDisposable
{
    private readonly StoreFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public async Task WriteAsync_MoreHappeningsThanAreKept_OldestGoAndSinceWhenAllAreThereIsKnown()
    {
        await using var store = await _fixture.OpenAsync(_fixture.Options with { HappeningsMax = 100, MessagesMax = 100 });
        await store.WriteAsync([.. Enumerable.Range(0, 2_000).Select(second => Recorded(Came("hall-lamp", second)))], CancellationToken.None);

        using var span = Span(store);
        var left = span.Read(CancellationToken.None).ToList();

        Assert.InRange(left.Count, 100, 100 + 512);
        Assert.Equal(StoreFixture.Start.AddSeconds(1_999), left[^1].At);
        Assert.InRange(span.Beginning.HappeningsKnownFrom!.Value, left[0].At.AddSeconds(-1), left[0].At);
    }

    [Fact]
    public async Task WriteAsync_AChattyTopic_PushesOutNothingOfTheHome()
    {
        await using var store = await _fixture.OpenAsync(_fixture.Options with { HappeningsMax = 100, MessagesMax = 100 });
        await store.WriteAsync([Recorded(Came("hall-lamp", 0))], CancellationToken.None);
        await store.WriteAsync(
            [.. Enumerable.Range(1, 2_000).Select(second => Recorded(new RecordedHappening.Message(StoreFixture.Start.AddSeconds(second), second, "garden/bed", "17", false)))], CancellationToken.None);

        using var span = Span(store);

        Assert.IsType<RecordedHappening.AvailabilityNews>(span.Read(CancellationToken.None).First());
        Assert.Equal(StoreFixture.Start, span.Beginning.HappeningsKnownFrom);
        Assert.True(span.Beginning.MessagesKnownFrom > StoreFixture.Start.AddMinutes(20));
    }

    [Fact]
    public async Task EraseAsync_Device_TakesItsHappeningsWithIt()
    {
        await using var store = await _fixture.OpenAsync();
        await store.WriteAsync([Recorded(Came("hall-lamp", 1)), Recorded(Came("speaker", 2))], CancellationToken.None);

        await store.EraseAsync("hall-lamp", CancellationToken.None);

        using var span = Span(store);
        Assert.Equal("speaker", Assert.IsType<RecordedHappening.AvailabilityNews>(Assert.Single(span.Read(CancellationToken.None))).Device);
    }

    [Fact]
    public async Task WriteAsync_SnapshotAfterALoss_IsWholeOnlyFromThere()
    {
        await using var store = await _fixture.OpenAsync();
        await store.WriteAsync([Recorded(Came("hall-lamp", 1))], CancellationToken.None);
        var at = StoreFixture.Start.AddHours(1);

        await store.WriteAsync(new HubSnapshot(at, [], [], [], [], StoreFixture.NoCounters, 10), CancellationToken.None);

        using var span = Span(store);
        Assert.Equal((at, at), (span.Beginning.HappeningsKnownFrom, span.Beginning.MessagesKnownFrom));
    }

    [Fact]
    public async Task OpenAsync_HistoryOfAnEarlierHub_IsBroughtForwardWithItsValues()
    {
        await using (var store = await _fixture.OpenAsync())
        {
            await store.WriteAsync([StoreFixture.Changed("light.on", PropertyValue.FromBoolean(true), StoreFixture.Start, 5)], CancellationToken.None);
        }

        await using (var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = _fixture.PathOf("history.db"), Pooling = false }.ToString()))
        {
            await connection.OpenAsync();
            var command = connection.CreateCommand();
            command.CommandText = Rollups.RollupHome.WithoutRollups + "DROP TABLE happening; DROP TABLE happening_limit; ALTER TABLE history DROP COLUMN place; PRAGMA user_version = 2";
            await command.ExecuteNonQueryAsync();
        }

        await using var again = await _fixture.OpenAsync();
        Assert.Empty(again.SetAside);
        using var span = Span(again);
        var change = Assert.IsType<RecordedHappening.Change>(Assert.Single(span.Read(CancellationToken.None)));
        Assert.Equal(("hall-lamp", "light.on", 5L, 0), (change.Device, change.Property, change.CauseId, change.Place));
        Assert.Null(span.Beginning.HappeningsKnownFrom);
    }

    private static HubOutput.Recorded Recorded(RecordedHappening happening) => new(happening);

    private static RecordedHappening.AvailabilityNews Came(string device, int second) => new(StoreFixture.Start.AddSeconds(second), second, device, DeviceAvailability.Online);

    private static IRecordedSpan Span(HubStore store) => store.Recording.Open("a", StoreFixture.Start.AddHours(-1), StoreFixture.Start.AddDays(1));
}
