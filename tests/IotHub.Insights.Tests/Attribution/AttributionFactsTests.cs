using System.Text.Json.Nodes;
using IotHub.Insights.Attribution;
using IotHub.Insights.Catalogue;
using IotHub.Insights.Recommendations;
using IotHub.Insights.UsageEvents;

namespace IotHub.Insights.Tests.Attribution;

public sealed class AttributionFactsTests
{
    private const string Home = "urn:mihub:0123456789abcdef0123456789abcdef";
    private static readonly DateTimeOffset At = new(2026, 3, 2, 8, 0, 5, TimeSpan.Zero);
    private static readonly Guid Rec = Guid.Parse("01950000-0000-7000-8000-000000000001");

    [Fact]
    public void Read_EventOfEveryFact_IsTheSameForTheLedger()
    {
        foreach (var (fact, happened) in All())
        {
            Assert.Equal(string.Empty, string.Join("; ", fact.Schema.Faults(fact.Data)));
            var json = JsonNode.Parse(CloudEvent.Write(fact, new JsonObject { ["homeSize"] = "0" }, Rec, Home, 1, At.AddDays(1)))!.AsObject();

            Assert.Equal(happened with { Home = Home }, AttributionFacts.Read(json));
        }
    }

    [Fact]
    public void TryRead_WhatWriteWrote_IsTheSame()
    {
        foreach (var (_, happened) in All())
        {
            Assert.Equal(happened, AttributionJson.TryRead(AttributionJson.Write(happened)));
        }

        Assert.Null(AttributionJson.TryRead("nonsense"));
        Assert.Null(AttributionJson.TryRead("""{"kind":"order","orderId":"x"}"""));
        Assert.Null(AttributionJson.TryRead("""{"kind":"unheard-of"}"""));
    }

    [Theory]
    [InlineData("""{"type":"com.mihub.order.placed.v1","source":"urn:mihub:00","time":"2026-03-02T08:00:00Z","data":{"order":"0123456789abcdef"}}""")]
    [InlineData("""{"type":"com.mihub.order.placed.v1","source":"urn:mihub:00","time":"never","data":{}}""")]
    [InlineData("""{"type":"com.mihub.hub.started.v1","source":"urn:mihub:00","time":"2026-03-02T08:00:00Z","data":{"firmware":"1.2.3","afterBreak":"unknown"}}""")]
    [InlineData("""{"type":"com.mihub.unheard.v1","source":"urn:mihub:00","time":"2026-03-02T08:00:00Z","data":{}}""")]
    [InlineData("""{"type":5,"source":null,"time":[],"data":"x"}""")]
    [InlineData("{}")]
    public void Read_WhatSaysNothingForTheLedger_IsNull(string json) => Assert.Null(AttributionFacts.Read(JsonNode.Parse(json)!.AsObject()));

    private static List<(UsageFact Fact, AttributionEvent Event)> All()
    {
        var capped = new ShareRule("profit-eur", 800, new Money(2_500, "EUR"), ShareRounding.HalfEven, 30);
        var found = new List<(UsageFact, AttributionEvent)>();
        foreach (var arm in Enum.GetValues<RecommendationArm>())
        {
            foreach (var rule in (ShareRule?[])[null, capped, capped with { Cap = null, Rounding = ShareRounding.Down }])
            {
                foreach (var policy in (string[])[Recommender.PopularPolicy, "ease-1"])
                {
                    var shown = new RecommendationShown(At, Home, arm, Rec, "birch-lamp", "birch", policy, 0.95, rule);
                    var item = new RecommendedItem(
                        Rec, SampleFiles.Parsed.Products[0], 1, 7, policy, arm, 0.95, 3.5,
                        new RecommendationReason(RecommendationReasonKind.GoesWith, "curtain", new LocalText("a", "b"), new LocalText("c", "d")));
                    found.Add((AttributionFacts.OfShown(item, shown), shown));
                }
            }

            found.Add((AttributionFacts.OfAnswer(UsageSchemas.RecommendationClicked, Rec, "birch-lamp", arm, At), new RecommendationClicked(At, Home, arm, Rec)));
            found.Add((AttributionFacts.OfAnswer(UsageSchemas.RecommendationDismissed, Rec, "birch-lamp", arm, At), new RecommendationDismissed(At, Home, arm, Rec)));
            foreach (var rec in (Guid?[])[null, Rec])
            {
                var bound = new DeviceBound(At, Home, arm, Rec.ToString(), rec);
                found.Add((AttributionFacts.OfBound(bound, rec is null ? null : "birch-lamp"), bound));
                foreach (var cost in (long?[])[null, 0, 4_900])
                {
                    var order = new OrderPlaced(At, Home, arm, "0123456789abcdef", "birch-lamp", 3, new Money(5_900, "EUR"), true, cost, rec);
                    found.Add((AttributionFacts.OfOrder(order), order));
                }
            }

            var returned = new OrderReturned(At, Home, arm, "fedcba9876543210", "0123456789abcdef", 2);
            found.Add((AttributionFacts.OfReturn(returned), returned));
        }

        return found;
    }
}
