using System.Globalization;
using System.Text;
using IotHub.Automation.Compilation;

namespace IotHub.Automation.Expressions.Syntax;

/// <summary>Cuts an expression's text into tokens. What is misspelt is said, and left out, so that each such fault is told at once.</summary>
internal sealed class ExpressionLexer(string text)
{
    // Two letters first: the longest symbol wins.
    private static readonly string[] Symbols = ["==", "!=", "<=", ">=", "=", "<", ">", "+", "-", "*", "/", "%", "(", ")", "[", "]", ",", "?", ":"];

    // What people write instead; where there are two letters they stand first here too.
    private static readonly (string Written, string Message, string? Suggestion)[] Foreign =
    [
        ("&&", "\"&&\" is not an operator here.", "Write \"and\"."),
        ("||", "\"||\" is not an operator here.", "Write \"or\"."),
        ("<>", "\"<>\" is not an operator here.", "Write \"!=\"."),
        ("!", "\"!\" is not an operator here.", "Write \"not\"."),
        ("&", "\"&\" is not an operator here.", "Write \"and\", or \"+\" to join texts."),
        ("|", "\"|\" is not an operator here.", "Write \"or\"."),
        ("≠", "\"≠\" is not an operator here.", "Write \"!=\"."),
        ("≤", "\"≤\" is not an operator here.", "Write \"<=\"."),
        ("≥", "\"≥\" is not an operator here.", "Write \">=\"."),
        ("×", "\"×\" is not an operator here.", "Write \"*\"."),
        ("÷", "\"÷\" is not an operator here.", "Write \"/\"."),
        ("−", "\"−\" (U+2212) is not an operator here.", "Write \"-\"."),
        ("°", "Units are not written in expressions.", "Leave the unit out."),
        ("‘", "A text stands between straight quotes.", "Write '."),
        ("’", "A text stands between straight quotes.", "Write '."),
        ("“", "A text stands between straight quotes.", "Write '."),
        ("”", "A text stands between straight quotes.", "Write '."),
        (";", "Nothing ends with \";\" here.", "Leave it out; arguments are parted by \",\"."),
        ("{", "Braces have no meaning within an expression.", "Lists stand in [ ], groups in ( )."),
        ("}", "Braces have no meaning within an expression.", "Lists stand in [ ], groups in ( )."),
        ("\u00A0", "A no-break space (U+00A0) is not a space here.", "Write a plain space."),
    ];

    private readonly List<Token> _tokens = [];
    private readonly List<ExpressionFault> _faults = [];
    private int _at;

    /// <summary>What is misspelt, in order.</summary>
    public IReadOnlyList<ExpressionFault> Faults => _faults;

    /// <summary>All tokens, the last of which is the end.</summary>
    public List<Token> Read()
    {
        while (_at < text.Length && _faults.Count < ExpressionLimits.FaultsMax)
        {
            var letter = text[_at];
            if (letter is ' ' or '\t' or '\r' or '\n')
            {
                _at++;
            }
            else if (letter is '\'' or '"')
            {
                ReadText(letter);
            }
            else if (char.IsAsciiDigit(letter))
            {
                ReadNumberOrMore();
            }
            else if (WordLexer.IsStart(letter))
            {
                var (length, isProperty) = WordLexer.Measure(text.AsSpan(_at));
                Add(isProperty ? TokenKind.Property : TokenKind.Name, length);
            }
            else
            {
                ReadSymbol();
            }
        }

        _tokens.Add(new Token(TokenKind.End, new SourceSpan(text.Length, 0), string.Empty));
        return _tokens;
    }

    private void Add(TokenKind kind, int length, double number = 0)
    {
        _tokens.Add(new Token(kind, new SourceSpan(_at, length), text.Substring(_at, length), number));
        _at += length;
    }

    private void Fault(int length, string message, string? suggestion = null)
    {
        _faults.Add(new ExpressionFault("expression.syntax", new SourceSpan(_at, length), message, suggestion));
        _at += length;
    }

    private void ReadSymbol()
    {
        var rest = text.AsSpan(_at);
        foreach (var symbol in Symbols)
        {
            if (rest.StartsWith(symbol, StringComparison.Ordinal) && !rest.StartsWith("<>", StringComparison.Ordinal))
            {
                Add(TokenKind.Symbol, symbol.Length);
                return;
            }
        }

        foreach (var (written, message, suggestion) in Foreign)
        {
            if (rest.StartsWith(written, StringComparison.Ordinal))
            {
                Fault(written.Length, message, suggestion);
                return;
            }
        }

        Rune.DecodeFromUtf16(rest, out var rune, out var used);
        Fault(used, Rune.IsControl(rune) || rune == Rune.ReplacementChar || Rune.IsWhiteSpace(rune)
            ? $"The character U+{(used == 1 ? rest[0] : rune.Value):X4} has no meaning in an expression."
            : $"\"{rune}\" has no meaning in an expression.");
    }

    private void ReadText(char quote)
    {
        var content = new StringBuilder();
        for (var i = _at + 1; i < text.Length; i++)
        {
            var letter = text[i];
            if (letter == quote)
            {
                _tokens.Add(new Token(TokenKind.Text, new SourceSpan(_at, i + 1 - _at), content.ToString()));
                _at = i + 1;
                return;
            }

            if (letter == '\\' && i + 1 < text.Length)
            {
                i++;
                if (Unescape(text[i]) is { } meant)
                {
                    content.Append(meant);
                }
                else
                {
                    _faults.Add(new ExpressionFault("expression.syntax", new SourceSpan(i - 1, 2),
                        $"\"\\{(char.IsControl(text[i]) || char.IsSurrogate(text[i]) ? "…" : text[i])}\" means nothing in a text; there are \\' \\\" \\\\ \\n \\{{.", "Write \"\\\\\" for a backslash."));
                }

                continue;
            }

            if (IsUnfit(i))
            {
                _faults.Add(new ExpressionFault("expression.syntax", new SourceSpan(i, 1), $"The character U+{(int)letter:X4} cannot stand in a text."));
            }

            content.Append(letter);
        }

        Fault(text.Length - _at, $"The text that begins here is not closed with {quote}.");
    }

    private static char? Unescape(char letter) => letter switch
    {
        '\'' or '"' or '\\' or '{' => letter,
        'n' => '\n',
        _ => null,
    };

    // Control characters but tab and line ends, and halves of characters.
    private bool IsUnfit(int index)
    {
        var letter = text[index];
        return (char.IsControl(letter) && letter is not ('\t' or '\n' or '\r'))
            || (char.IsHighSurrogate(letter) && (index + 1 >= text.Length || !char.IsLowSurrogate(text[index + 1])))
            || (char.IsLowSurrogate(letter) && !char.IsHighSurrogate(text[index - 1]));
    }

    private void ReadNumberOrMore()
    {
        var rest = text.AsSpan(_at);
        var (length, isProperty) = WordLexer.Measure(rest);
        if (isProperty)
        {
            Add(TokenKind.Property, length);
            return;
        }

        if (NumberLexer.TimeLength(rest) is var time and > 0)
        {
            ReadTime(rest[..time].ToString());
            return;
        }

        var digits = NumberLexer.NumberLength(rest);
        var letters = NumberLexer.UnitsLength(rest, digits);
        if (letters > digits)
        {
            ReadDuration(rest[..letters].ToString());
            return;
        }

        var written = rest[..digits];
        if (written.Length > 1 && written[0] == '0' && char.IsAsciiDigit(written[1]))
        {
            var plain = written.TrimStart('0').ToString();
            Fault(digits, $"A number does not begin with 0, found \"{Cut(written.ToString())}\".", plain.Length is > 0 and < 20 && char.IsAsciiDigit(plain[0]) ? $"Write \"{plain}\"." : null);
            return;
        }

        var number = double.Parse(written, NumberStyles.Float, CultureInfo.InvariantCulture);
        if (!double.IsFinite(number))
        {
            Fault(digits, $"The number \"{Cut(written.ToString())}\" is too large.");
            return;
        }

        Add(TokenKind.Number, digits, number);
    }

    private void ReadTime(string written)
    {
        if (TimeOnly.TryParseExact(written, ["HH:mm", "HH:mm:ss"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var time))
        {
            Add(TokenKind.TimeOfDay, written.Length, time.Ticks);
            return;
        }

        var guess = written == "24:00" ? "00:00" : TimeOnly.TryParseExact(written, "H:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var meant)
            ? meant.ToString("HH:mm", CultureInfo.InvariantCulture) : null;
        Fault(written.Length, $"\"{Cut(written)}\" is not a time of day; one is written as 07:00 or 23:30:15.",
            guess is null ? null : $"Did you mean {guess}? The \":\" of \"? :\" has spaces around it.");
    }

    private void ReadDuration(string written)
    {
        if (Duration.TryParse(written, out var duration))
        {
            Add(TokenKind.Duration, written.Length, duration.Ticks);
            return;
        }

        Fault(written.Length, $"\"{Cut(written)}\" is neither a number nor a duration; a duration is whole numbers with d, h, m, s, ms, largest first, up to 10,000 days.",
            Duration.Suggest(written) is { } guess ? $"Did you mean {guess}?" : null);
    }

    /// <summary>What a stranger wrote, short enough for a message and not cut within a character.</summary>
    internal static string Cut(string written) => written.Length <= 60 ? written : string.Concat(written.AsSpan(0, char.IsHighSurrogate(written[59]) ? 59 : 60), "…");
}
