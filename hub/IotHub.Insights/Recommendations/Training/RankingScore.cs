using System.Collections.Immutable;

namespace IotHub.Insights.Recommendations.Training;

/// <summary>How well a model found what was held back, question by question.</summary>
/// <param name="Model">The model's name.</param>
/// <param name="Cutoff">Length of the list that counts.</param>
/// <param name="Gains">For each question 1 / log2(1 + rank) where the answer is in the list, else 0: NDCG with one right answer.</param>
/// <param name="Owned">For each question how many items the model saw.</param>
/// <param name="Hits">How many answers were in the list.</param>
/// <param name="Covered">How many different items stood in any list.</param>
/// <param name="Items">How many items there are.</param>
public sealed record RankingScore(string Model, int Cutoff, ImmutableArray<double> Gains, ImmutableArray<int> Owned, int Hits, int Covered, int Items)
{
    /// <summary>Mean gain, 0 to 1.</summary>
    public double Ndcg => Gains.Length == 0 ? 0 : Gains.Average();

    /// <summary>Share of questions whose answer was in the list, 0 to 1.</summary>
    public double Recall => Gains.Length == 0 ? 0 : (double)Hits / Gains.Length;

    /// <summary>Share of all items that stood in any list, 0 to 1.</summary>
    public double Coverage => Items == 0 ? 0 : (double)Covered / Items;

    /// <summary>Mean gain of those who own at most so many, cold homes; null where there are none.</summary>
    public double? NdcgOfOwning(int most)
    {
        var cold = Gains.Where((_, at) => Owned[at] <= most).ToList();
        return cold.Count == 0 ? null : cold.Average();
    }
}
