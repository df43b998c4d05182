using IotHub.Insights.Consent;
using IotHub.Insights.UsageEvents;
using IotHub.Runtime;
using IotHub.Runtime.Storing;
using IotHub.Storage.Usage;
using Microsoft.Data.Sqlite;

namespace IotHub.Storage.Tests.Usage;

/// <summary>What may not be sent any more is deleted in steps: others write in between, and a crash in the middle lets nothing out.</summary>
public sealed class PurgeTests : IDisposable
{
    private const int Many = (2 * OutboxTable.RowsPerStep) + 500;
    private readonly StoreFixture _fixture = new();

    public static TheoryData<bool> WithdrawnOrErased => new(true, false);

    public void Dispose() => _fixture.Dispose();

    [Theory]
    [MemberData(nameof(WithdrawnOrErased))]
    public async Task Purge_ManyEvents_OthersWriteBetweenItsStepsAndItAnswersWhenAllAreGone(bool isWithdrawn)
    {
        await using var home = await FillAsync();
        var statements = new List<string>();
        Task<bool>? other = null;
        var isBegun = false;
        home.Store.BeforeStatement = (_, sql) =>
        {
            isBegun |= IsBegin(sql);
            if (isBegun && IsStep(sql))
            {
                statements.Add("delete");
                other ??= home.Store.RecordAsync(Started(), CancellationToken.None).AsTask();
            }
            else if (sql.StartsWith("INSERT INTO outbox (", StringComparison.Ordinal) && other is not null)
            {
                statements.Add("insert");
            }
        };

        var gone = await PurgeAsync(home, isWithdrawn);
        home.Store.BeforeStatement = null;

        Assert.True(await other!);
        Assert.True(statements.IndexOf("insert") < statements.LastIndexOf("delete"), string.Join(' ', statements));
        Assert.Equal(isWithdrawn ? Many : Many + 1, gone);
        Assert.DoesNotContain(await home.EntriesAsync(), entry => entry.Class == ConsentClass.Product);
        await home.CheckLedgerAsync();
    }

    [Theory]
    [MemberData(nameof(WithdrawnOrErased))]
    public async Task Purge_CutShort_LetsNothingOutEvenWhenGrantedAgain(bool isWithdrawn)
    {
        await using (var home = await FillAsync())
        {
            var (isBegun, steps) = (false, 0);
            home.Store.BeforeStatement = (_, sql) =>
            {
                isBegun |= IsBegin(sql);
                if (isBegun && IsStep(sql) && ++steps > 2)
                {
                    throw new SqliteException("disk I/O error", SQLitePCL.raw.SQLITE_IOERR);
                }
            };
            await Assert.ThrowsAsync<StoreException>(() => PurgeAsync(home, isWithdrawn).AsTask());
            home.Store.BeforeStatement = null;
            Assert.DoesNotContain(await home.ReadAsync(UsageHome.File), one => UsageHome.NameOf(one).StartsWith("device", StringComparison.Ordinal));
        }

        _fixture.Time.Advance(TimeSpan.FromSeconds(1));
        await using var again = await UsageHome.OpenAsync(_fixture);
        Assert.DoesNotContain(await again.ReadAsync(UsageHome.File), one => UsageHome.NameOf(one).StartsWith("device", StringComparison.Ordinal));
        await again.GrantAsync(ConsentClass.Product);

        Assert.DoesNotContain(await again.ReadAsync(UsageHome.File), one => UsageHome.NameOf(one).StartsWith("device", StringComparison.Ordinal));
        var fate = isWithdrawn ? UsageFate.Withdrawn : UsageFate.Erased;
        Assert.Equal(Many, Assert.Single(await again.Store.LedgerAsync(CancellationToken.None), tally => tally.Class == ConsentClass.Product && tally.Fate == fate).Count);
        await again.CheckLedgerAsync();
    }

    // What is done at once: the receipt, or the mark up to where all is erased.
    private static bool IsBegin(string sql) =>
        sql.StartsWith("INSERT INTO consent_receipt", StringComparison.Ordinal) || sql.Contains("'usage_erased_up_to', @to", StringComparison.Ordinal);

    private static bool IsStep(string sql) => sql.StartsWith("DELETE FROM outbox WHERE", StringComparison.Ordinal);

    private static UsageFact Started() =>
        new(UsageSchemas.HubStarted, new System.Text.Json.Nodes.JsonObject { ["firmware"] = "1.0", ["afterBreak"] = "unknown" }, StoreFixture.Start);

    private ValueTask<long> PurgeAsync(UsageHome home, bool isWithdrawn) =>
        isWithdrawn ? home.GrantAsync(ConsentClass.Product, false) : home.Store.EraseAsync(_fixture.Time.GetUtcNow(), CancellationToken.None);

    private async Task<UsageHome> FillAsync()
    {
        var home = await UsageHome.OpenAsync(_fixture);
        await home.GrantAsync(ConsentClass.Product);
        await home.WriteAsync([.. Enumerable.Repeat(new HubOutput.DeviceSaved(StoreFixture.Lamp), Many)]);
        return home;
    }
}
