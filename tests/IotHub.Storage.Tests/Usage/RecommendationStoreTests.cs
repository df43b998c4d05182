using System.Collections.Immutable;
using System.Text.Json.Nodes;
using IotHub.Insights.Attribution;
using IotHub.Insights.Catalogue;
using IotHub.Insights.Consent;
using IotHub.Insights.Recommendations;
using IotHub.Insights.UsageEvents;
using IotHub.Runtime;
using IotHub.Runtime.Storing;
using IotHub.Testing;
using Microsoft.Data.Sqlite;

namespace IotHub.Storage.Tests.Usage;

public sealed class RecommendationStoreTests : IDisposable
{
    private static readonly byte[] Document = File.ReadAllBytes(RepositoryRoot.Path("device-sim", "catalogue", "sample-catalogue.json"));
    private static readonly byte[] Signature = File.ReadAllBytes(RepositoryRoot.Path("device-sim", "catalogue", "sample-catalogue.json.sig.json"));
    private static readonly TrustedKey Key = new("sample-development", File.ReadAllText(RepositoryRoot.Path("device-sim", "catalogue", "sample-development-key.pub.pem")), OnlySamples: true);

    private readonly StoreFixture _fixture = new();
    private readonly CatalogueShelf _shelf = new([Key]);
    private readonly Chance _chance = new();

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public async Task KeepAsync_WithoutConsent_RemembersAndTellsNothing()
    {
        await using var home = await OpenAsync();
        var item = Shown(home)[0];

        Assert.True(await Desk(home).AnswerAsync(item.RecId, RecommendationAnswer.Dismissed, CancellationToken.None));

        Assert.Equal(item.Product.Id, Assert.Single(home.Store.Recommendations.Hidden).Product);
        Assert.DoesNotContain(await home.EntriesAsync(), entry => entry.Class == ConsentClass.Recommendation);
        Assert.Empty(home.Store.Ledger.Arms().Where(arm => arm.Shown > 0));
        Assert.Empty(await home.Store.LedgerEventsAsync(CancellationToken.None));
    }

    [Fact]
    public async Task WriteAsync_DeviceOfAFollowedProduct_GoesBackToIt()
    {
        await using var home = await OpenAsync();
        await home.GrantAsync(ConsentClass.Recommendation);
        await home.GrantAsync(ConsentClass.Product);
        var item = Shown(home).First(one => one.Product.Devices.Contains("light"));
        Assert.True(await Desk(home).AnswerAsync(item.RecId, RecommendationAnswer.Clicked, CancellationToken.None));

        await home.WriteAsync(new HubOutput.DeviceSaved(StoreFixture.Lamp));
        await home.WriteAsync(new HubOutput.DeviceSaved(StoreFixture.Lamp with { Name = "second", Did = "9" }));

        var names = (await home.ReadAsync(UsageHome.File)).Select(UsageHome.NameOf).ToList();
        Assert.Equal(["recommendation.shown", "recommendation.clicked", "device.bound", "recommendation.converted", "device.bound", "recommendation.unprompted"], names.Skip(2));
        var bound = UsageHome.Parse((await home.ReadAsync(UsageHome.File)).First(one => one.Type.Contains("device.bound", StringComparison.Ordinal)).Body)["data"]!;
        Assert.Equal("recommendation", bound["source"]!.GetValue<string>());
        Assert.Null(bound["recId"]);
        var arms = home.Store.Ledger.Arms().Single(arm => arm.Shown > 0);
        Assert.Equal((2, 1), (arms.Bound, arms.BoundByRecommendation));
        await CheckRebuiltAsync(home);
    }

    [Fact]
    public async Task WriteAsync_OnlyRecommendationsAreGranted_ProductsAreNotTold()
    {
        await using var home = await OpenAsync();
        await home.GrantAsync(ConsentClass.Recommendation);

        await home.WriteAsync(new HubOutput.DeviceSaved(StoreFixture.Lamp));

        Assert.Equal("recommendation.unprompted", string.Join(' ', (await home.ReadAsync(UsageHome.File)).Select(UsageHome.NameOf).Where(name => name != "consent.changed")));
    }

    [Fact]
    public async Task KeepAsync_AtEveryStatementThatFails_AllIsKeptOrNothing()
    {
        for (var n = 1; ; n++)
        {
            using var fixture = new StoreFixture();
            await using var home = await OpenAsync(fixture);
            await home.GrantAsync(ConsentClass.Recommendation);
            var desk = new RecommendationDesk(_shelf, home.Store, home.Store, _chance, fixture.Time);
            var item = desk.List(Profile, wantsPersonal: false)!.Items[0];
            var before = (await home.EntriesAsync()).Count;
            var left = n;
            home.Store.BeforeStatement = (_, sql) =>
            {
                if (--left == 0)
                {
                    throw new SqliteException("injected: " + sql, SQLitePCL.raw.SQLITE_IOERR);
                }
            };
            var error = await Record.ExceptionAsync(() => desk.ShownAsync([item.RecId], CancellationToken.None).AsTask());
            home.Store.BeforeStatement = null;
            if (error is null)
            {
                Assert.InRange(n, 5, 60);
                break;
            }

            Assert.IsType<StoreException>(error);
            Assert.Equal((before, 0, null), ((await home.EntriesAsync()).Count, home.Store.Recommendations.Shown.Length, home.Store.Ledger.FindShown(item.RecId)));

            // What failed is done again, once.
            Assert.True(await desk.ShownAsync([item.RecId], CancellationToken.None));
            Assert.True(await desk.ShownAsync([item.RecId], CancellationToken.None));
            Assert.Equal((before + 1, 1), ((await home.EntriesAsync()).Count, home.Store.Recommendations.Shown.Length));
            await CheckRebuiltAsync(home);
        }
    }

    [Fact]
    public async Task EraseAsync_Always_ForgetsWhatWasRecommendedAndKeepsTheArm()
    {
        await using var home = await OpenAsync();
        await home.GrantAsync(ConsentClass.Recommendation);
        var item = Shown(home)[0];
        Assert.True(await Desk(home).AnswerAsync(item.RecId, RecommendationAnswer.Dismissed, CancellationToken.None));
        var id = home.Store.HomeId;

        await home.Store.EraseAsync(_fixture.Time.GetUtcNow(), CancellationToken.None);

        Assert.Same(RecommendationMemory.Empty, home.Store.Recommendations);
        Assert.Null(home.Store.Ledger.FindShown(item.RecId));
        Assert.Empty(await home.Store.LedgerEventsAsync(CancellationToken.None));
        Assert.Equal(id, home.Store.HomeId);
    }

    [Fact]
    public async Task RecordFirstAsync_TwiceAndOverARestart_IsToldOnceUnderConsent()
    {
        var fact = new UsageFact(UsageSchemas.FeatureFirstUsed, new JsonObject { ["feature"] = "why", ["surface"] = "app" }, StoreFixture.Start);
        await using (var home = await OpenAsync())
        {
            Assert.False(await home.Store.RecordFirstAsync(fact, "why", CancellationToken.None));
            await home.GrantAsync(ConsentClass.Usage);
            Assert.True(await home.Store.RecordFirstAsync(fact, "why", CancellationToken.None));
        }

        await using var again = await OpenAsync();
        Assert.False(await again.Store.RecordFirstAsync(fact, "why", CancellationToken.None));
        Assert.Single(await again.EntriesAsync(), entry => entry.Type.Contains("first_used", StringComparison.Ordinal));
    }

    [Fact]
    public async Task CatalogueKeeper_Restart_TheKeptOneIsInForceAndNoOlderOneIsTaken()
    {
        await using (var home = await UsageHome.OpenAsync(_fixture))
        {
            await home.ObserveInsightsAsync(_shelf);
            Assert.Null(await new CatalogueKeeper(_shelf, home.Store).LoadAsync(CancellationToken.None));
            Assert.True((await new CatalogueKeeper(_shelf, home.Store).OfferAsync(new KeptCatalogue(Document, Signature), CancellationToken.None)).IsTaken);
            Assert.Equal(
                CatalogueRefusal.SignatureWrong,
                (await new CatalogueKeeper(_shelf, home.Store).OfferAsync(new KeptCatalogue(Document.Append((byte)'\n').ToArray(), Signature), CancellationToken.None)).Refusal);
        }

        await using var again = await UsageHome.OpenAsync(_fixture);
        var fresh = new CatalogueShelf([Key]);
        await again.ObserveInsightsAsync(fresh);
        Assert.True((await new CatalogueKeeper(fresh, again.Store).LoadAsync(CancellationToken.None))!.IsTaken);
        Assert.Equal(_shelf.Current!.Version, fresh.Current!.Version);
    }

    [Fact]
    public async Task Everything_InAnyOrderAndOverRestarts_TheLedgerIsThatOfItsEvents()
    {
        var random = new Random(20261122);
        var orders = new List<string>();
        var followed = new List<RecommendedItem>();
        var home = await OpenAsync();
        try
        {
            await home.GrantAsync(ConsentClass.Recommendation);
            var desk = Desk(home);
            for (var step = 0; step < 300; step++)
            {
                _fixture.Time.Advance(TimeSpan.FromMinutes(random.Next(1, 1_000)));
                var items = desk.List(Profile, random.Next(2) == 0)!.Items;
                switch (random.Next(8))
                {
                    case 0 when items.Length > 0:
                        Assert.True(await desk.ShownAsync([.. items.Select(item => item.RecId)], CancellationToken.None));
                        break;
                    case 1 or 2 when items.Length > 0:
                        var answered = items[random.Next(items.Length)];
                        var answer = random.Next(4) == 0 ? (RecommendationAnswer)random.Next(3) : RecommendationAnswer.Clicked;
                        Assert.True(await desk.AnswerAsync(answered.RecId, answer, CancellationToken.None));
                        if (answer == RecommendationAnswer.Clicked)
                        {
                            followed.Add(answered);
                        }

                        break;
                    case 3 or 4:
                        var item = followed.Count > 0 && random.Next(4) > 0 ? followed[^random.Next(1, Math.Min(3, followed.Count + 1))] : items.Length > 0 ? items[random.Next(items.Length)] : null;
                        var product = item?.Product ?? _shelf.Current!.Products[random.Next(_shelf.Current.Products.Length)];
                        orders.Add(Convert.ToHexStringLower(BitConverter.GetBytes(random.NextInt64())));
                        var order = new OrderPlaced(
                            AttributionFacts.AtSecond(_fixture.Time.GetUtcNow()), string.Empty, RecommendationArm.Treatment, orders[^1], product.Id, random.Next(1, 5), product.Price,
                            random.Next(2) == 0, random.Next(2) == 0 ? product.Price.Minor - random.Next(100) : null, random.Next(4) == 0 ? null : item?.RecId);
                        Assert.True(await KeepAsync(home, AttributionFacts.OfOrder(order), order));
                        break;
                    case 5 when orders.Count > 0:
                        var returned = new OrderReturned(
                            AttributionFacts.AtSecond(_fixture.Time.GetUtcNow()), string.Empty, RecommendationArm.Treatment, Convert.ToHexStringLower(BitConverter.GetBytes(random.NextInt64())),
                            orders[random.Next(orders.Count)], random.Next(1, 4));
                        Assert.True(await KeepAsync(home, AttributionFacts.OfReturn(returned), returned));
                        break;
                    case 6:
                        await home.WriteAsync(new HubOutput.DeviceSaved(StoreFixture.Lamp with { Name = $"lamp-{step}", Did = $"{step}" }));
                        break;
                    default:
                        await home.DisposeAsync();
                        home = await OpenAsync();
                        desk = Desk(home);
                        break;
                }
            }

            Assert.NotEmpty(home.Store.Ledger.Shares());
            await CheckRebuiltAsync(home);

            // From outside, as the command does it.
            var (grown, events) = StoredLedgerReader.Read(_fixture.Folder);
            Assert.True(LedgerRebuild.Compare(grown, Read(events)).IsEqual);
            Assert.False(LedgerRebuild.Compare(grown, Read(events).Skip(1).Where(one => one is not OrderPlaced)).IsEqual);
        }
        finally
        {
            await home.DisposeAsync();
        }
    }

    private static HomeProfile Profile => new()
    {
        Region = "DE",
        Transports = ["wifi", "ethernet"],
        Devices = [new HomeDevice("air", Type("air-monitor")), new HomeDevice("curtain", Type("curtain"))],
        KnownContracts = ["light", "curtain", "air-monitor", "air-purifier", "speaker", "television"],
    };

    private static Contracts.Model.Urn Type(string kind) =>
        new($"urn:miot-spec-v2:device:{kind}:0000A001:iothub-{kind}:1", "miot-spec-v2", "device", kind, "0000A001", $"iothub-{kind}", 1, "");

    private static IEnumerable<AttributionEvent> Read(IEnumerable<ReadOnlyMemory<byte>> events) =>
        events.Select(body => JsonNode.Parse(body.Span)!.AsObject()).Select(AttributionFacts.Read).OfType<AttributionEvent>();

    private static async Task CheckRebuiltAsync(UsageHome home)
    {
        var events = await home.Store.LedgerEventsAsync(CancellationToken.None);
        var comparison = LedgerRebuild.Compare(home.Store.Ledger, Read(events));
        Assert.True(comparison.IsEqual, string.Join("\n", comparison.Differences));
        Assert.NotEmpty(events);
    }

    private static ValueTask<bool> KeepAsync(UsageHome home, UsageFact fact, AttributionEvent happened) => home.Store.KeepAsync(memory => memory, [(fact, happened)], CancellationToken.None);

    private RecommendationDesk Desk(UsageHome home) => _desk ??= new RecommendationDesk(_shelf, home.Store, home.Store, _chance, _fixture.Time);

    private RecommendationDesk? _desk;

    private ImmutableArray<RecommendedItem> Shown(UsageHome home) => Desk(home).List(Profile, wantsPersonal: false)!.Items;

    private async Task<UsageHome> OpenAsync(StoreFixture? fixture = null)
    {
        _desk = null;
        var home = await UsageHome.OpenAsync(fixture ?? _fixture);
        await home.ObserveInsightsAsync(_shelf);
        var keeper = new CatalogueKeeper(_shelf, home.Store);
        await keeper.LoadAsync(CancellationToken.None);
        Assert.True((await keeper.OfferAsync(new KeptCatalogue(Document, Signature), CancellationToken.None)).IsTaken);
        return home;
    }

    private sealed class Chance : IRecommendationChance
    {
        private readonly Random _random = new(5);

        public Guid NextId(DateTimeOffset at)
        {
            var bytes = new byte[16];
            _random.NextBytes(bytes);
            return new Guid(bytes);
        }

        public double Next() => _random.NextDouble();
    }
}
