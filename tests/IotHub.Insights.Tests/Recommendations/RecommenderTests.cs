using System.Text.Json.Nodes;
using IotHub.Automation.Sentences;
using IotHub.Insights.Catalogue;
using IotHub.Insights.Recommendations;
using IotHub.Insights.Tests.Catalogue;
using IotHub.Testing;

namespace IotHub.Insights.Tests.Recommendations;

public sealed class RecommenderTests
{
    private static readonly ProductCatalogue Small = SampleFiles.Parse(SmallCatalogue.Bytes);

    [Fact]
    public void Recommend_OwnedLamp_RanksByItsRow()
    {
        var items = new Recommender(Small).Recommend(TestHome.Ask(TestHome.Owning("light")));

        Assert.Equal(["birch-curtain", "acorn-air", "acorn-lock"], items.Select(item => item.Product.Id));
        Assert.Equal([(1, 1), (2, 2), (3, 3)], items.Select(item => (item.Slot, item.Rank)));
        Assert.Equal([0.5, 0.4, 0.1], items.Select(item => Math.Round(item.Score, 9)));
        Assert.All(items, item => Assert.Equal(("m1", RecommendationArm.Treatment, 1.0), (item.Policy, item.Arm, item.Propensity)));
        Assert.Equal(3, items.Select(item => item.RecId).Distinct().Count());
    }

    [Fact]
    public void Recommend_TwoOwned_AddsTheirRowsAndNamesTheStronger()
    {
        var items = new Recommender(Small).Recommend(TestHome.Ask(TestHome.Owning("light", "air-monitor")));

        // Curtain: 50 by the lamp, 100 by the monitor.
        Assert.Equal("birch-curtain", items[0].Product.Id);
        Assert.Equal(1.5, items[0].Score, 9);
        Assert.Equal((RecommendationReasonKind.GoesWith, "air"), (items[0].Reason.Kind, items[0].Reason.Subject));
        Assert.Equal("Goes with your air monitor.", items[0].Reason.In(SentenceLanguage.English));
        Assert.Equal("与家中的检测仪搭配。", items[0].Reason.In(SentenceLanguage.Chinese));
        Assert.DoesNotContain(items, item => item.Product.Category is "lamp" or "air");
    }

    [Fact]
    public void Recommend_SceneThatLacksOnlyThis_SaysSo()
    {
        var home = TestHome.Owning("light") with { Scenes = [new HomeScene("night", "Good night", [["curtain"]], NamesUnknown: false)] };

        var reason = new Recommender(Small).Recommend(TestHome.Ask(home))[0].Reason;

        Assert.Equal("Completes “Good night”, which lacks a curtain motor.", reason.In(SentenceLanguage.English));
        Assert.Equal("补全“Good night”：它还缺窗帘电机。", reason.In(SentenceLanguage.Chinese));
    }

    [Theory]
    [InlineData(true, "curtain", "")]
    [InlineData(false, "curtain", "lock")]
    public void Recommend_SceneThatLacksMoreOrNamesUnknownDevices_IsNotSaidToBeCompleted(bool namesUnknown, string first, string second)
    {
        var lacks = new[] { first, second }.Where(kind => kind.Length > 0).Select(kind => System.Collections.Immutable.ImmutableArray.Create(kind));
        var home = TestHome.Owning("light") with { Scenes = [new HomeScene("night", "Good night", [.. lacks], namesUnknown)] };

        Assert.All(new Recommender(Small).Recommend(TestHome.Ask(home)), item => Assert.Equal(RecommendationReasonKind.GoesWith, item.Reason.Kind));
    }

    public static TheoryData<string, Action<JsonObject>> Unfit => new()
    {
        { "no stock", product => product["stock"] = 0 },
        { "other region", product => product["regions"] = new JsonArray("FR") },
        { "other transport", product => product["transports"] = new JsonArray("carrier-pigeon") },
        { "transport not stated", product => product["transports"] = new JsonArray() },
        { "contract not published", product => product["devices"] = new JsonArray() },
        { "contract not known", product => product["devices"] = new JsonArray("flying-carpet") },
        { "companion missing", product => product["requires"] = new JsonArray("air") },
        { "too dear", product => product["price"]!["minor"] = 20_001 },
        { "too cheap", product => product["price"]!["minor"] = 999 },
        { "other currency", product => { product["price"]!["currency"] = "CNY"; product["shareRule"] = null; product.Remove("shareRule"); } },
    };

    [Theory]
    [MemberData(nameof(Unfit))]
    public void Recommend_ProductThatDoesNotFit_IsLeftOutOfBothLists(string why, Action<JsonObject> change)
    {
        var catalogue = SmallCatalogue.ParsedWith(root => change(root["products"]!.AsArray()[1]!.AsObject()));
        var home = TestHome.Owning("light") with { PriceMin = new Money(1_000, "EUR"), PriceMax = new Money(20_000, "EUR") };

        Assert.True(!new Recommender(catalogue).Recommend(TestHome.Ask(home)).Any(item => item.Product.Id == "birch-curtain"), why);
        Assert.DoesNotContain(new Recommender(catalogue).Popular(TestHome.Ask(home)), item => item.Product.Id == "birch-curtain");
        Assert.Contains(new Recommender(Small).Recommend(TestHome.Ask(home)), item => item.Product.Id == "birch-curtain");
    }

    [Fact]
    public void Recommend_Dismissed_HidesProductAndCategoryForNinetyDays()
    {
        var recommender = new Recommender(Small);
        var memory = RecommendationMemory.Empty.WithDismissed(Product("birch-curtain"), Small.Showing, TestHome.Now);

        Assert.DoesNotContain(Shown(recommender, memory, TestHome.Now), id => id == "birch-curtain");
        Assert.DoesNotContain(Shown(recommender, memory, TestHome.Now.AddDays(90).AddTicks(-1)), id => id == "birch-curtain");
        Assert.Contains(Shown(recommender, memory, TestHome.Now.AddDays(90)), id => id == "birch-curtain");
        Assert.DoesNotContain(recommender.Popular(TestHome.Ask(TestHome.Owning("light"), memory)), item => item.Product.Id == "birch-curtain");
    }

    [Fact]
    public void Recommend_Snoozed_HidesTheProductForItsDays()
    {
        var recommender = new Recommender(Small);
        var memory = RecommendationMemory.Empty.WithSnoozed(Product("birch-curtain"), Small.Showing, TestHome.Now);

        Assert.DoesNotContain(Shown(recommender, memory, TestHome.Now.AddDays(13)), id => id == "birch-curtain");
        Assert.Contains(Shown(recommender, memory, TestHome.Now.AddDays(14)), id => id == "birch-curtain");
    }

    [Fact]
    public void Recommend_ShownThreeTimes_RestsUntilTheFirstIsAFortnightOld()
    {
        var recommender = new Recommender(Small);
        var memory = RecommendationMemory.Empty;
        for (var day = 0; day < 3; day++)
        {
            memory = memory.WithShown(recommender.Recommend(TestHome.Ask(TestHome.Owning("light"), memory, TestHome.Now.AddDays(day))), TestHome.Now.AddDays(day));
        }

        Assert.Equal(9, memory.Shown.Length);
        Assert.Empty(Shown(recommender, memory, TestHome.Now.AddDays(3)));
        Assert.Equal(3, Shown(recommender, memory, TestHome.Now.AddDays(14)).Length);
    }

    [Fact]
    public void Recommend_CapOfOneForEachPartner_TakesTheBestOfEach()
    {
        var catalogue = SmallCatalogue.ParsedWith(root => root["showing"]!["perPartnerMax"] = 1);

        Assert.Equal(["birch-curtain", "acorn-air"], new Recommender(catalogue).Recommend(TestHome.Ask(TestHome.Owning("light"))).Select(item => item.Product.Id));
    }

    [Fact]
    public void Recommend_TwoProductsOfACategory_ShowsTheCheaperAndKeepsTheCap()
    {
        var catalogue = SmallCatalogue.ParsedWith(root =>
        {
            var cheap = root["products"]!.AsArray()[1]!.DeepClone().AsObject();
            (cheap["id"], cheap["price"]!["minor"]) = ("birch-later-and-cheaper", 100);
            root["products"]!.AsArray().Add((JsonNode)cheap);
        });

        var items = new Recommender(catalogue).Recommend(TestHome.Ask(TestHome.Owning("light")));

        Assert.Equal("birch-later-and-cheaper", items[0].Product.Id);
        Assert.Single(items, item => item.Product.Category == "curtain");
    }

    [Fact]
    public void Recommend_HomeWithoutKnownDevices_GetsThePopularListThatSaysSo()
    {
        var items = new Recommender(Small).Recommend(TestHome.Ask(TestHome.Owning("kettle")));

        Assert.Equal(["acorn-lamp", "birch-curtain", "acorn-air"], items.Select(item => item.Product.Id));
        Assert.All(items, item => Assert.Equal((Recommender.PopularPolicy, RecommendationReasonKind.Popular), (item.Policy, item.Reason.Kind)));
        Assert.Equal("Popular, by the catalogue's figures.", items[2].Reason.In(SentenceLanguage.English));
    }

    [Fact]
    public void Recommend_HoldoutHome_GetsNothingButThePopularList()
    {
        var recommender = new Recommender(SmallCatalogue.ParsedWith(root => root["showing"]!["holdoutPer10000"] = 5_000));
        var homes = Enumerable.Range(0, 2_000).Select(at => $"home-{at}").ToList();

        var held = homes.Where(home => recommender.Recommend(TestHome.Ask(TestHome.Owning("light"), homeId: home)).IsEmpty).ToList();

        Assert.InRange(held.Count, 900, 1_100);
        Assert.All(held, home => Assert.Equal(RecommendationArm.Holdout, HoldoutArm.Of(home, 5_000)));
        Assert.All(held.Take(20), home => Assert.All(recommender.Popular(TestHome.Ask(TestHome.Owning("light"), homeId: home)), item => Assert.Equal(RecommendationArm.Holdout, item.Arm)));
        Assert.NotEmpty(recommender.Popular(TestHome.Ask(TestHome.Owning("light"), homeId: held[0])));
    }

    [Fact]
    public void Recommend_LastPlaceDrawnByChance_HappensAsOftenAsItsPropensitySays()
    {
        var recommender = new Recommender(TestHome.Sample(root => root["showing"] = new JsonObject { ["holdoutPer10000"] = 0, ["explorePer10000"] = 3_000 }));
        var home = TestHome.Owning("light", "speaker", "vacuum", "lock");
        var chance = new SeededRandom(31);
        var seen = new Dictionary<string, (int Times, double Propensity)>(StringComparer.Ordinal);
        const int Rounds = 20_000;
        for (var round = 0; round < Rounds; round++)
        {
            var items = recommender.Recommend(TestHome.Ask(home) with { NextChance = chance.NextDouble });
            Assert.All(items.Take(4), item => Assert.Equal(1, item.Propensity));
            var last = items[4];
            seen[last.Product.Id] = (seen.GetValueOrDefault(last.Product.Id).Times + 1, last.Propensity);
        }

        Assert.True(seen.Count > 5);
        Assert.Equal(1, seen.Values.Sum(entry => entry.Propensity), 6);
        Assert.All(seen.Values, entry => Assert.InRange((double)entry.Times / Rounds, entry.Propensity * 0.8, entry.Propensity * 1.2));
    }

    [Fact]
    public void Recommend_SharesRulesAndRolesPermuted_RanksTheSame()
    {
        var home = TestHome.Owning("light", "speaker", "vacuum", "lock", "air-monitor");
        var expected = Ranking(TestHome.Sample(), home);
        for (var seed = 0; seed < 20; seed++)
        {
            var chance = new SeededRandom(seed);
            var changed = TestHome.Sample(root =>
            {
                foreach (var rule in root["shareRules"]!.AsArray())
                {
                    (rule!["basisPoints"], rule["windowDays"]) = (chance.Next(10_001), chance.Next(1, 366));
                    rule.AsObject().Remove("cap");
                }

                var rules = root["shareRules"]!.AsArray().Select(rule => rule!["id"]!.GetValue<string>()).ToArray();
                foreach (var product in root["products"]!.AsArray())
                {
                    (product!["shareRule"], product["role"]) = (rules[chance.Next(rules.Length)], chance.Next(2) == 0 ? "entry" : "profit");
                }
            });

            Assert.Equal(expected, Ranking(changed, home));
        }

        Assert.Equal(5, expected.Length);
    }

    [Fact]
    public void Recommend_PricesScaledWithinACategory_KeepsTheOrderOfCategories()
    {
        // What a price earns whom does not order categories either: all prices times any factor rank the same.
        var home = TestHome.Owning("light", "speaker", "vacuum");

        Assert.Equal(Ranking(TestHome.Sample(), home), Ranking(TestHome.Sample(root =>
        {
            foreach (var product in root["products"]!.AsArray())
            {
                product!["price"]!["minor"] = product["price"]!["minor"]!.GetValue<long>() * 3;
            }
        }), home));
    }

    private static string[] Ranking(ProductCatalogue catalogue, HomeProfile home) =>
        [.. new Recommender(catalogue).Recommend(TestHome.Ask(home)).Select(item => $"{item.Product.Id} {item.Rank} {item.Score:R} {item.Reason.In(SentenceLanguage.English)}")];

    private static Product Product(string id) => Small.TryGetProduct(id, out var product) ? product : throw new InvalidOperationException(id);

    private static string[] Shown(Recommender recommender, RecommendationMemory memory, DateTimeOffset now) =>
        [.. recommender.Recommend(TestHome.Ask(TestHome.Owning("light"), memory, now)).Select(item => item.Product.Id)];
}
