namespace IotHub.Storage.Rollups;

/// <summary>Millionths mostly end with zeros, which need not be kept.</summary>
internal static class TrailingZeros
{
    public const int Most = 6;

    private static readonly long[] Powers = [1, 10, 100, 1_000, 10_000, 100_000, 1_000_000];

    public static long Scale(int zeros) => Powers[Math.Clamp(zeros, 0, Most)];

    /// <summary>How many zeros a number ends with, at most so many.</summary>
    public static int Of(Int128 number, int most)
    {
        // Division of what is wider than the machine is slow, and seldom needed.
        if (number <= long.MaxValue && number >= long.MinValue)
        {
            var narrow = (long)number;
            while (narrow % Powers[most] != 0)
            {
                most--;
            }

            return most;
        }

        while (number % Powers[most] != 0)
        {
            most--;
        }

        return most;
    }
}
