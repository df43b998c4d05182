using System.Globalization;
using System.Text.Json.Nodes;
using IotHub.Insights.Catalogue;
using IotHub.Insights.Recommendations;
using IotHub.Insights.UsageEvents;

namespace IotHub.Insights.Attribution;

/// <summary>
/// What usage events tell of the ledger, and the way back: whoever has the events can make the same ledger, to the cent. Times are whole seconds, as events have them.
/// </summary>
public static class AttributionFacts
{
    /// <summary>The moment as an event tells it.</summary>
    public static DateTimeOffset AtSecond(DateTimeOffset at) => DateTimeOffset.FromUnixTimeSeconds(at.ToUnixTimeSeconds());

    /// <summary>The fact that an item was shown.</summary>
    /// <param name="item">The item.</param>
    /// <param name="shown">The same for the ledger.</param>
    public static UsageFact OfShown(RecommendedItem item, RecommendationShown shown)
    {
        var data = Start(shown.RecId, shown.Product, shown.Arm);
        data["partner"] = shown.Partner;
        data["slot"] = item.Slot;
        data["rank"] = Math.Min(item.Rank, 1_000);
        data["policy"] = item.Policy == Recommender.PopularPolicy ? "popular" : "personal";
        if (item.Policy != Recommender.PopularPolicy)
        {
            data["model"] = item.Policy;
        }

        data["propensityPerMille"] = (int)Math.Round(item.Propensity * 1_000);
        data["reason"] = item.Reason.Kind switch
        {
            RecommendationReasonKind.CompletesScene => "scene",
            RecommendationReasonKind.GoesWith => "together",
            _ => "popular",
        };
        if (shown.Rule is { } rule)
        {
            data["shareRule"] = rule.Id;
            data["shareBasisPoints"] = rule.BasisPoints;
            data["shareRounding"] = CatalogueForms.Roundings.Words[(int)rule.Rounding];
            data["shareWindowDays"] = rule.WindowDays;
            if (rule.Cap is { } cap)
            {
                data["shareCapMinor"] = cap.Minor;
                data["shareCapCurrency"] = cap.Currency;
            }
        }

        return new UsageFact(UsageSchemas.RecommendationShown, data, shown.At);
    }

    /// <summary>The fact of what became of an item: followed, turned down, put off.</summary>
    /// <param name="schema">One of these.</param>
    /// <param name="recId">The item's id.</param>
    /// <param name="product">The product.</param>
    /// <param name="arm">The home's arm.</param>
    /// <param name="at">When.</param>
    public static UsageFact OfAnswer(UsageSchema schema, Guid recId, string product, RecommendationArm arm, DateTimeOffset at) => new(schema, Start(recId, product, arm), at);

    /// <summary>The fact that a device joined.</summary>
    /// <param name="bound">For the ledger.</param>
    /// <param name="product">The product that it goes back to; null where it goes back to none.</param>
    public static UsageFact OfBound(DeviceBound bound, string? product)
    {
        if (bound.RecId is { } rec && product is not null)
        {
            var data = Start(rec, product, bound.Arm);
            data["bindId"] = bound.BindId;
            return new UsageFact(UsageSchemas.RecommendationConverted, data, bound.At);
        }

        return new UsageFact(UsageSchemas.RecommendationUnprompted, new JsonObject { ["bindId"] = bound.BindId, ["arm"] = Word(bound.Arm) }, bound.At);
    }

    /// <summary>The fact of an order.</summary>
    public static UsageFact OfOrder(OrderPlaced order)
    {
        var data = new JsonObject
        {
            ["order"] = order.OrderId,
            ["item"] = order.Product,
            ["arm"] = Word(order.Arm),
            ["quantity"] = order.Quantity,
            ["priceMinor"] = order.Price.Minor,
            ["currency"] = order.Price.Currency,
            ["hardware"] = order.IsHardware,
        };
        if (order.CostMinor is { } cost)
        {
            data["costMinor"] = cost;
        }

        if (order.RecId is { } rec)
        {
            data["recId"] = rec.ToString();
        }

        return new UsageFact(UsageSchemas.OrderPlaced, data, order.At);
    }

    /// <summary>The fact of a return.</summary>
    public static UsageFact OfReturn(OrderReturned returned) => new(
        UsageSchemas.OrderReturned,
        new JsonObject { ["return"] = returned.ReturnId, ["order"] = returned.OrderId, ["arm"] = Word(returned.Arm), ["quantity"] = returned.Quantity },
        returned.At);

    /// <summary>The fact of what a partner owes for an order.</summary>
    /// <param name="line">Of the ledger; attributed.</param>
    /// <param name="product">What was ordered.</param>
    public static UsageFact OfLine(LedgerLine line, string product) => new(
        UsageSchemas.OrderAttributed,
        new JsonObject
        {
            ["recId"] = line.RecId!.Value.ToString(),
            ["order"] = line.OrderId,
            ["item"] = product,
            ["partner"] = line.Partner,
            ["shareRule"] = line.RuleId,
            ["amountMinor"] = line.Revenue.Minor,
            ["shareMinor"] = line.ShareMinor,
            ["currency"] = line.Revenue.Currency,
        },
        line.At);

    /// <summary>What a usage event says for the ledger; null for one that says nothing, and for what is no event of this hub's.</summary>
    /// <param name="cloudEvent">The event, as JSON.</param>
    public static AttributionEvent? Read(JsonObject cloudEvent)
    {
        var schema = UsageSchemas.All.FirstOrDefault(one => one.Type == Text(cloudEvent, "type"));
        if (schema is null || cloudEvent["data"] is not JsonObject data || Text(cloudEvent, "source") is not { } home
            || !DateTimeOffset.TryParse(Text(cloudEvent, "time"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at))
        {
            return null;
        }

        var own = (JsonObject)data.DeepClone();
        own.Remove("common");
        return schema.Faults(own).IsEmpty ? Read(schema, own, home, at) : null;
    }

    private static AttributionEvent? Read(UsageSchema schema, JsonObject data, string home, DateTimeOffset at)
    {
        var arm = Text(data, "arm") == Word(RecommendationArm.Holdout) ? RecommendationArm.Holdout : RecommendationArm.Treatment;
        Guid? rec = Text(data, "recId") is { } id ? Guid.Parse(id) : null;
        return schema.Name switch
        {
            "recommendation.shown" => new RecommendationShown(
                at, home, arm, rec!.Value, Text(data, "item")!, Text(data, "partner")!, Text(data, "model") ?? Recommender.PopularPolicy, Whole(data, "propensityPerMille")!.Value / 1_000.0, Rule(data)),
            "recommendation.clicked" => new RecommendationClicked(at, home, arm, rec!.Value),
            "recommendation.dismissed" => new RecommendationDismissed(at, home, arm, rec!.Value),
            "recommendation.converted" or "recommendation.unprompted" => new DeviceBound(at, home, arm, Text(data, "bindId")!, rec),
            "order.placed" => new OrderPlaced(
                at, home, arm, Text(data, "order")!, Text(data, "item")!, (int)Whole(data, "quantity")!.Value, new Money(Whole(data, "priceMinor")!.Value, Text(data, "currency")!),
                data["hardware"]!.GetValue<bool>(), Whole(data, "costMinor"), rec),
            "order.returned" => new OrderReturned(at, home, arm, Text(data, "return")!, Text(data, "order")!, (int)Whole(data, "quantity")!.Value),
            _ => null,
        };
    }

    private static ShareRule? Rule(JsonObject data) => Text(data, "shareRule") is { } id
        && Whole(data, "shareBasisPoints") is { } points && Whole(data, "shareWindowDays") is { } days && Text(data, "shareRounding") is { } rounding
        ? new ShareRule(
            id, (int)points, Whole(data, "shareCapMinor") is { } cap && Text(data, "shareCapCurrency") is { } currency ? new Money(cap, currency) : null,
            (ShareRounding)CatalogueForms.Roundings.Words.IndexOf(rounding), (int)days)
        : null;

    private static JsonObject Start(Guid recId, string product, RecommendationArm arm) => new() { ["recId"] = recId.ToString(), ["item"] = product, ["arm"] = Word(arm) };

    private static string Word(RecommendationArm arm) => arm == RecommendationArm.Holdout ? "holdout" : "treatment";

    private static string? Text(JsonObject from, string name) => from[name] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    private static long? Whole(JsonObject from, string name) => from[name] is JsonValue value && long.TryParse(value.ToJsonString(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole) ? whole : null;
}
