using System.Collections.Immutable;

namespace IotHub.Insights.Recommendations.Training;

/// <summary>
/// RP3beta (Paudel et al., TiiS 2017): a walk of three steps, from a home to an item it owns, to another home that owns it, to an item of that one;
/// popular ends are discounted. The first step is the same for all ends, so that owned rows are only added up.
/// </summary>
public static class Rp3BetaTraining
{
    /// <summary>Trains.</summary>
    /// <param name="rows">Who owns what.</param>
    /// <param name="alpha">Exponent of each step's probability, above 0; 1 is the plain walk.</param>
    /// <param name="beta">Exponent of the end's popularity that divides, at least 0; 0 does not discount.</param>
    public static ItemModel Train(OwnershipRows rows, double alpha, double beta)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(alpha);
        ArgumentOutOfRangeException.ThrowIfNegative(beta);
        var size = rows.Items.Length;
        var counts = rows.Counts();
        var weights = new double[size * size];
        foreach (var row in rows.Rows.Where(row => row.Length > 1))
        {
            var onward = Math.Pow(1.0 / row.Length, alpha);
            foreach (var item in row)
            {
                var step = Math.Pow(1.0 / counts[item], alpha) * onward;
                foreach (var other in row)
                {
                    weights[(item * size) + other] += item == other ? 0 : step;
                }
            }
        }

        for (var item = 0; item < size; item++)
        {
            for (var other = 0; other < size; other++)
            {
                // An end that nobody owns is never reached.
                weights[(item * size) + other] *= counts[other] == 0 ? 0 : Math.Pow(counts[other], -beta);
            }
        }

        return new ItemModel("rp3beta", size, ImmutableArray.Create(weights), []);
    }
}
