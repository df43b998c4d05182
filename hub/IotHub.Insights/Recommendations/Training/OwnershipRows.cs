using System.Collections.Immutable;

namespace IotHub.Insights.Recommendations.Training;

/// <summary>Who owns what: each row is a home (or a basket), each entry the number of an item.</summary>
public sealed class OwnershipRows
{
    /// <summary>Checks and keeps the rows.</summary>
    /// <param name="items">The names of the items; their positions are the numbers in rows.</param>
    /// <param name="rows">Item numbers of each row; what occurs twice in a row counts once.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are more items than <see cref="TrainingLimits.ItemsMax"/>, more rows than <see cref="TrainingLimits.RowsMax"/>, or a number names no item.</exception>
    public OwnershipRows(ImmutableArray<string> items, IEnumerable<IEnumerable<int>> rows)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(items.Length, TrainingLimits.ItemsMax, nameof(items));
        Items = items;
        Rows = [.. rows.Select(row => row.Distinct().Order().ToImmutableArray())];
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Rows.Length, TrainingLimits.RowsMax, nameof(rows));
        foreach (var row in Rows)
        {
            if (row.Length > 0)
            {
                ArgumentOutOfRangeException.ThrowIfNegative(row[0], nameof(rows));
                ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(row[^1], items.Length, nameof(rows));
            }
        }
    }

    /// <summary>The names of the items.</summary>
    public ImmutableArray<string> Items { get; }

    /// <summary>Each row in ascending order, without repetitions.</summary>
    public ImmutableArray<ImmutableArray<int>> Rows { get; }

    /// <summary>How many rows hold each item.</summary>
    public ImmutableArray<int> Counts()
    {
        var counts = new int[Items.Length];
        foreach (var item in Rows.SelectMany(row => row))
        {
            counts[item]++;
        }

        return [.. counts];
    }

    /// <summary>How many rows hold both of two items, row by row (the Gram matrix X'X); the diagonal holds <see cref="Counts"/>.</summary>
    public double[] Gram()
    {
        var size = Items.Length;
        var gram = new double[size * size];
        foreach (var row in Rows)
        {
            foreach (var left in row)
            {
                foreach (var right in row)
                {
                    gram[(left * size) + right]++;
                }
            }
        }

        return gram;
    }
}
