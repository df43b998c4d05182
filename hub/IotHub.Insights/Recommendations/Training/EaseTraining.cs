using System.Collections.Immutable;

namespace IotHub.Insights.Recommendations.Training;

/// <summary>
/// EASE^R (Steck, WWW 2019): the linear model without self-reference that best restores each home from itself, in closed form.
/// P = (X'X + lambda I)^-1, B(i,j) = -P(i,j) / P(j,j), diagonal 0.
/// </summary>
public static class EaseTraining
{
    /// <summary>Trains.</summary>
    /// <param name="rows">Who owns what.</param>
    /// <param name="lambda">Ridge, above 0: the larger, the less rare pairs are believed.</param>
    public static ItemModel Train(OwnershipRows rows, double lambda)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(lambda);
        var size = rows.Items.Length;
        var matrix = rows.Gram();
        for (var item = 0; item < size; item++)
        {
            matrix[(item * size) + item] += lambda;
        }

        PositiveDefinite.Invert(matrix, size);
        var weights = new double[size * size];
        for (var item = 0; item < size; item++)
        {
            for (var other = 0; other < size; other++)
            {
                weights[(item * size) + other] = item == other ? 0 : -matrix[(item * size) + other] / matrix[(other * size) + other];
            }
        }

        return new ItemModel("ease", size, ImmutableArray.Create(weights), []);
    }
}
