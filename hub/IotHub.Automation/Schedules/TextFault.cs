namespace IotHub.Automation.Schedules;

/// <summary>What is wrong with a short text such as a date or a cron expression; whoever knows the document adds line and column.</summary>
/// <param name="Offset">Where in the text, in characters from 0.</param>
/// <param name="Message">A sentence that says what was found and what was expected.</param>
/// <param name="Suggestion">What to write instead; null where there is no good guess.</param>
public sealed record TextFault(int Offset, string Message, string? Suggestion = null)
{
    /// <summary>A stranger's text, short and plain enough for a sentence.</summary>
    internal static string Cut(ReadOnlySpan<char> text)
    {
        const int LengthMax = 40;
        var cut = text.Length <= LengthMax ? text.ToString() : string.Concat(text[..(char.IsHighSurrogate(text[LengthMax - 1]) ? LengthMax - 1 : LengthMax)], "…");
        return string.Concat(cut.Select(letter => char.IsControl(letter) ? ' ' : letter));
    }
}
