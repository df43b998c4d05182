using System.Text.Json.Serialization;

namespace IotHub.Api.Insights;

/// <summary>Pieces of a product were ordered.</summary>
/// <param name="Order">The shop's number of the order's line; kept and told as a hash.</param>
/// <param name="Product">Id of the product.</param>
/// <param name="Quantity">Pieces, 1 to 1,000,000.</param>
/// <param name="Price">Price of one piece, as paid.</param>
/// <param name="CostMinor">All costs of one piece, in minor units of the price's currency; null where not told.</param>
/// <param name="RecId">The recommendation that it goes back to; null where nothing says.</param>
/// <param name="At">When; null for now.</param>
public sealed record OrderBody(
    [property: JsonRequired] string Order, [property: JsonRequired] string Product, [property: JsonRequired] int Quantity, [property: JsonRequired] MoneyBody Price, long? CostMinor, Guid? RecId, DateTimeOffset? At);

/// <summary>Pieces came back.</summary>
/// <param name="Return">The shop's number of the return; kept and told as a hash.</param>
/// <param name="Order">The shop's number of the order's line.</param>
/// <param name="Quantity">Pieces, 1 to 1,000,000.</param>
/// <param name="At">When; null for now.</param>
public sealed record ReturnBody(
    [property: JsonRequired] string Return, [property: JsonRequired] string Order, [property: JsonRequired] int Quantity, DateTimeOffset? At);

/// <summary>One order in the ledger.</summary>
/// <param name="Order">Hash of the shop's number.</param>
/// <param name="At">When it was placed.</param>
/// <param name="Verdict">Whether it goes back to something shown: <c>attributed</c>, or why not.</param>
/// <param name="RecId">The recommendation that it names; null for none.</param>
/// <param name="Partner">Who owes a share; null where nobody.</param>
/// <param name="ShareRule">By which rule; null for none.</param>
/// <param name="Kept">Pieces that did not come back.</param>
/// <param name="Revenue">Price of these.</param>
/// <param name="ShareMinor">The partner's share, in minor units of the revenue's currency.</param>
public sealed record LedgerLineBody(string Order, DateTimeOffset At, string Verdict, Guid? RecId, string? Partner, string? ShareRule, int Kept, MoneyBody Revenue, long ShareMinor);

/// <summary>An order or a return was taken down.</summary>
/// <param name="Line">The order as the ledger has it now.</param>
/// <param name="Margin">The margin of hardware in the order's currency; null where there is none. Look at <c>over</c>: at most 5 % were promised.</param>
public sealed record OrderedBody(LedgerLineBody Line, MarginBody? Margin);

/// <summary>What a partner owes in one currency.</summary>
public sealed record PartnerShareBody(string Partner, string Currency, int Orders, long RevenueMinor, long ShareMinor);

/// <summary>The net margin of hardware in one currency.</summary>
/// <param name="Currency">ISO 4217.</param>
/// <param name="RevenueMinor">Price of hardware whose cost was told.</param>
/// <param name="CostMinor">Its cost.</param>
/// <param name="BasisPoints">The margin in hundredths of a percent; null without revenue.</param>
/// <param name="BasisPointsMax">The promise.</param>
/// <param name="Over">True where the promise is broken.</param>
/// <param name="OrdersWithoutCost">Orders that do not enter.</param>
public sealed record MarginBody(string Currency, long RevenueMinor, long CostMinor, long? BasisPoints, int BasisPointsMax, bool Over, int OrdersWithoutCost);

/// <summary>What happened in one arm.</summary>
public sealed record ArmBody(string Arm, int Homes, int Shown, int Clicked, int Dismissed, int Bound, int BoundByRecommendation, int Orders, int PiecesKept);

/// <summary>What is owed for what was recommended.</summary>
/// <param name="Lines">All orders.</param>
/// <param name="Shares">What each partner owes.</param>
/// <param name="Margins">The margin of hardware.</param>
/// <param name="Arms">Homes with and without recommendations, to compare.</param>
/// <param name="Refused">Events that were not taken: beyond the bounds, or with amounts that cannot be.</param>
public sealed record AttributionBody(
    IReadOnlyList<LedgerLineBody> Lines, IReadOnlyList<PartnerShareBody> Shares, IReadOnlyList<MarginBody> Margins, IReadOnlyList<ArmBody> Arms, long Refused);

/// <summary>The ledger, made again from its events and compared.</summary>
/// <param name="Equal">True where both say the same to the cent.</param>
/// <param name="Events">How many events there are.</param>
/// <param name="Count">How many lines differ.</param>
/// <param name="Differences">The first of them.</param>
public sealed record LedgerCheckBody(bool Equal, int Events, int Count, IReadOnlyList<string> Differences);
