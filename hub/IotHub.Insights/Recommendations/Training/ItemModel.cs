using System.Collections.Immutable;

namespace IotHub.Insights.Recommendations.Training;

/// <summary>What training makes: how much owning one item speaks for another, and what speaks for an item by itself.</summary>
/// <param name="Name">What it was made by: <c>ease</c>, <c>rp3beta</c>, <c>item-knn</c>, <c>popularity</c>.</param>
/// <param name="Items">Number of items.</param>
/// <param name="Weights">Row by row: entry (owned, other); empty where owning nothing speaks for anything. The diagonal is 0.</param>
/// <param name="Prior">What speaks for each item by itself; empty for nothing.</param>
public sealed record ItemModel(string Name, int Items, ImmutableArray<double> Weights, ImmutableArray<double> Prior)
{
    /// <summary>Scores all items for one who owns some.</summary>
    /// <param name="owned">Numbers of what is owned.</param>
    /// <param name="scores">Gets a score for each item; what is owned is scored too.</param>
    /// <exception cref="ArgumentException"><paramref name="scores"/> is shorter than <see cref="Items"/>.</exception>
    public void Score(ReadOnlySpan<int> owned, Span<double> scores)
    {
        if (scores.Length < Items)
        {
            throw new ArgumentException($"{scores.Length} places for {Items} items.", nameof(scores));
        }

        scores[..Items].Clear();
        if (!Prior.IsDefaultOrEmpty)
        {
            Prior.AsSpan().CopyTo(scores);
        }

        if (Weights.IsDefaultOrEmpty)
        {
            return;
        }

        foreach (var item in owned)
        {
            var row = Weights.AsSpan(item * Items, Items);
            for (var other = 0; other < row.Length; other++)
            {
                scores[other] += row[other];
            }
        }
    }
}
