namespace IotHub.Insights.Attribution;

/// <summary>The net margin of hardware over all orders in one currency: price less all costs of the pieces kept, over the price.</summary>
/// <param name="Currency">ISO 4217.</param>
/// <param name="RevenueMinor">Price of hardware whose cost was told.</param>
/// <param name="CostMinor">Its cost.</param>
/// <param name="OrdersWithoutCost">Hardware orders that do not enter, since their cost was not told.</param>
public sealed record MarginReport(string Currency, long RevenueMinor, long CostMinor, int OrdersWithoutCost)
{
    /// <summary>The promise: at most 5 %.</summary>
    public const int BasisPointsMax = 500;

    /// <summary>The margin in hundredths of a percent, toward zero; null without revenue.</summary>
    public long? BasisPoints => RevenueMinor == 0 ? null : (long)((Int128)(RevenueMinor - CostMinor) * 10_000 / RevenueMinor);

    /// <summary>True where the promise is broken. Compared in whole numbers: 5 % exactly keeps it.</summary>
    public bool IsOver => (Int128)(RevenueMinor - CostMinor) * 10_000 > (Int128)RevenueMinor * BasisPointsMax;
}
