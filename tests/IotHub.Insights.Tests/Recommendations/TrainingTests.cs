using System.Collections.Immutable;
using IotHub.Insights.Recommendations.Training;
using IotHub.Testing;

namespace IotHub.Insights.Tests.Recommendations;

public sealed class TrainingTests
{
    // Items: 0 in three rows, 1 in two, 2 in two, 3 in none.
    private static readonly OwnershipRows Rows = new(["a", "b", "c", "d"], [[0, 1], [0, 1, 2], [0], [2]]);

    [Fact]
    public void Invert_RandomPositiveDefinite_GivesTheUnitMatrix()
    {
        var chance = new SeededRandom(9);
        const int Size = 40;
        var factor = Enumerable.Range(0, Size * Size).Select(_ => chance.NextDouble() - 0.5).ToArray();
        var matrix = new double[Size * Size];
        for (var row = 0; row < Size; row++)
        {
            for (var column = 0; column < Size; column++)
            {
                matrix[(row * Size) + column] = Enumerable.Range(0, Size).Sum(k => factor[(row * Size) + k] * factor[(column * Size) + k]) + (row == column ? 1 : 0);
            }
        }

        var inverse = matrix.ToArray();
        PositiveDefinite.Invert(inverse, Size);

        for (var row = 0; row < Size; row++)
        {
            for (var column = 0; column < Size; column++)
            {
                Assert.Equal(row == column ? 1 : 0, Enumerable.Range(0, Size).Sum(k => matrix[(row * Size) + k] * inverse[(k * Size) + column]), 9);
            }
        }
    }

    [Fact]
    public void Invert_NotPositiveDefinite_IsRefused() => Assert.Throws<ArgumentException>(() => PositiveDefinite.Invert([1, 2, 2, 1], 2));

    [Fact]
    public void Gram_Rows_CountsPairs() => Assert.Equal([3, 2, 1, 0, 2, 2, 1, 0, 1, 1, 2, 0, 0, 0, 0, 0], Rows.Gram());

    [Fact]
    public void Ease_TwoItems_IsTheRegressionOfOneOnTheOther()
    {
        // With two items B(0,1) = G(0,1) / (G(0,0) + lambda): ridge regression without self-reference.
        var model = EaseTraining.Train(new OwnershipRows(["a", "b"], [[0, 1], [0, 1], [0], [1], [1]]), lambda: 2);

        Assert.Equal(2.0 / (3 + 2), model.Weights[1], 12);
        Assert.Equal(2.0 / (4 + 2), model.Weights[2], 12);
        Assert.Equal((0, 0), (model.Weights[0], model.Weights[3]));
    }

    [Fact]
    public void Rp3Beta_SmallHomes_IsTheWalkCountedByHand()
    {
        var model = Rp3BetaTraining.Train(Rows, alpha: 1, beta: 0.5);

        // From a: a third to each of its rows; in the first a half, in the second a third ends at b, whose popularity 2 divides by its root.
        Assert.Equal(((1.0 / 3 / 2) + (1.0 / 3 / 3)) / Math.Sqrt(2), model.Weights[1], 12);
        Assert.Equal(1.0 / 3 / 3 / Math.Sqrt(2), model.Weights[2], 12);
        Assert.Equal(0, model.Weights[3]);
        Assert.Equal(0, model.Weights[0]);
    }

    [Fact]
    public void Rp3Beta_AlphaTwo_SquaresEachStep() =>
        Assert.Equal((1.0 / 9 / 4) + (1.0 / 9 / 9), Rp3BetaTraining.Train(Rows, alpha: 2, beta: 0).Weights[1], 12);

    [Fact]
    public void ItemKnn_SmallHomes_IsTheCosine()
    {
        var all = ItemKnnTraining.Train(Rows, neighboursMax: 3, shrink: 0);
        var nearest = ItemKnnTraining.Train(Rows, neighboursMax: 1, shrink: 0);

        Assert.Equal(2 / Math.Sqrt(6), all.Weights[1], 12);
        Assert.Equal(1 / Math.Sqrt(6), all.Weights[2], 12);

        // For c both others are candidates; b is nearer (1/2) than a.
        Assert.Equal((0, 0.5), (nearest.Weights[2], nearest.Weights[6]));
    }

    [Fact]
    public void Evaluate_KnownRanks_GivesTheGainOfEach()
    {
        var model = new ItemModel("fixed", 4, [], [4, 3, 2, 1]);
        ImmutableArray<HeldOut> questions = [new([1], 0), new([0], 3), new([0, 1], 3)];

        var score = RankingEvaluation.Evaluate(model, questions, cutoff: 2);

        Assert.Equal(new[] { 1, 0, 1 / Math.Log2(3) }, score.Gains);
        Assert.Equal((2, 4), (score.Hits, score.Covered));
        Assert.Equal(0.5, score.NdcgOfOwning(1));
        Assert.Null(score.NdcgOfOwning(0));
        Assert.Equal(2.0 / 3, score.Recall, 12);
    }

    [Fact]
    public void Evaluate_Ties_GoToTheLowerNumber()
    {
        var score = RankingEvaluation.Evaluate(new ItemModel("flat", 3, [], [1, 1, 1]), [new HeldOut([], 2), new HeldOut([], 0)], cutoff: 1);

        Assert.Equal(new double[] { 0, 1 }, score.Gains);
    }

    [Fact]
    public void Quantise_Weights_AreRoundedByOneScale()
    {
        var model = new ItemModel("m", 2, [0, -0.5, 1.27, 0], []);

        var shipped = Quantisation.Quantise(model, new OwnershipRows(["a", "b"], [[0], [0, 1]]), "v", "test");

        Assert.Equal(0.01, shipped.Scale, 12);
        Assert.Equal(new sbyte[] { 0, -50, 127, 0 }, shipped.Weights);
        Assert.Equal(new[] { 2, 1 }, shipped.Popularity);
    }

    [Fact]
    public void Split_SameSeed_IsTheSameAndKeepsAskedRowsOutOfTraining()
    {
        var rows = new OwnershipRows([.. Enumerable.Range(0, 30).Select(item => $"i{item}")], Enumerable.Range(0, 30).Select(at => (IEnumerable<int>)[at, (at + 1) % 30]));

        var split = LeaveOneOut.Split(rows, seed: 4, parts: 5, part: 2);
        var again = LeaveOneOut.Split(rows, seed: 4, parts: 5, part: 2);

        Assert.Equal(split.Questions.Select(question => question.Answer), again.Questions.Select(question => question.Answer));
        Assert.Equal((24, 6), (split.Training.Rows.Length, split.Questions.Length));
        var asked = split.Questions.Select(question => string.Join(',', question.Owned.Add(question.Answer).Order())).ToHashSet();
        Assert.DoesNotContain(split.Training.Rows, row => asked.Contains(string.Join(',', row)));
    }
}
