namespace IotHub.Insights.Attribution;

/// <summary>What one partner owes in one currency.</summary>
/// <param name="Partner">The partner.</param>
/// <param name="Currency">ISO 4217.</param>
/// <param name="Orders">Attributed orders of which pieces were kept.</param>
/// <param name="RevenueMinor">Their price.</param>
/// <param name="ShareMinor">The share.</param>
public sealed record PartnerShare(string Partner, string Currency, int Orders, long RevenueMinor, long ShareMinor);
