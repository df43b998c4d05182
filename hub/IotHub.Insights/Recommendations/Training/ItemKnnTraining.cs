using System.Collections.Immutable;

namespace IotHub.Insights.Recommendations.Training;

/// <summary>Item-kNN: items are alike by the cosine of their columns, G(i,j) / sqrt(G(i,i) G(j,j)).</summary>
public static class ItemKnnTraining
{
    /// <summary>Trains.</summary>
    /// <param name="rows">Who owns what.</param>
    /// <param name="neighboursMax">For each item only so many of the nearest others speak for it, at least 1.</param>
    /// <param name="shrink">Added below the line, so that two rare items that met once are not called alike; at least 0.</param>
    public static ItemModel Train(OwnershipRows rows, int neighboursMax, double shrink)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(neighboursMax, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(shrink);
        var size = rows.Items.Length;
        var gram = rows.Gram();
        var weights = new double[size * size];
        for (var other = 0; other < size; other++)
        {
            var near = Enumerable.Range(0, size)
                .Where(item => item != other && gram[(item * size) + other] > 0)
                .Select(item => (item, weight: gram[(item * size) + other] / (Math.Sqrt(gram[(item * size) + item] * gram[(other * size) + other]) + shrink)))
                .OrderByDescending(pair => pair.weight).ThenBy(pair => pair.item)
                .Take(neighboursMax);
            foreach (var (item, weight) in near)
            {
                weights[(item * size) + other] = weight;
            }
        }

        return new ItemModel("item-knn", size, ImmutableArray.Create(weights), []);
    }
}
