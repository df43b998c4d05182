using IotHub.Contracts.Values;
using IotHub.Runtime;
using IotHub.Runtime.Storing;

namespace IotHub.Storage.Tests.Rollups;

/// <summary>What goes first when bytes run out.</summary>
public sealed class BudgetTests : IDisposable
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private readonly StoreFixture _fixture = new();

    public void Dispose()
    {
        _fixture.Log.AssertNoErrors();
        _fixture.Dispose();
    }

    [Fact]
    public async Task WriteAsync_BeyondTheByteBudget_ValuesGoBeforeMinutesBeforeHoursAndDaysStay()
    {
        var options = _fixture.Options with { HistoryBytesMax = StorageOptions.HistoryBytesFloor, RawDays = 3 };
        await using var store = await _fixture.OpenAsync(options);
        var cause = 0L;
        var at = Start;
        for (var day = 0; day < 90; day++)
        {
            // Each value for more than a minute: minutes take as many rows as values.
            var changes = new List<HubOutput>();
            for (var minute = 0; minute < 1_440; minute += 2, at = at.AddMinutes(2))
            {
                for (var device = 0; device < 8; device++)
                {
                    changes.Add(RollupHome.Changed(
                        RollupHome.Meter with { Name = $"meter-{device}" }, RollupHome.Temperature, PropertyValue.FromNumber((++cause * 7919 % 1000) / 10.0), at, cause));
                }
            }

            foreach (var batch in changes.Chunk(500))
            {
                await store.WriteAsync(batch, CancellationToken.None);
                Assert.True(new FileInfo(_fixture.PathOf("history.db")).Length <= options.HistoryBytesMax, $"the cap after day {day}");
            }
        }

        var raw = await AskAsync(1.0 / 24, 1_000);
        var minutes = await AskAsync(0.2, 100);
        var hours = await AskAsync(5, 100);
        var days = await AskAsync(20, 8);
        Assert.Equal(HistoryResolution.Raw, await ResolutionAsync(at.AddHours(-1), at, 1_000));
        Assert.NotEqual(HistoryResolution.Raw, await ResolutionAsync(Start.AddDays(1), Start.AddDays(1).AddHours(1), 1_000));
        Assert.True(raw.CompleteFrom > Start && raw.CompleteFrom <= at.AddDays(-3), $"values from {raw.CompleteFrom}");
        Assert.True(minutes.CompleteFrom > Start && minutes.CompleteFrom <= raw.CompleteFrom, "minutes outlive values");
        Assert.Null(hours.CompleteFrom);
        Assert.Null(days.CompleteFrom);
        var all = await RollupHome.QueryAsync(store, RollupHome.Temperature, Start, at, 90, at, "meter-1");
        Assert.All(all.KnownSeconds, known => Assert.Equal(86_400, known, 120.0));

        async Task<SignalHistory> AskAsync(double lastDays, int points) =>
            await RollupHome.QueryAllAsync(store, at.AddDays(-lastDays), at, points, at, new SignalAddress("meter-1", RollupHome.Temperature));

        async Task<HistoryResolution> ResolutionAsync(DateTimeOffset from, DateTimeOffset to, int points) =>
            (await RollupHome.QueryAllAsync(store, from, to, points, at, new SignalAddress("meter-1", RollupHome.Temperature))).Resolution;
    }
}
