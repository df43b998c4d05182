namespace IotHub.Automation.Expressions.Syntax;

/// <summary>Measures names and addresses. A "-" or "/" with letters right at both sides belongs to the word: devices have hyphens in their names.</summary>
internal static class WordLexer
{
    /// <summary>True where a name may begin; an address may also begin with a digit.</summary>
    public static bool IsStart(char letter) => char.IsAsciiLetter(letter) || letter == '_';

    /// <summary>Units of the word at the start of a text, and whether it is an address rather than a name; 0 where there is none.</summary>
    public static (int Length, bool IsProperty) Measure(ReadOnlySpan<char> text)
    {
        var length = NameLength(text);
        var isName = length > 0 && IsStart(text[0]);
        if (length + 1 < text.Length && length > 0 && text[length] == '/' && (char.IsLetter(text[length + 1]) || text[length + 1] == '_'))
        {
            var key = KeyLength(text[(length + 1)..]);

            // 10/x divides; 10/x.y can only be a device that is called "10".
            if (isName || text.Slice(length + 1, key).Contains('.'))
            {
                return (length + 1 + key, true);
            }
        }

        return isName ? (length, false) : (0, false);
    }

    private static int NameLength(ReadOnlySpan<char> text)
    {
        var length = 0;
        while (length < text.Length)
        {
            var isInner = text[length] is '-' or '.' && length > 0 && IsPart(text[length - 1]) && length + 1 < text.Length && IsPart(text[length + 1]);
            if (!isInner && !IsPart(text[length]))
            {
                break;
            }

            length++;
        }

        return length;
    }

    // Contracts may have letters of any script in their names.
    private static int KeyLength(ReadOnlySpan<char> text)
    {
        var length = 0;
        while (length < text.Length && (char.IsLetterOrDigit(text[length]) || text[length] is '_' or '-' or '.'))
        {
            length++;
        }

        return text[..length].TrimEnd("-.").Length;
    }

    private static bool IsPart(char letter) => char.IsAsciiLetterOrDigit(letter) || letter == '_';
}
