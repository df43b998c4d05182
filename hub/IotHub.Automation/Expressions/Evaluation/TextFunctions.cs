using IotHub.Automation.Expressions.Typing;

namespace IotHub.Automation.Expressions.Evaluation;

/// <summary>Functions of text. They compare UTF-16 units and know no language.</summary>
internal static class TextFunctions
{
    public static ExpressionValue Call(ExpressionFunction function, string text, ExpressionValue second, ExpressionValue third)
    {
        switch (function)
        {
            case ExpressionFunction.Length:
                return ExpressionValue.FromNumber(Characters(text));
            case ExpressionFunction.Lower:
                return ExpressionValue.FromText(text.ToLowerInvariant());
            case ExpressionFunction.Upper:
                return ExpressionValue.FromText(text.ToUpperInvariant());
            case ExpressionFunction.Trim:
                return ExpressionValue.FromText(text.Trim());
        }

        if (second.Kind != ExpressionKind.Text)
        {
            return ExpressionValue.Unknown(UnknownReasons.WrongKind);
        }

        return function switch
        {
            ExpressionFunction.Contains => ExpressionValue.FromBoolean(text.Contains(second.AsText, StringComparison.Ordinal)),
            ExpressionFunction.StartsWith => ExpressionValue.FromBoolean(text.StartsWith(second.AsText, StringComparison.Ordinal)),
            ExpressionFunction.EndsWith => ExpressionValue.FromBoolean(text.EndsWith(second.AsText, StringComparison.Ordinal)),
            ExpressionFunction.Replace when third.Kind == ExpressionKind.Text => Replace(text, second.AsText, third.AsText),
            _ => ExpressionValue.Unknown(UnknownReasons.WrongKind),
        };
    }

    private static int Characters(string text)
    {
        var count = 0;
        foreach (var _ in text.EnumerateRunes())
        {
            count++;
        }

        return count;
    }

    // Counted before it is made: a few characters could become millions.
    private static ExpressionValue Replace(string text, string part, string by)
    {
        if (part.Length == 0)
        {
            return ExpressionValue.FromText(text);
        }

        long length = text.Length;
        for (var at = text.IndexOf(part, StringComparison.Ordinal); at >= 0; at = text.IndexOf(part, at + part.Length, StringComparison.Ordinal))
        {
            length += by.Length - part.Length;
        }

        return length <= ExpressionLimits.TextLengthMax
            ? ExpressionValue.FromText(text.Replace(part, by, StringComparison.Ordinal))
            : ExpressionValue.Unknown(UnknownReasons.TextTooLong);
    }
}
