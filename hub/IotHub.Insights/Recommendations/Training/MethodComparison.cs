namespace IotHub.Insights.Recommendations.Training;

/// <summary>The four methods and the shipped form of the last on the same questions.</summary>
public static class MethodComparison
{
    /// <summary>Trains and asks.</summary>
    /// <param name="rows">All rows.</param>
    /// <param name="settings">What the methods are tuned by.</param>
    /// <param name="seed">Of the split.</param>
    /// <param name="parts">The rows are dealt into so many parts.</param>
    /// <param name="partsAsked">So many of them, one after the other, are asked about, each with models that learned from the others.</param>
    /// <param name="cutoff">Length of the list that counts.</param>
    /// <returns>Popularity first, then item-kNN, RP3beta, EASE^R and EASE^R as int8; the gains of all are in the order of the questions.</returns>
    public static IReadOnlyList<RankingScore> Run(OwnershipRows rows, TrainingSettings settings, int seed, int parts, int partsAsked, int cutoff)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(partsAsked, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(partsAsked, parts);
        List<RankingScore>? sums = null;
        for (var part = 0; part < partsAsked; part++)
        {
            var split = LeaveOneOut.Split(rows, seed, parts, part);
            var models = settings.TrainAll(split.Training).ToList();
            models.Add(Quantisation.Restore(Quantisation.Quantise(models[^1], split.Training, "int8", string.Empty)));
            var scores = models.Select(model => RankingEvaluation.Evaluate(model, split.Questions, cutoff)).ToList();
            sums = sums is null ? scores : [.. sums.Zip(scores, Add)];
        }

        return sums ?? [];
    }

    // Models of different parts may show different items; the larger coverage is given, not their union.
    private static RankingScore Add(RankingScore left, RankingScore right) => left with
    {
        Gains = left.Gains.AddRange(right.Gains),
        Owned = left.Owned.AddRange(right.Owned),
        Hits = left.Hits + right.Hits,
        Covered = Math.Max(left.Covered, right.Covered),
    };
}
