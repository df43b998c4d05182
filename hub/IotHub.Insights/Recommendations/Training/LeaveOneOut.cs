using System.Collections.Immutable;

namespace IotHub.Insights.Recommendations.Training;

/// <summary>Splits rows into those to learn from and those to ask about. Whoever is asked about is never learned from.</summary>
/// <param name="Training">What models are trained on.</param>
/// <param name="Questions">One for each other row that holds two items or more: one of them, drawn by chance, is held back.</param>
public sealed record LeaveOneOut(OwnershipRows Training, ImmutableArray<HeldOut> Questions)
{
    /// <summary>Deals the rows, in an order drawn by chance, into equal parts; one part is asked about, the rest is learned from.</summary>
    /// <param name="rows">All rows.</param>
    /// <param name="seed">Of the order and of what is held back.</param>
    /// <param name="parts">How many parts, at least 2; 5 asks about a fifth.</param>
    /// <param name="part">Which of them, from 0.</param>
    public static LeaveOneOut Split(OwnershipRows rows, int seed, int parts, int part)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(parts, 2);
        ArgumentOutOfRangeException.ThrowIfNegative(part);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(part, parts);

        // What is chosen for a measurement guards nothing, and has to be the same each time.
#pragma warning disable CA5394
        var chance = new Random(seed);
        var order = Enumerable.Range(0, rows.Rows.Length).ToArray();
        chance.Shuffle(order);
        var questions = ImmutableArray.CreateBuilder<HeldOut>();
        var training = new List<ImmutableArray<int>>();
        for (var at = 0; at < order.Length; at++)
        {
            var row = rows.Rows[order[at]];
            if (at % parts != part)
            {
                training.Add(row);
            }
            else if (row.Length >= 2)
            {
                var answer = chance.Next(row.Length);
                questions.Add(new HeldOut(row.RemoveAt(answer), row[answer]));
            }
        }
#pragma warning restore CA5394

        return new LeaveOneOut(new OwnershipRows(rows.Items, training.Select(row => row.AsEnumerable())), questions.ToImmutable());
    }
}
