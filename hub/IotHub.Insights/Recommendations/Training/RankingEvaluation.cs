using System.Collections.Immutable;

namespace IotHub.Insights.Recommendations.Training;

/// <summary>Full ranking: the answer competes with every item that is not owned, never with a sample. Ties go to the lower number.</summary>
public static class RankingEvaluation
{
    /// <summary>Asks a model every question.</summary>
    /// <param name="model">The model.</param>
    /// <param name="questions">The questions.</param>
    /// <param name="cutoff">Length of the list that counts, at least 1.</param>
    public static RankingScore Evaluate(ItemModel model, ImmutableArray<HeldOut> questions, int cutoff)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(cutoff, 1);
        var scores = new double[model.Items];
        var shown = new bool[model.Items];
        var gains = ImmutableArray.CreateBuilder<double>(questions.Length);
        var hits = 0;
        foreach (var question in questions)
        {
            model.Score(question.Owned.AsSpan(), scores);
            foreach (var item in question.Owned)
            {
                scores[item] = double.NegativeInfinity;
            }

            Mark(scores, shown, cutoff);
            var rank = 1 + CountBefore(scores, question.Answer);
            hits += rank <= cutoff ? 1 : 0;
            gains.Add(rank <= cutoff ? 1.0 / Math.Log2(1 + rank) : 0);
        }

        return new RankingScore(model.Name, cutoff, gains.ToImmutable(), [.. questions.Select(question => question.Owned.Length)], hits, shown.Count(one => one), model.Items);
    }

    /// <summary>The mean difference in gain of two models on the same questions, and the interval that holds 95 % of its resampled means.</summary>
    /// <param name="one">The model that is hoped to be better.</param>
    /// <param name="other">The other.</param>
    /// <param name="chance">Draws the samples.</param>
    /// <param name="samples">How many, at least 100.</param>
    /// <exception cref="ArgumentException">They were not asked the same number of questions.</exception>
    public static (double Mean, double Low, double High) PairedBootstrap(RankingScore one, RankingScore other, Random chance, int samples = 1_000)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(samples, 100);
        if (one.Gains.Length != other.Gains.Length || one.Gains.Length == 0)
        {
            throw new ArgumentException($"{one.Gains.Length} and {other.Gains.Length} questions cannot be paired.", nameof(other));
        }

        var differences = one.Gains.Zip(other.Gains, (left, right) => left - right).ToArray();
        var means = new double[samples];
        for (var sample = 0; sample < samples; sample++)
        {
            var sum = 0.0;
            for (var draw = 0; draw < differences.Length; draw++)
            {
#pragma warning disable CA5394 // Chance here resamples a measurement; it guards nothing.
                sum += differences[chance.Next(differences.Length)];
#pragma warning restore CA5394
            }

            means[sample] = sum / differences.Length;
        }

        Array.Sort(means);
        return (differences.Average(), means[(int)(samples * 0.025)], means[(int)(samples * 0.975) - 1]);
    }

    private static int CountBefore(ReadOnlySpan<double> scores, int answer)
    {
        var before = 0;
        for (var item = 0; item < scores.Length; item++)
        {
            before += scores[item] > scores[answer] || (scores[item] == scores[answer] && item < answer) ? 1 : 0;
        }

        return before;
    }

    private static void Mark(ReadOnlySpan<double> scores, bool[] shown, int cutoff)
    {
        Span<int> best = stackalloc int[Math.Min(cutoff, 64)];
        var length = 0;
        for (var item = 0; item < scores.Length; item++)
        {
            if (double.IsNegativeInfinity(scores[item]) || (length == best.Length && scores[best[^1]] >= scores[item]))
            {
                continue;
            }

            var place = length < best.Length ? length++ : length - 1;
            while (place > 0 && scores[best[place - 1]] < scores[item])
            {
                best[place] = best[place - 1];
                place--;
            }

            best[place] = item;
        }

        foreach (var item in best[..length])
        {
            shown[item] = true;
        }
    }
}
