using IotHub.Insights.Catalogue;

namespace IotHub.Insights.Attribution;

/// <summary>One order in the ledger.</summary>
/// <param name="OrderId">The order's line.</param>
/// <param name="At">When it was placed.</param>
/// <param name="Verdict">Whether it goes back to something shown.</param>
/// <param name="RecId">What it names.</param>
/// <param name="Partner">Who owes; empty where nobody.</param>
/// <param name="RuleId">By which rule; empty for none.</param>
/// <param name="Kept">Pieces that did not come back.</param>
/// <param name="Revenue">Price of the kept pieces.</param>
/// <param name="ShareMinor">The partner's share of the kept pieces, in minor units of the revenue's currency.</param>
public sealed record LedgerLine(string OrderId, DateTimeOffset At, AttributionVerdict Verdict, Guid? RecId, string Partner, string RuleId, int Kept, Money Revenue, long ShareMinor);
