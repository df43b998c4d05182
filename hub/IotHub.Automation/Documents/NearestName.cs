namespace IotHub.Automation.Documents;

/// <summary>Finds what may have been meant: the known name with the fewest changes, if they are few.</summary>
internal static class NearestName
{
    /// <summary>The nearest name; null where none is near. Of equals the first in ordinal order.</summary>
    public static string? Find(string written, IEnumerable<string> known)
    {
        string? nearest = null;

        // One change for short names, a third of the letters for long ones: more would be guessing.
        var least = Math.Max(1, written.Length / 3) + 1;
        foreach (var name in known.Order(StringComparer.Ordinal))
        {
            if (Math.Abs(name.Length - written.Length) < least && Distance(written, name) is var distance && distance < least)
            {
                (nearest, least) = (name, distance);
            }
        }

        return nearest;
    }

    /// <summary>"Did you mean …?", or null.</summary>
    public static string? Suggest(string written, IEnumerable<string> known) => Find(written, known) is { } name ? $"Did you mean \"{name}\"?" : null;

    // Insertions, deletions, replacements and swaps of neighbours (optimal string alignment); case does not count.
    private static int Distance(string left, string right)
    {
        var before = new int[right.Length + 1];
        var last = new int[right.Length + 1];
        var row = new int[right.Length + 1];
        for (var j = 0; j <= right.Length; j++)
        {
            last[j] = j;
        }

        for (var i = 1; i <= left.Length; i++)
        {
            row[0] = i;
            for (var j = 1; j <= right.Length; j++)
            {
                var same = Same(left[i - 1], right[j - 1]) ? 0 : 1;
                row[j] = Math.Min(Math.Min(row[j - 1], last[j]) + 1, last[j - 1] + same);
                if (i > 1 && j > 1 && Same(left[i - 1], right[j - 2]) && Same(left[i - 2], right[j - 1]))
                {
                    row[j] = Math.Min(row[j], before[j - 2] + 1);
                }
            }

            (before, last, row) = (last, row, before);
        }

        return last[right.Length];
    }

    private static bool Same(char left, char right) => char.ToLowerInvariant(left) == char.ToLowerInvariant(right);
}
