using IotHub.Contracts.Model;
using IotHub.Testing;
using Microsoft.Data.Sqlite;
using Xunit.Abstractions;

namespace IotHub.Storage.Tests.Rollups;

/// <summary>A file of a hub that knew no roll-ups.</summary>
public sealed class BacklogTests(ITestOutputHelper output) : IDisposable
{
    private static readonly TimeZoneInfo Berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");
    private static readonly DateTimeOffset Start = new(2026, 10, 20, 22, 0, 0, TimeSpan.Zero);
    private readonly StoreFixture _fixture = new();

    public void Dispose()
    {
        _fixture.Log.AssertNoErrors();
        _fixture.Dispose();
    }

    [Fact]
    public async Task SumUpOldAsync_FileOfAnEarlierHub_SaysWhatItWouldHaveSaid()
    {
        var random = SeededRandom.Create(output.WriteLine);
        var options = _fixture.Options with { TimeZone = Berlin };
        var life = new RollupLife(random, Start, TimeSpan.FromMinutes(1));
        await using (var store = await _fixture.OpenAsync(options))
        {
            for (var i = 0; i < 15; i++)
            {
                await store.WriteAsync(i % 5 == 4 ? [life.Restart(TimeSpan.FromHours(1)), .. life.Batch(20)] : life.Batch(1_000), CancellationToken.None);
            }
        }

        await MakeOldAsync();

        // The new hub starts on it, lives on while it sums up, and is stopped in between.
        await using (var store = await _fixture.OpenAsync(options))
        {
            await store.WriteAsync([life.Restart(TimeSpan.FromMinutes(10)), .. life.Batch(100)], CancellationToken.None);
            using var stop = new CancellationTokenSource();
            var steps = 0;
            store.BeforeStatement = (_, sql) =>
            {
                if (sql.StartsWith("COMMIT", StringComparison.Ordinal) && ++steps == 4)
                {
                    stop.Cancel();
                }
            };
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => store.SumUpOldAsync(PropertyOf, stop.Token));
            store.BeforeStatement = null;
            await store.WriteAsync(life.Batch(100), CancellationToken.None);
        }

        await using (var store = await _fixture.OpenAsync(options))
        {
            await store.SumUpOldAsync(PropertyOf, CancellationToken.None);
            await store.WriteAsync(life.Batch(100), CancellationToken.None);
        }

        Assert.InRange(RollupCheck.AssertSummedUp(options, Start, life.Now), 5_000, 1_000_000);
    }

    [Fact]
    public async Task QueryAsync_BeforeAllIsSummedUp_SaysFromWhenOnItIs()
    {
        var life = new RollupLife(new Random(1), Start, TimeSpan.FromMinutes(5), devices: 1);
        await using (var store = await _fixture.OpenAsync())
        {
            await store.WriteAsync(life.Batch(2_000), CancellationToken.None);
        }

        await MakeOldAsync();
        await using var again = await _fixture.OpenAsync();
        var signal = new Runtime.Storing.SignalAddress("meter-1", RollupHome.Temperature);

        var before = await RollupHome.QueryAllAsync(again, Start, life.Now, 8, life.Now, signal);
        await again.SumUpOldAsync(PropertyOf, CancellationToken.None);
        var after = await RollupHome.QueryAllAsync(again, Start, life.Now, 8, life.Now, signal);

        Assert.NotNull(before.CompleteFrom);
        Assert.Null(before.Signals[0]!.Mean[0]);
        Assert.Null(after.CompleteFrom);
        Assert.NotNull(after.Signals[0]!.Mean[0]);
    }

    [Fact]
    public async Task WriteAsync_CounterFellALittleBeforeTheUpdate_CountsOnlyWhatLiesAboveItsOldReading()
    {
        await using (var store = await _fixture.OpenAsync())
        {
            await store.WriteAsync([Count(10, 0), Count(9.5, 1)], CancellationToken.None);
        }

        await MakeOldAsync();
        await using var again = await _fixture.OpenAsync();
        await again.WriteAsync([Count(10.25, 2)], CancellationToken.None);
        await again.SumUpOldAsync(PropertyOf, CancellationToken.None);

        var use = await again.Signals.EnergyAsync(new Runtime.Storing.EnergyQuery([Start, Start.AddHours(1)], true, Start.AddHours(1)), CancellationToken.None);
        Assert.Equal(new long?[] { 250_000L }, Assert.Single(use.Devices).Parts.ToArray());

        static Runtime.HubOutput Count(double kilowattHours, int minute) => RollupHome.Changed(
            RollupHome.Meter, RollupHome.Energy, Contracts.Values.PropertyValue.FromNumber(kilowattHours), Start.AddMinutes(minute), minute + 1);
    }

    private static ContractProperty? PropertyOf(string device, string property) => RollupHome.Contract.TryGetProperty(property, out var found) ? found : null;

    private async Task MakeOldAsync()
    {
        await using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = _fixture.PathOf("history.db"), Pooling = false }.ToString());
        await connection.OpenAsync();
        var command = connection.CreateCommand();
        command.CommandText = "DELETE FROM series WHERE class = 4; " + RollupHome.WithoutRollups;
        await command.ExecuteNonQueryAsync();
    }
}
