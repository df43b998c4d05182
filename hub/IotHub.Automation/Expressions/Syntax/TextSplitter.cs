using System.Collections.Immutable;
using System.Text;

namespace IotHub.Automation.Expressions.Syntax;

/// <summary>Parts a text into what stands in it as it is and what stands between <c>{{</c> and <c>}}</c>.</summary>
internal static class TextSplitter
{
    /// <summary>The parts in order, or why there are none. An expression's part is its text as written, without the braces.</summary>
    public static (ImmutableArray<(SourceSpan Span, string Text, bool IsExpression)> Parts, ExpressionFault? Fault) Split(string text)
    {
        if (text.Length > ExpressionLimits.TemplateCharactersMax)
        {
            var beyond = new SourceSpan(ExpressionLimits.TemplateCharactersMax, text.Length - ExpressionLimits.TemplateCharactersMax);
            return ([], new ExpressionFault("expression.limit", beyond, $"A text has at most {ExpressionLimits.TemplateCharactersMax} characters, found {text.Length}."));
        }

        var parts = ImmutableArray.CreateBuilder<(SourceSpan, string, bool)>();
        var literal = new StringBuilder();
        var start = 0;
        var expressions = 0;
        for (var at = 0; at < text.Length; at++)
        {
            if (text[at] == '\\' && at + 1 < text.Length && text[at + 1] is '\\' or '{')
            {
                literal.Append(text[++at]);
            }
            else if (text[at] == '{' && at + 1 < text.Length && text[at + 1] == '{')
            {
                if (FindEnd(text, at + 2) is not { } end)
                {
                    return ([], new ExpressionFault("expression.syntax", new SourceSpan(at, 2), "The expression that begins here is not closed with \"}}\".", "Write \"\\{\" for a brace that is meant as such."));
                }

                if (++expressions > ExpressionLimits.TemplateExpressionsMax)
                {
                    return ([], new ExpressionFault("expression.limit", new SourceSpan(at, 2), $"A text has at most {ExpressionLimits.TemplateExpressionsMax} expressions."));
                }

                AddLiteral(parts, literal, start, at);
                parts.Add((new SourceSpan(at + 2, end - at - 2), text[(at + 2)..end], true));
                at = end + 1;
                start = at + 1;
            }
            else
            {
                literal.Append(text[at]);
            }
        }

        AddLiteral(parts, literal, start, text.Length);
        return (parts.ToImmutable(), null);
    }

    private static void AddLiteral(ImmutableArray<(SourceSpan, string, bool)>.Builder parts, StringBuilder literal, int start, int end)
    {
        if (literal.Length > 0)
        {
            parts.Add((new SourceSpan(start, end - start), literal.ToString(), false));
            literal.Clear();
        }
    }

    // Braces within a text of the expression do not end it.
    private static int? FindEnd(string text, int from)
    {
        var quote = '\0';
        for (var at = from; at + 1 < text.Length; at++)
        {
            var letter = text[at];
            if (quote != '\0')
            {
                at += letter == '\\' ? 1 : 0;
                quote = letter == quote ? '\0' : quote;
            }
            else if (letter is '\'' or '"')
            {
                quote = letter;
            }
            else if (letter == '}' && text[at + 1] == '}')
            {
                return at;
            }
        }

        return null;
    }
}
