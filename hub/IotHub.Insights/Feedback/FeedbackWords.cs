using System.Diagnostics.CodeAnalysis;

namespace IotHub.Insights.Feedback;

/// <summary>The words that the values of feedback are written with: their names in lower-case letters.</summary>
public static class FeedbackWords
{
    /// <summary>The word of a value.</summary>
    [SuppressMessage("Globalization", "CA1308:Normalize strings to uppercase", Justification = "The format has lower-case words.")]
    public static string Of<T>(T value)
        where T : struct, Enum => value.ToString().ToLowerInvariant();

    /// <summary>All words of a kind of value, in order.</summary>
    public static IEnumerable<string> All<T>()
        where T : struct, Enum => Enum.GetValues<T>().Select(Of);

    /// <summary>Reads a word; exactly as it is written, so no number and no capitals.</summary>
    public static bool TryRead<T>(string? word, out T value)
        where T : struct, Enum
    {
        foreach (var one in Enum.GetValues<T>())
        {
            if (Of(one) == word)
            {
                value = one;
                return true;
            }
        }

        value = default;
        return false;
    }
}
