using System.Globalization;

namespace IotHub.Insights.Attribution;

/// <summary>Makes a ledger anew from the events and compares it with the one that grew with them.</summary>
public static class LedgerRebuild
{
    /// <summary>Most differences that are told.</summary>
    public const int DifferencesMax = 100;

    /// <summary>The ledger of a list of events.</summary>
    public static AttributionLedger Build(IEnumerable<AttributionEvent> events) => events.Aggregate(AttributionLedger.Empty, (ledger, happened) => ledger.With(happened));

    /// <summary>Compares to the cent.</summary>
    /// <param name="grown">The ledger that grew.</param>
    /// <param name="events">All events that it should be made of.</param>
    public static LedgerComparison Compare(AttributionLedger grown, IEnumerable<AttributionEvent> events)
    {
        var rebuilt = Build(events);
        var (left, right) = (Text(grown), Text(rebuilt));
        var gone = left.Except(right, StringComparer.Ordinal).Select(line => "only in the ledger: " + line);
        var come = right.Except(left, StringComparer.Ordinal).Select(line => "only in the events: " + line);
        var all = gone.Concat(come).ToList();
        return new LedgerComparison(rebuilt, [.. all.Take(DifferencesMax)], all.Count);
    }

    // Every line has its own id in it, so that sets compare as lists do.
    private static List<string> Text(AttributionLedger ledger) =>
    [
        .. ledger.Lines().Select(line => string.Create(CultureInfo.InvariantCulture,
            $"order {line.OrderId} {line.At:O}: {line.Verdict} {line.RecId} {line.Partner} {line.RuleId}, {line.Kept} kept, {line.Revenue.Minor} {line.Revenue.Currency}, share {line.ShareMinor}")),
        .. ledger.Shares().Select(share => string.Create(CultureInfo.InvariantCulture, $"partner {share.Partner} {share.Currency}: {share.Orders} orders, {share.RevenueMinor}, share {share.ShareMinor}")),
        .. ledger.Margins().Select(margin => string.Create(CultureInfo.InvariantCulture, $"margin {margin.Currency}: {margin.RevenueMinor} less {margin.CostMinor}, {margin.OrdersWithoutCost} without cost")),
        .. ledger.Arms().Select(arm => arm.ToString()),
    ];
}
