namespace IotHub.Insights.Recommendations.Training;

/// <summary>Inverts symmetric, positive definite matrices by Cholesky's decomposition.</summary>
public static class PositiveDefinite
{
    /// <summary>Replaces a matrix by its inverse.</summary>
    /// <param name="matrix">Row by row, <paramref name="size"/> squared.</param>
    /// <param name="size">Rows.</param>
    /// <exception cref="ArgumentException">The matrix is not positive definite, or not of that size.</exception>
    public static void Invert(double[] matrix, int size)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(matrix.Length, size * size, nameof(matrix));
        Decompose(matrix, size);
        InvertLower(matrix, size);

        // The inverse of L L' is the product of the inverted factors, L^-T L^-1; both triangles are filled from it.
        var inverse = new double[size * size];
        for (var row = 0; row < size; row++)
        {
            var from = matrix.AsSpan(row * size, row + 1);
            for (var left = 0; left <= row; left++)
            {
                var factor = from[left];
                var into = inverse.AsSpan(left * size, row + 1);
                for (var right = left; right <= row; right++)
                {
                    into[right] += factor * from[right];
                }
            }
        }

        for (var row = 0; row < size; row++)
        {
            for (var column = row; column < size; column++)
            {
                matrix[(row * size) + column] = matrix[(column * size) + row] = inverse[(row * size) + column];
            }
        }
    }

    // The lower triangle becomes L with L L' = the matrix.
    private static void Decompose(double[] matrix, int size)
    {
        for (var row = 0; row < size; row++)
        {
            for (var column = 0; column <= row; column++)
            {
                var sum = matrix[(row * size) + column] - Dot(matrix.AsSpan(row * size, column), matrix.AsSpan(column * size, column));
                if (row != column)
                {
                    matrix[(row * size) + column] = sum / matrix[(column * size) + column];
                }
                else if (sum > 0)
                {
                    matrix[(row * size) + row] = Math.Sqrt(sum);
                }
                else
                {
                    throw new ArgumentException($"Not positive definite: the pivot of row {row} is {sum}.", nameof(matrix));
                }
            }
        }
    }

    private static void InvertLower(double[] lower, int size)
    {
        var solved = new double[size];
        for (var column = 0; column < size; column++)
        {
            for (var row = column; row < size; row++)
            {
                var sum = row == column ? 1.0 : -Dot(lower.AsSpan((row * size) + column, row - column), solved.AsSpan(column, row - column));
                solved[row] = sum / lower[(row * size) + row];
            }

            // Column by column from the left: what later columns read lies right of this one.
            for (var row = column; row < size; row++)
            {
                lower[(row * size) + column] = solved[row];
            }
        }
    }

    private static double Dot(ReadOnlySpan<double> left, ReadOnlySpan<double> right)
    {
        var sum = 0.0;
        for (var at = 0; at < left.Length; at++)
        {
            sum += left[at] * right[at];
        }

        return sum;
    }
}
