using FsCheck;
using FsCheck.Fluent;
using IotHub.Insights.Attribution;
using IotHub.Insights.Catalogue;
using IotHub.Insights.Recommendations;

namespace IotHub.Insights.Tests.Attribution;

/// <summary>However events come - late, twice, in any order - the ledger is the same to the cent.</summary>
public sealed class LedgerPropertyTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Compare_EventsShuffledAndRepeated_IsEqual()
    {
        Prop.ForAll(Gen.Choose(0, int.MaxValue - 1).ToArbitrary(), seed =>
        {
            var chance = new Random(seed);
            var events = Events(chance);
            var arrived = events.Concat(events.Where(_ => chance.Next(3) == 0)).ToArray();
            chance.Shuffle(arrived);

            // As it grows: event after event, asked in between, which changes nothing.
            var grown = AttributionLedger.Empty;
            foreach (var happened in arrived)
            {
                grown = grown.With(happened);
                _ = grown.Shares();
            }

            var comparison = LedgerRebuild.Compare(grown, events);
            Assert.True(comparison.IsEqual, string.Join('\n', comparison.Differences));
            Assert.Equal(grown.Lines().Where(line => line.Verdict == AttributionVerdict.Attributed).Sum(line => line.ShareMinor), grown.Shares().Sum(share => share.ShareMinor));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(300));
    }

    private static AttributionEvent[] Events(Random chance) => [.. Enumerable.Range(0, chance.Next(1, 60)).Select(_ => Event(chance))];

    // Few ids, so that they meet, and times close enough to be equal now and then.
    private static AttributionEvent Event(Random chance)
    {
        var at = Start.AddDays(chance.Next(40));
        var (home, arm) = chance.Next(4) == 0 ? ("held", RecommendationArm.Holdout) : ("home", RecommendationArm.Treatment);
        var rec = new Guid(chance.Next(6), 0, 0x7000, 0x80, 0, 0, 0, 0, 0, 0, 0);
        var product = chance.Next(2) == 0 ? "curtain" : "lamp";
        return chance.Next(6) switch
        {
            0 => new RecommendationShown(at, home, arm, rec, product, chance.Next(2) == 0 ? "birch" : "acorn", "m1", 1,
                chance.Next(5) == 0 ? null : new ShareRule($"rule-{chance.Next(3)}", chance.Next(10_001), chance.Next(2) == 0 ? null : new Money(chance.Next(500), "EUR"), (ShareRounding)chance.Next(3), chance.Next(1, 20))),
            1 => new RecommendationClicked(at, home, arm, rec),
            2 => new RecommendationDismissed(at, home, arm, rec),
            3 => new DeviceBound(at, home, arm, $"bind-{chance.Next(6)}", rec),
            4 => new OrderReturned(at, home, arm, $"back-{chance.Next(6)}", $"order-{chance.Next(6)}", chance.Next(1, 3)),
            _ => new OrderPlaced(at, home, arm, $"order-{chance.Next(6)}", product, chance.Next(1, 4), new Money(chance.Next(20_000), chance.Next(4) == 0 ? "CNY" : "EUR"), chance.Next(2) == 0, chance.Next(3) == 0 ? null : chance.Next(20_000), rec),
        };
    }
}
