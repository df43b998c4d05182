using System.Text.Json.Nodes;
using IotHub.Insights.Consent;
using IotHub.Insights.UsageEvents;

namespace IotHub.Storage.Tests.Usage;

public sealed class OutboxTests : IDisposable
{
    private readonly StoreFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public async Task ReadAsync_OneUplinkIsDead_TheOtherGoesOn()
    {
        await using var home = await UsageHome.OpenAsync(_fixture);
        await home.GrantAsync(ConsentClass.Feedback);
        await VoteAsync(home, 10);
        var first = await home.ReadAsync(UsageHome.File, 5);
        await home.Store.AcceptAsync(UsageHome.File, first[^1].Sequence, CancellationToken.None);
        var second = await home.ReadAsync(UsageHome.File);

        await home.Store.SetAsideAsync(UsageHome.File, second[0], "too odd", CancellationToken.None);

        Assert.Equal(5, (await home.ReadAsync(UsageHome.File)).Count);
        Assert.Equal(11, (await home.ReadAsync(UsageHome.Cloud)).Count);
        var entries = await home.EntriesAsync();
        Assert.Equal(UsageHome.File, Assert.Single(entries[0].SentTo));
        Assert.Equal(UsageHome.File, Assert.Single(entries[5].RefusedBy));
        Assert.Empty(entries[5].SentTo);
    }

    [Fact]
    public async Task WhenRecordedAsync_UplinkTakesAndRefuses_WaitsForWhatIsNew()
    {
        await using var home = await UsageHome.OpenAsync(_fixture);
        await home.GrantAsync(ConsentClass.Feedback);
        await VoteAsync(home, 2);
        var batch = await home.ReadAsync(UsageHome.File);
        var recorded = home.Store.WhenRecordedAsync(CancellationToken.None);

        await home.Store.AcceptAsync(UsageHome.File, batch[0].Sequence, CancellationToken.None);
        await home.Store.SetAsideAsync(UsageHome.File, batch[1], "too odd", CancellationToken.None);
        await home.Store.RegisterAsync([UsageHome.File], CancellationToken.None);
        Assert.False(recorded.IsCompleted);

        await VoteAsync(home, 1);
        await recorded;
    }

    [Fact]
    public async Task ReadAsync_BytesBound_HoldsAndTheBodyIsWhatTheOwnerSees()
    {
        await using var home = await UsageHome.OpenAsync(_fixture);
        await home.GrantAsync(ConsentClass.Feedback);
        await VoteAsync(home, 200);

        var batch = await home.Store.ReadAsync(UsageHome.File, 10_000, 500, CancellationToken.None);

        Assert.InRange(batch.Sum(one => one.Body.Length), 5_000, 10_000);
        var entries = await home.EntriesAsync();
        Assert.All(batch.Zip(entries), pair => Assert.Equal(pair.First.Body.ToArray(), pair.Second.Body.ToArray()));
        Assert.Single(await home.Store.ReadAsync(UsageHome.File, 10, 500, CancellationToken.None));
    }

    [Fact]
    public async Task Add_BeyondItsBytes_UseMakesRoomFirstAndTheLossIsCountedToTheLast()
    {
        await using var home = await UsageHome.OpenAsync(_fixture, _fixture.Options with { OutboxBytesMax = 1 << 20 });
        await home.GrantAsync(ConsentClass.Usage);
        await home.GrantAsync(ConsentClass.Feedback);
        for (var i = 0; i < 1_000; i++)
        {
            var data = new JsonObject { ["feature"] = $"part-{i}", ["surface"] = "app" };
            Assert.True(await home.Store.RecordAsync(new UsageFact(UsageSchemas.FeatureFirstUsed, data, StoreFixture.Start), CancellationToken.None));
        }

        await VoteAsync(home, 1_500);

        var ledger = await home.Store.LedgerAsync(CancellationToken.None);
        Assert.True(ledger.Where(tally => tally.Fate == UsageFate.Kept).Sum(tally => tally.Bytes) <= 1 << 20);
        Assert.Equal(1_000, Assert.Single(ledger, tally => tally is { Class: ConsentClass.Usage, Fate: UsageFate.Evicted }).Count);
        Assert.Equal(2, Assert.Single(ledger, tally => tally.Class == ConsentClass.Essential).Count);
        await home.CheckLedgerAsync(2_502);

        var lost = ledger.Where(tally => tally.Fate == UsageFate.Evicted).Sum(tally => tally.Count);
        await home.Store.CloseDaysAsync(StoreFixture.Start.AddHours(1), CancellationToken.None);
        var told = UsageHome.Parse((await home.EntriesAsync())[^1].Body);
        Assert.Equal(("com.mihub.hub.events_dropped.v1", lost), (told["type"]!.GetValue<string>(), told["data"]!["count"]!.GetValue<long>()));
    }

    [Fact]
    public async Task Everything_InAnyOrder_TheLedgerStaysExact()
    {
        await using var home = await UsageHome.OpenAsync(_fixture, _fixture.Options with { OutboxBytesMax = 1 << 20 });
        var random = new Random(5);
        for (var i = 0; i < 400; i++)
        {
            switch (random.Next(8))
            {
                case 0:
                    await home.GrantAsync(random.Next(2) == 0 ? ConsentClass.Feedback : ConsentClass.Product, random.Next(3) > 0);
                    break;
                case 1:
                    var uplink = random.Next(2) == 0 ? UsageHome.File : UsageHome.Cloud;
                    if (await home.ReadAsync(uplink, random.Next(1, 300)) is [.., var last])
                    {
                        await home.Store.AcceptAsync(uplink, last.Sequence, CancellationToken.None);
                    }

                    break;
                case 2 when random.Next(20) == 0:
                    await home.Store.EraseAsync(_fixture.Time.GetUtcNow(), CancellationToken.None);
                    break;
                case 3:
                    _fixture.Time.Advance(TimeSpan.FromHours(random.Next(200)));
                    await home.Store.CloseDaysAsync(_fixture.Time.GetUtcNow(), CancellationToken.None);
                    break;
                default:
                    await VoteAsync(home, random.Next(60));
                    break;
            }

            if (i % 20 == 0)
            {
                await home.CheckLedgerAsync();
            }
        }

        await home.CheckLedgerAsync();
    }

    [Fact]
    public async Task ReadAsync_SevenDaysAway_EverythingComesOnceInOrder()
    {
        await using var home = await UsageHome.OpenAsync(_fixture);
        await home.GrantAsync(ConsentClass.Feedback);
        for (var day = 0; day < 7; day++)
        {
            await VoteAsync(home, 300);
            _fixture.Time.Advance(TimeSpan.FromDays(1));
            await home.Store.CloseDaysAsync(_fixture.Time.GetUtcNow(), CancellationToken.None);
        }

        var sequences = new List<long>();
        while (await home.Store.ReadAsync(UsageHome.Cloud, 60 * 1024, 500, CancellationToken.None) is [_, ..] batch)
        {
            sequences.AddRange(batch.Select(one => UsageHome.Parse(one.Body)["sequence"]!.GetValue<string>()).Select(text => long.Parse(text, System.Globalization.CultureInfo.InvariantCulture)));
            await home.Store.AcceptAsync(UsageHome.Cloud, batch[^1].Sequence, CancellationToken.None);
        }

        Assert.Equal(Enumerable.Range(1, 2_101).Select(number => (long)number), sequences);
    }

    private static async Task VoteAsync(UsageHome home, int count)
    {
        for (var i = 0; i < count; i++)
        {
            var data = new JsonObject { ["feedbackId"] = "0192f0c1-2b3c-7def-8123-456789abcdef", ["vote"] = "up" };
            await home.Store.RecordAsync(new UsageFact(UsageSchemas.IdeaVoted, data, StoreFixture.Start), CancellationToken.None);
        }
    }
}
