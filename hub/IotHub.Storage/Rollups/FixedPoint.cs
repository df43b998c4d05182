using IotHub.Contracts.Values;

namespace IotHub.Storage.Rollups;

/// <summary>Numbers of roll-ups are whole millionths, so that coarse sums are exactly the sums of finer ones. One beyond nine million million counts as that.</summary>
internal static class FixedPoint
{
    public const long One = 1_000_000;
    private const double Most = 9e12;

    /// <summary>The number; null for what is none.</summary>
    public static long? Of(PropertyValue value) =>
        value.TryGetNumber(out var number) ? (long)Math.Round(Math.Clamp(number, -Most, Most) * One) : null;

    public static double ToDouble(Int128 number) => (double)number / One;

    /// <summary>The mean of an integral of millionths over milliseconds.</summary>
    public static double Mean(Int128 integral, long milliseconds)
    {
        // Whole millionths first: the rest is below what is kept, and the quotient is then as short as the values were.
        var (whole, rest) = Int128.DivRem(integral, milliseconds);
        return Math.Round(((double)whole + ((double)rest / milliseconds)) / One, 6);
    }
}
