using IotHub.Insights.Attribution;
using IotHub.Insights.Catalogue;

namespace IotHub.Insights.Tests.Attribution;

public sealed class ShareCalculationTests
{
    [Theory]
    [InlineData(10_000, 800, ShareRounding.Down, 800)]
    [InlineData(999, 250, ShareRounding.Down, 24)]
    [InlineData(999, 250, ShareRounding.HalfUp, 25)]
    [InlineData(1_000, 250, ShareRounding.HalfEven, 25)]
    [InlineData(100, 250, ShareRounding.HalfUp, 3)]
    [InlineData(100, 250, ShareRounding.HalfEven, 2)]
    [InlineData(300, 250, ShareRounding.HalfEven, 8)]
    [InlineData(100, 250, ShareRounding.Down, 2)]
    [InlineData(0, 10_000, ShareRounding.HalfUp, 0)]
    [InlineData(1, 10_000, ShareRounding.Down, 1)]
    [InlineData(CatalogueBounds.PriceMinorMax, 10_000, ShareRounding.HalfEven, CatalogueBounds.PriceMinorMax)]
    public void OfPiece_PriceAndRule_IsRoundedAsTheRuleSays(long price, int basisPoints, ShareRounding rounding, long share) =>
        Assert.Equal(share, ShareCalculation.OfPiece(new Money(price, "EUR"), new ShareRule("r", basisPoints, null, rounding, 30)));

    [Theory]
    [InlineData("EUR", 500)]
    [InlineData("CNY", 800)]
    public void OfPiece_Cap_HoldsInItsCurrency(string currency, long share) =>
        Assert.Equal(share, ShareCalculation.OfPiece(new Money(10_000, currency), new ShareRule("r", 800, new Money(500, "EUR"), ShareRounding.Down, 30)));

    [Fact]
    public void OfPiece_AllRoundings_StayWithinAHalfOfTheExactShare()
    {
        for (var price = 0; price < 3_000; price += 7)
        {
            foreach (var points in new[] { 1, 333, 1_250, 9_999 })
            {
                var exact = price * (decimal)points / 10_000;
                Assert.InRange(exact - Share(ShareRounding.HalfUp), -0.5m, 0.5m);
                Assert.Equal((long)decimal.Round(exact, MidpointRounding.ToEven), Share(ShareRounding.HalfEven));
                Assert.Equal((long)decimal.Truncate(exact), Share(ShareRounding.Down));

                long Share(ShareRounding rounding) => ShareCalculation.OfPiece(new Money(price, "EUR"), new ShareRule("r", points, null, rounding, 30));
            }
        }
    }
}
