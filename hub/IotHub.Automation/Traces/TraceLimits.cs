namespace IotHub.Automation.Traces;

/// <summary>How much a trace may hold. What is beyond is left out; of steps it is said how many.</summary>
public static class TraceLimits
{
    /// <summary>Steps of one run that leave a trace: more than a person reads, and a repetition of a thousand rounds does not fill the disk.</summary>
    public const int StepsMax = 200;

    /// <summary>Clauses of one decision: a condition of the greatest permitted size has a hundred, of which a few decide.</summary>
    public const int ClausesMax = 32;

    /// <summary>Values of one decision or clause: a step that reads more is an aggregate, whose result is said.</summary>
    public const int ValuesMax = 32;

    /// <summary>Characters of one value: a line on a screen and a half.</summary>
    public const int ValueLengthMax = 200;

    /// <summary>Commands of one decision: every lamp of a large house. Further ones are still found by their device.</summary>
    public const int CommandsMax = 256;

    /// <summary>A text within the bound.</summary>
    public static string Cut(string text)
    {
        if (text.Length <= ValueLengthMax)
        {
            return text;
        }

        // Not in the middle of a character.
        var length = char.IsHighSurrogate(text[ValueLengthMax - 2]) ? ValueLengthMax - 2 : ValueLengthMax - 1;
        return string.Concat(text.AsSpan(0, length), "…");
    }
}
