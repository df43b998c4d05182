using IotHub.Insights.Catalogue;
using IotHub.Insights.Recommendations;

namespace IotHub.Insights.Attribution;

/// <summary>Something that a ledger is made of. Events may come late, twice and in any order.</summary>
/// <param name="At">When it happened.</param>
/// <param name="Home">Pseudonym of the home.</param>
/// <param name="Arm">The home's arm.</param>
public abstract record AttributionEvent(DateTimeOffset At, string Home, RecommendationArm Arm);

/// <summary>A product was shown.</summary>
/// <param name="At">When.</param>
/// <param name="Home">Pseudonym of the home.</param>
/// <param name="Arm">The home's arm.</param>
/// <param name="RecId">The item's id.</param>
/// <param name="Product">What was shown.</param>
/// <param name="Partner">Who makes it.</param>
/// <param name="Policy">What ranked it.</param>
/// <param name="Propensity">How probable it was in its place.</param>
/// <param name="Rule">How revenue is shared, as it was when it was shown: a later catalogue changes nothing. Null for no share.</param>
public sealed record RecommendationShown(DateTimeOffset At, string Home, RecommendationArm Arm, Guid RecId, string Product, string Partner, string Policy, double Propensity, ShareRule? Rule)
    : AttributionEvent(At, Home, Arm);

/// <summary>A person followed what was shown.</summary>
/// <param name="At">When.</param>
/// <param name="Home">Pseudonym of the home.</param>
/// <param name="Arm">The home's arm.</param>
/// <param name="RecId">The item's id.</param>
public sealed record RecommendationClicked(DateTimeOffset At, string Home, RecommendationArm Arm, Guid RecId) : AttributionEvent(At, Home, Arm);

/// <summary>A person turned it down.</summary>
/// <param name="At">When.</param>
/// <param name="Home">Pseudonym of the home.</param>
/// <param name="Arm">The home's arm.</param>
/// <param name="RecId">The item's id.</param>
public sealed record RecommendationDismissed(DateTimeOffset At, string Home, RecommendationArm Arm, Guid RecId) : AttributionEvent(At, Home, Arm);

/// <summary>A device joined the home.</summary>
/// <param name="At">When.</param>
/// <param name="Home">Pseudonym of the home.</param>
/// <param name="Arm">The home's arm.</param>
/// <param name="BindId">Id of this event.</param>
/// <param name="RecId">What it goes back to; null where nothing says.</param>
public sealed record DeviceBound(DateTimeOffset At, string Home, RecommendationArm Arm, string BindId, Guid? RecId) : AttributionEvent(At, Home, Arm);

/// <summary>Pieces of one product were ordered.</summary>
/// <param name="At">When.</param>
/// <param name="Home">Pseudonym of the home.</param>
/// <param name="Arm">The home's arm.</param>
/// <param name="OrderId">Id of the order's line.</param>
/// <param name="Product">What was ordered.</param>
/// <param name="Quantity">Pieces, at least 1.</param>
/// <param name="Price">Of one piece, as paid.</param>
/// <param name="IsHardware">True where it counts for the margin guard.</param>
/// <param name="CostMinor">All costs of one piece, in minor units of the price's currency; null where not told.</param>
/// <param name="RecId">What it goes back to; null where nothing says.</param>
public sealed record OrderPlaced(DateTimeOffset At, string Home, RecommendationArm Arm, string OrderId, string Product, int Quantity, Money Price, bool IsHardware, long? CostMinor, Guid? RecId)
    : AttributionEvent(At, Home, Arm);

/// <summary>Pieces came back.</summary>
/// <param name="At">When.</param>
/// <param name="Home">Pseudonym of the home.</param>
/// <param name="Arm">The home's arm.</param>
/// <param name="ReturnId">Id of the return.</param>
/// <param name="OrderId">Id of the order's line.</param>
/// <param name="Quantity">Pieces, at least 1; more than were ordered counts as all.</param>
public sealed record OrderReturned(DateTimeOffset At, string Home, RecommendationArm Arm, string ReturnId, string OrderId, int Quantity) : AttributionEvent(At, Home, Arm);
