using System.Globalization;
using System.Text;

namespace IotHub.Automation.Compilation;

/// <summary>Durations as they are written: <c>90s</c>, <c>1h30m</c>, <c>250ms</c>, <c>1d</c>. Whole numbers with a unit, largest unit first.</summary>
public static class Duration
{
    private static readonly (string Unit, long Ticks)[] Units =
    [
        ("d", TimeSpan.TicksPerDay), ("h", TimeSpan.TicksPerHour), ("m", TimeSpan.TicksPerMinute), ("s", TimeSpan.TicksPerSecond), ("ms", TimeSpan.TicksPerMillisecond),
    ];

    // What people write instead; each leads to a suggestion, never to a guess that is carried out.
    private static readonly Dictionary<string, string> Words = new(StringComparer.OrdinalIgnoreCase)
    {
        ["d"] = "d",
        ["day"] = "d",
        ["days"] = "d",
        ["h"] = "h",
        ["hr"] = "h",
        ["hrs"] = "h",
        ["hour"] = "h",
        ["hours"] = "h",
        ["m"] = "m",
        ["min"] = "m",
        ["mins"] = "m",
        ["minute"] = "m",
        ["minutes"] = "m",
        ["s"] = "s",
        ["sec"] = "s",
        ["secs"] = "s",
        ["second"] = "s",
        ["seconds"] = "s",
        ["ms"] = "ms",
        ["msec"] = "ms",
        ["millisecond"] = "ms",
        ["milliseconds"] = "ms",
    };

    /// <summary>Reads a duration; false for anything that is not exactly of the form, or is longer than 10,000 days.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out TimeSpan duration)
    {
        duration = default;
        long ticks = 0;
        var unit = -1;
        while (!text.IsEmpty)
        {
            var digits = Count(text, char.IsAsciiDigit);
            var letters = Count(text[digits..], char.IsAsciiLetter);
            if (digits is 0 or > 12 || !long.TryParse(text[..digits], NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            {
                return false;
            }

            var name = text.Slice(digits, letters).ToString();
            var next = Array.FindIndex(Units, unit => unit.Unit == name);
            if (next <= unit || number > 10_000 * TimeSpan.TicksPerDay / Units[next].Ticks)
            {
                return false;
            }

            unit = next;
            ticks += number * Units[next].Ticks;
            text = text[(digits + letters)..];
        }

        duration = new TimeSpan(ticks);
        return unit >= 0 && ticks <= 10_000 * TimeSpan.TicksPerDay;
    }

    /// <summary>The duration as it is written, <c>1h30m</c>; parts of a millisecond are dropped.</summary>
    public static string Format(TimeSpan duration)
    {
        var text = new StringBuilder();
        var rest = duration.Ticks;
        foreach (var (unit, ticks) in Units)
        {
            if (rest >= ticks)
            {
                text.Append(CultureInfo.InvariantCulture, $"{rest / ticks}{unit}");
                rest %= ticks;
            }
        }

        return text.Length == 0 ? "0s" : text.ToString();
    }

    /// <summary>What may have been meant, <c>2 mins</c> → <c>2m</c>; null where there is no good guess.</summary>
    public static string? Suggest(string text)
    {
        var parts = new StringBuilder();
        var rest = text.AsSpan().Trim();
        while (!rest.IsEmpty)
        {
            var digits = Count(rest, char.IsAsciiDigit);
            var number = rest[..digits].ToString();
            rest = rest[digits..].TrimStart();
            var letters = Count(rest, char.IsAsciiLetter);
            var word = rest[..letters].ToString();
            rest = rest[letters..].TrimStart(" ,");
            if (digits == 0 || !Words.TryGetValue(word, out var unit))
            {
                return null;
            }

            parts.Append(number).Append(unit);
            rest = rest.StartsWith("and ", StringComparison.OrdinalIgnoreCase) ? rest[4..].TrimStart() : rest;
        }

        return TryParse(parts.ToString(), out _) ? parts.ToString() : null;
    }

    private static int Count(ReadOnlySpan<char> text, Func<char, bool> isPart)
    {
        var count = 0;
        while (count < text.Length && isPart(text[count]))
        {
            count++;
        }

        return count;
    }
}
