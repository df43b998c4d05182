namespace IotHub.Automation.Expressions.Syntax;

/// <summary>Measures what begins with a digit.</summary>
internal static class NumberLexer
{
    /// <summary>Units of <c>d:dd</c>, <c>dd:dd</c> or <c>dd:dd:dd</c>; 0 for anything else. <c>1:2</c> is not one: it may stand in <c>c ? 1:2</c>.</summary>
    public static int TimeLength(ReadOnlySpan<char> text)
    {
        var hours = Digits(text, 0);
        if (hours > 2 || !HasPair(text, hours))
        {
            return 0;
        }

        var length = hours + 3;
        return HasPair(text, length) ? length + 3 : length;
    }

    /// <summary>Units of digits with a fraction and an exponent, as far as they go.</summary>
    public static int NumberLength(ReadOnlySpan<char> text)
    {
        var length = Digits(text, 0);
        if (length + 1 < text.Length && text[length] == '.' && char.IsAsciiDigit(text[length + 1]))
        {
            length += 1 + Digits(text, length + 1);
        }

        if (length < text.Length && text[length] is 'e' or 'E')
        {
            var sign = length + 1 < text.Length && text[length + 1] is '+' or '-' ? 1 : 0;
            var exponent = Digits(text, length + 1 + sign);
            length += exponent > 0 ? 1 + sign + exponent : 0;
        }

        return length;
    }

    /// <summary>Units of the number together with letters and digits that follow at once: a duration, or what was meant as one.</summary>
    public static int UnitsLength(ReadOnlySpan<char> text, int number)
    {
        var length = number;
        while (length < text.Length && (char.IsAsciiLetterOrDigit(text[length]) || text[length] == '_'))
        {
            length++;
        }

        return length;
    }

    private static bool HasPair(ReadOnlySpan<char> text, int at) =>
        at + 2 < text.Length && text[at] == ':' && Digits(text, at + 1) == 2;

    private static int Digits(ReadOnlySpan<char> text, int from)
    {
        var length = from;
        while (length < text.Length && char.IsAsciiDigit(text[length]))
        {
            length++;
        }

        return length - from;
    }
}
