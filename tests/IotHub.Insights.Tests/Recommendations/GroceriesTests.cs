using System.Collections.Immutable;
using System.Globalization;
using IotHub.Insights.Recommendations.Training;
using IotHub.Testing;
using Xunit.Abstractions;

namespace IotHub.Insights.Tests.Recommendations;

/// <summary>The ranking code on real baskets, compared with figures that were measured independently. What protocol this is: docs/insights/recommendations.md.</summary>
public sealed class GroceriesTests(ITestOutputHelper output)
{
    // Published: NDCG@5 and Recall@5 of one split of unknown seed.
    private static readonly (string Model, double Ndcg, double Recall)[] Published =
        [("popularity", 0.175, 0.276), ("item-knn", 0.187, 0.286), ("rp3beta", 0.195, 0.295), ("ease", 0.197, 0.286)];

    [CorpusFact]
    public void Run_OneSplit_IsWithinAHundredthOfThePublished() => AssertPublished(MethodComparison.Run(Baskets(), new TrainingSettings(), seed: 1, parts: 5, partsAsked: 1, cutoff: 5));

    [CorpusFact]
    public void Run_EveryBasketAskedOnce_IsWithinAHundredthOfThePublished()
    {
        var scores = MethodComparison.Run(Baskets(), new TrainingSettings(), seed: 1, parts: 5, partsAsked: 5, cutoff: 5);

        AssertPublished(scores);
        Assert.Equal(7_676, scores[0].Gains.Length);
    }

    [CorpusFact]
    public void Run_EachMethod_IsBetterThanPopularityBeyondChanceAndInt8LosesNothing()
    {
        var scores = MethodComparison.Run(Baskets(), new TrainingSettings(), seed: 1, parts: 5, partsAsked: 5, cutoff: 5);

        foreach (var score in scores.Skip(1))
        {
            var (mean, low, high) = RankingEvaluation.PairedBootstrap(score, scores[0], new SeededRandom(1));
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{score.Model}: {mean:+0.0000} [{low:+0.0000}, {high:+0.0000}] over popularity, coverage {score.Coverage:P0}"));
            Assert.True(low > 0, score.Model);
        }

        Assert.InRange(scores[4].Ndcg - scores[3].Ndcg, -0.001, 0.001);
        Assert.True(scores[0].Coverage < 0.1 && scores[3].Coverage > 0.3);
    }

    private static OwnershipRows Baskets()
    {
        var lines = File.ReadLines(Corpus.Path("baskets-groceries", "groceries.csv")).Select(line => line.Split(',', StringSplitOptions.TrimEntries)).ToList();
        var items = lines.SelectMany(line => line).Distinct().Order(StringComparer.Ordinal).ToImmutableArray();
        var numbers = items.Select((item, number) => (item, number)).ToDictionary(pair => pair.item, pair => pair.number, StringComparer.Ordinal);
        Assert.Equal((9_835, 169), (lines.Count, items.Length));
        return new OwnershipRows(items, lines.Select(line => line.Select(item => numbers[item])));
    }

    private void AssertPublished(IReadOnlyList<RankingScore> scores)
    {
        foreach (var (score, published) in scores.Zip(Published))
        {
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{score.Model}: NDCG@5 {score.Ndcg:F4} (published {published.Ndcg}), Recall@5 {score.Recall:F4} (published {published.Recall})"));
        }

        Assert.All(scores.Zip(Published), pair =>
        {
            Assert.Equal(pair.Second.Model, pair.First.Model);
            Assert.InRange(pair.First.Ndcg - pair.Second.Ndcg, -0.01, 0.01);
            Assert.InRange(pair.First.Recall - pair.Second.Recall, -0.01, 0.01);
        });
    }
}
