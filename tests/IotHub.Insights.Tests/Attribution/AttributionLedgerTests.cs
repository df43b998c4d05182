using IotHub.Insights.Attribution;
using IotHub.Insights.Catalogue;
using IotHub.Insights.Recommendations;

namespace IotHub.Insights.Tests.Attribution;

public sealed class AttributionLedgerTests
{
    private const RecommendationArm Arm = RecommendationArm.Treatment;
    private static readonly DateTimeOffset Start = new(2026, 11, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly Guid Rec = new(1, 0, 0x7000, 0x80, 0, 0, 0, 0, 0, 0, 0);
    private static readonly ShareRule Rule = new("eight", 800, null, ShareRounding.HalfEven, 30);
    private static readonly RecommendationShown Shown = new(Start, "home", Arm, Rec, "curtain", "birch", "m1", 1, Rule);
    private static readonly RecommendationClicked Clicked = new(Start.AddHours(1), "home", Arm, Rec);

    [Fact]
    public void Lines_ShownClickedOrdered_IsAttributedWithTheShareOfEachPiece()
    {
        var ledger = LedgerRebuild.Build([Shown, Clicked, Order(2, Start.AddDays(3))]);

        Assert.Equal(new LedgerLine("order-1", Start.AddDays(3), AttributionVerdict.Attributed, Rec, "birch", "eight", 2, new Money(19_998, "EUR"), 1_600), Assert.Single(ledger.Lines()));
        Assert.Equal(new PartnerShare("birch", "EUR", 1, 19_998, 1_600), Assert.Single(ledger.Shares()));
    }

    [Fact]
    public void Lines_PiecesReturned_TakeTheirShareWithThem()
    {
        var ledger = LedgerRebuild.Build([Shown, Clicked, Order(3, Start.AddDays(3)), Return("back-1", 1), Return("back-1", 1), Return("back-2", 1)]);

        Assert.Equal((1, 9_999L, 800L), (ledger.Lines()[0].Kept, ledger.Lines()[0].Revenue.Minor, ledger.Lines()[0].ShareMinor));
        Assert.Empty(ledger.With(Return("back-3", 9)).Shares());
    }

    public static TheoryData<AttributionVerdict, AttributionEvent[]> Verdicts => new()
    {
        { AttributionVerdict.NoRecommendation, [Shown, Clicked, Order(1, Start.AddDays(1)) with { RecId = null }] },
        { AttributionVerdict.NotShown, [Clicked, Order(1, Start.AddDays(1))] },
        { AttributionVerdict.OtherHome, [Shown with { Home = "other" }, Clicked, Order(1, Start.AddDays(1))] },
        { AttributionVerdict.OtherProduct, [Shown with { Product = "lamp" }, Clicked, Order(1, Start.AddDays(1))] },
        { AttributionVerdict.NotClicked, [Shown, Order(1, Start.AddDays(1))] },
        { AttributionVerdict.NotClicked, [Shown, Clicked with { At = Start.AddDays(2) }, Order(1, Start.AddDays(1))] },
        { AttributionVerdict.Attributed, [Shown, Clicked, Order(1, Start.AddHours(1).AddDays(30))] },
        { AttributionVerdict.TooLate, [Shown, Clicked, Order(1, Start.AddHours(1).AddDays(30).AddTicks(1))] },
        { AttributionVerdict.NoRule, [Shown with { Rule = null }, Clicked, Order(1, Start.AddDays(1))] },
    };

    [Theory]
    [MemberData(nameof(Verdicts))]
    public void Lines_Case_HasItsVerdict(AttributionVerdict verdict, AttributionEvent[] events)
    {
        var line = Assert.Single(LedgerRebuild.Build(events).Lines());

        Assert.Equal(verdict, line.Verdict);
        Assert.Equal(verdict == AttributionVerdict.Attributed ? 800 : 0, line.ShareMinor);
    }

    [Theory]
    [InlineData(9_500, false, 500)]
    [InlineData(9_499, true, 501)]
    [InlineData(10_400, false, -400)]
    public void Margins_HardwareOrders_AreOverAboveFivePercentExactly(long cost, bool isOver, long basisPoints)
    {
        var order = Order(2, Start) with { Price = new Money(10_000, "EUR"), CostMinor = cost, IsHardware = true };
        var service = order with { OrderId = "service", IsHardware = false, CostMinor = 0 };
        var untold = order with { OrderId = "untold", CostMinor = null };

        var margin = Assert.Single(LedgerRebuild.Build([order, service, untold]).Margins());

        Assert.Equal((isOver, basisPoints, 1), (margin.IsOver, margin.BasisPoints!.Value, margin.OrdersWithoutCost));
    }

    [Fact]
    public void Arms_HoldoutHome_CountsWhatItBuysWithoutBeingShownAnything()
    {
        var ledger = LedgerRebuild.Build(
        [
            Shown, Clicked, new DeviceBound(Start.AddDays(5), "home", Arm, "bind-1", Rec), new DeviceBound(Start.AddDays(6), "home", Arm, "bind-2", null),
            new RecommendationDismissed(Start, "home", Arm, Rec), Order(2, Start.AddDays(3)),
            Order(1, Start) with { OrderId = "held", Home = "held", Arm = RecommendationArm.Holdout, RecId = null },
        ]);

        Assert.Equal(new ArmCounts(Arm, 1, 1, 1, 1, 2, 1, 1, 2), ledger.Arms()[0]);
        Assert.Equal(new ArmCounts(RecommendationArm.Holdout, 1, 0, 0, 0, 0, 0, 1, 1), ledger.Arms()[1]);
    }

    [Fact]
    public void With_AmountsThatCannotBe_AreCountedAndNotTaken()
    {
        var ledger = LedgerRebuild.Build([Order(0, Start), Order(1, Start) with { Price = new Money(-1, "EUR") }, Order(1, Start) with { CostMinor = -1 }, Return("x", 0)]);

        Assert.Equal(4, ledger.Refused);
        Assert.Empty(ledger.Lines());
    }

    [Fact]
    public void Compare_LedgerThatMissedAnEvent_NamesTheDifference()
    {
        var comparison = LedgerRebuild.Compare(LedgerRebuild.Build([Shown, Order(1, Start.AddDays(1))]), [Shown, Clicked, Order(1, Start.AddDays(1))]);

        Assert.False(comparison.IsEqual);
        Assert.Contains(comparison.Differences, line => line.StartsWith("only in the ledger: order order-1", StringComparison.Ordinal) && line.Contains("NotClicked", StringComparison.Ordinal));
        Assert.Contains("only in the events: partner birch EUR: 1 orders, 9999, share 800", comparison.Differences);
    }

    private static OrderPlaced Order(int quantity, DateTimeOffset at) => new(at, "home", Arm, "order-1", "curtain", quantity, new Money(9_999, "EUR"), true, null, Rec);

    private static OrderReturned Return(string id, int quantity) => new(Start.AddDays(10), "home", Arm, id, "order-1", quantity);
}
