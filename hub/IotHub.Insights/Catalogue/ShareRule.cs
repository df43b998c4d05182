namespace IotHub.Insights.Catalogue;

/// <summary>How much of an attributed order its partner owes.</summary>
/// <param name="Id">Its id.</param>
/// <param name="BasisPoints">Hundredths of a percent of the price, 0 to 10,000.</param>
/// <param name="Cap">Most for one piece; null for no bound.</param>
/// <param name="Rounding">How it becomes whole minor units.</param>
/// <param name="WindowDays">An order counts for this long after the click, 1 to 365 days.</param>
public sealed record ShareRule(string Id, int BasisPoints, Money? Cap, ShareRounding Rounding, int WindowDays);
