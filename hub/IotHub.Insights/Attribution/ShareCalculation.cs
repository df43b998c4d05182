using IotHub.Insights.Catalogue;

namespace IotHub.Insights.Attribution;

/// <summary>A partner's share, in whole minor units all the way: rounded for one piece, so that each piece that comes back takes exactly its share with it.</summary>
public static class ShareCalculation
{
    /// <summary>The share of one piece.</summary>
    /// <param name="price">Of one piece, 0 to <see cref="CatalogueBounds.PriceMinorMax"/> minor units.</param>
    /// <param name="rule">The rule; a cap in another currency does not apply.</param>
    /// <exception cref="ArgumentOutOfRangeException">The price is out of bounds: with it, whole numbers could overflow.</exception>
    public static long OfPiece(Money price, ShareRule rule)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(price.Minor, nameof(price));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(price.Minor, CatalogueBounds.PriceMinorMax, nameof(price));
        var (whole, rest) = Math.DivRem(price.Minor * rule.BasisPoints, 10_000);
        var up = rule.Rounding switch
        {
            ShareRounding.HalfUp => rest >= 5_000,
            ShareRounding.HalfEven => rest > 5_000 || (rest == 5_000 && whole % 2 != 0),
            _ => false,
        };
        var share = whole + (up ? 1 : 0);
        return rule.Cap is { } cap && cap.Currency == price.Currency ? Math.Min(share, cap.Minor) : share;
    }
}
