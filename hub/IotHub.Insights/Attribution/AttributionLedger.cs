using System.Collections.Immutable;

namespace IotHub.Insights.Attribution;

/// <summary>
/// What was shown, followed, bound, ordered and returned, and what follows from it. It holds facts and works everything else out when asked, so that events which come twice
/// or late lead to the same ledger. A change makes a new one.
/// </summary>
public sealed record AttributionLedger
{
    /// <summary>Most items shown, and most orders, binds and returns, each: a home in a hundred years. Further ones are not taken, and counted.</summary>
    public const int FactsMax = 100_000;

    // Where no rule shares the revenue.
    private const int WindowDaysAssumed = 30;

    private ImmutableDictionary<Guid, RecommendationShown> Shown { get; init; } = ImmutableDictionary<Guid, RecommendationShown>.Empty;

    private ImmutableDictionary<Guid, RecommendationClicked> Clicked { get; init; } = ImmutableDictionary<Guid, RecommendationClicked>.Empty;

    private ImmutableDictionary<Guid, RecommendationDismissed> Dismissed { get; init; } = ImmutableDictionary<Guid, RecommendationDismissed>.Empty;

    private ImmutableDictionary<string, DeviceBound> Bound { get; init; } = ImmutableDictionary.Create<string, DeviceBound>(StringComparer.Ordinal);

    private ImmutableDictionary<string, OrderPlaced> Orders { get; init; } = ImmutableDictionary.Create<string, OrderPlaced>(StringComparer.Ordinal);

    private ImmutableDictionary<string, OrderReturned> Returns { get; init; } = ImmutableDictionary.Create<string, OrderReturned>(StringComparer.Ordinal);

    /// <summary>Nothing happened.</summary>
    public static AttributionLedger Empty { get; } = new();

    /// <summary>Events that were not taken: beyond the bounds, or with amounts that cannot be.</summary>
    public long Refused { get; init; }

    /// <summary>After an event.</summary>
    public AttributionLedger With(AttributionEvent happened) => happened switch
    {
        RecommendationShown shown => Take(Shown, shown.RecId, shown, facts => this with { Shown = facts }),
        RecommendationClicked clicked => Take(Clicked, clicked.RecId, clicked, facts => this with { Clicked = facts }),
        RecommendationDismissed dismissed => Take(Dismissed, dismissed.RecId, dismissed, facts => this with { Dismissed = facts }),
        DeviceBound bound => Take(Bound, bound.BindId, bound, facts => this with { Bound = facts }),
        OrderPlaced order when order.Quantity is < 1 or > 1_000_000 || order.Price.Minor is < 0 or > Catalogue.CatalogueBounds.PriceMinorMax || order.CostMinor is < 0 or > Catalogue.CatalogueBounds.PriceMinorMax => Refuse(),
        OrderPlaced order => Take(Orders, order.OrderId, order, facts => this with { Orders = facts }),
        OrderReturned { Quantity: < 1 or > 1_000_000 } => Refuse(),
        OrderReturned returned => Take(Returns, returned.ReturnId, returned, facts => this with { Returns = facts }),
        _ => Refuse(),
    };

    /// <summary>What was shown under an id; null where nothing was.</summary>
    public RecommendationShown? FindShown(Guid recId) => Shown.GetValueOrDefault(recId);

    /// <summary>
    /// Items that a person followed and that no device goes back to yet, of the days in which an order would count, the last followed first.
    /// </summary>
    /// <param name="now">Now.</param>
    public IEnumerable<RecommendationShown> Followed(DateTimeOffset now)
    {
        var taken = Bound.Values.Select(bound => bound.RecId).OfType<Guid>().ToHashSet();
        return Clicked.Values.Where(click => !taken.Contains(click.RecId)).OrderByDescending(click => click.At).ThenBy(click => click.RecId)
            .Select(click => (click, shown: FindShown(click.RecId)))
            .Where(pair => pair.shown is { } shown && now - pair.click.At <= TimeSpan.FromDays(shown.Rule?.WindowDays ?? WindowDaysAssumed))
            .Select(pair => pair.shown!);
    }

    /// <summary>What is known of an order; null where nothing is.</summary>
    public LedgerLine? FindLine(string orderId) => Orders.TryGetValue(orderId, out var order)
        ? Line(order, (int)Math.Max(0, order.Quantity - Returns.Values.Where(one => one.OrderId == orderId).Sum(one => (long)one.Quantity)))
        : null;

    /// <summary>All orders, in order of their ids.</summary>
    public ImmutableArray<LedgerLine> Lines()
    {
        var returned = Returns.Values.GroupBy(one => one.OrderId, StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.Sum(one => (long)one.Quantity), StringComparer.Ordinal);
        return [.. Orders.Values.OrderBy(order => order.OrderId, StringComparer.Ordinal).Select(order => Line(order, (int)Math.Max(0, order.Quantity - returned.GetValueOrDefault(order.OrderId))))];
    }

    /// <summary>What each partner owes, in order of partner and currency.</summary>
    public ImmutableArray<PartnerShare> Shares() =>
    [
        .. Lines().Where(line => line is { Verdict: AttributionVerdict.Attributed, Kept: > 0 })
            .GroupBy(line => (line.Partner, line.Revenue.Currency))
            .OrderBy(group => group.Key.Partner, StringComparer.Ordinal).ThenBy(group => group.Key.Currency, StringComparer.Ordinal)
            .Select(group => new PartnerShare(group.Key.Partner, group.Key.Currency, group.Count(), group.Sum(line => line.Revenue.Minor), group.Sum(line => line.ShareMinor))),
    ];

    /// <summary>The margin of hardware in each currency; alert where <see cref="MarginReport.IsOver"/>.</summary>
    public ImmutableArray<MarginReport> Margins() =>
    [
        .. Lines().Join(Orders.Values, line => line.OrderId, order => order.OrderId, (line, order) => (line, order), StringComparer.Ordinal)
            .Where(pair => pair.order.IsHardware)
            .GroupBy(pair => pair.order.Price.Currency, StringComparer.Ordinal).OrderBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => new MarginReport(group.Key,
                group.Where(pair => pair.order.CostMinor is not null).Sum(pair => pair.line.Revenue.Minor),
                group.Sum(pair => (pair.order.CostMinor ?? 0) * pair.line.Kept),
                group.Count(pair => pair.order.CostMinor is null))),
    ];

    /// <summary>What happened in each arm.</summary>
    public ImmutableArray<ArmCounts> Arms()
    {
        var lines = Lines().ToDictionary(line => line.OrderId, StringComparer.Ordinal);
        IEnumerable<AttributionEvent> all = [.. Shown.Values, .. Clicked.Values, .. Dismissed.Values, .. Bound.Values, .. Orders.Values];
        return
        [
            .. Enum.GetValues<Recommendations.RecommendationArm>().Select(arm => new ArmCounts(arm,
                all.Where(one => one.Arm == arm).Select(one => one.Home).Distinct(StringComparer.Ordinal).Count(),
                Shown.Values.Count(one => one.Arm == arm),
                Clicked.Values.Count(one => one.Arm == arm && Shown.ContainsKey(one.RecId)),
                Dismissed.Values.Count(one => one.Arm == arm && Shown.ContainsKey(one.RecId)),
                Bound.Values.Count(one => one.Arm == arm),
                Bound.Values.Count(one => one.Arm == arm && one.RecId is { } rec && Shown.ContainsKey(rec) && Clicked.TryGetValue(rec, out var click) && click.At <= one.At),
                Orders.Values.Count(one => one.Arm == arm),
                Orders.Values.Where(one => one.Arm == arm).Sum(one => lines[one.OrderId].Kept))),
        ];
    }

    private LedgerLine Line(OrderPlaced order, int kept)
    {
        var (verdict, shown) = Judge(order);
        var share = verdict == AttributionVerdict.Attributed && shown?.Rule is { } rule ? ShareCalculation.OfPiece(order.Price, rule) * kept : 0;
        return new LedgerLine(order.OrderId, order.At, verdict, order.RecId, verdict == AttributionVerdict.Attributed ? shown!.Partner : string.Empty,
            verdict == AttributionVerdict.Attributed ? shown!.Rule!.Id : string.Empty, kept, order.Price with { Minor = order.Price.Minor * kept }, share);
    }

    private (AttributionVerdict Verdict, RecommendationShown? Shown) Judge(OrderPlaced order)
    {
        if (order.RecId is not { } rec)
        {
            return (AttributionVerdict.NoRecommendation, null);
        }

        if (!Shown.TryGetValue(rec, out var shown))
        {
            return (AttributionVerdict.NotShown, null);
        }

        if (shown.Home != order.Home || shown.Product != order.Product)
        {
            return (shown.Home != order.Home ? AttributionVerdict.OtherHome : AttributionVerdict.OtherProduct, shown);
        }

        if (!Clicked.TryGetValue(rec, out var click) || click.At > order.At)
        {
            return (AttributionVerdict.NotClicked, shown);
        }

        return shown.Rule is not { } rule ? (AttributionVerdict.NoRule, shown)
            : order.At - click.At > TimeSpan.FromDays(rule.WindowDays) ? (AttributionVerdict.TooLate, shown)
            : (AttributionVerdict.Attributed, shown);
    }

    // Of several events with one id the earliest holds, and of equal times the first in the order of their text: the same one in whatever order they come.
    private AttributionLedger Take<TKey, TFact>(ImmutableDictionary<TKey, TFact> facts, TKey key, TFact fact, Func<ImmutableDictionary<TKey, TFact>, AttributionLedger> with)
        where TKey : notnull
        where TFact : AttributionEvent =>
        !facts.TryGetValue(key, out var known) ? facts.Count >= FactsMax ? Refuse() : with(facts.Add(key, fact))
        : fact.At < known.At || (fact.At == known.At && string.CompareOrdinal(fact.ToString(), known.ToString()) < 0) ? with(facts.SetItem(key, fact))
        : this;

    private AttributionLedger Refuse() => this with { Refused = Refused + 1 };
}
