using System.Collections.Immutable;

namespace IotHub.Automation.Expressions.Syntax;

/// <summary>Turns the text of an expression into a tree. The grammar stands in <c>docs/automations/expressions.md</c>; each method here is one of its rules.</summary>
public sealed class ExpressionParser
{
    private static readonly string[] Words = ["and", "or", "not", "in", "true", "false"];

    private static readonly BinaryOperator[] Operators = Enum.GetValues<BinaryOperator>();

    private readonly string _text;
    private readonly List<Token> _tokens;

    // By identity: two equal parts may stand once with brackets and once without.
    private readonly HashSet<ExpressionSyntax> _bracketed = new(ReferenceEqualityComparer.Instance);
    private int _at;
    private int _nodes;
    private int _depth;
    private ExpressionFault? _fault;

    private ExpressionParser(string text, List<Token> tokens)
    {
        _text = text;
        _tokens = tokens;
    }

    private Token Current => _tokens[_at];

    /// <summary>Reads a whole expression. Takes time in proportion to the text, and no more than <see cref="ExpressionLimits.CharactersMax"/> characters of it.</summary>
    /// <param name="text">Any text at all.</param>
    public static ExpressionParseResult Parse(string text)
    {
        if (text.Length > ExpressionLimits.CharactersMax)
        {
            var place = new SourceSpan(ExpressionLimits.CharactersMax, text.Length - ExpressionLimits.CharactersMax);
            return new ExpressionParseResult(null, [new ExpressionFault("expression.limit", place,
                $"An expression has at most {ExpressionLimits.CharactersMax} characters, found {text.Length}.", "Put parts of it into variables.")]);
        }

        var lexer = new ExpressionLexer(text);
        var tokens = lexer.Read();
        if (lexer.Faults.Count > 0)
        {
            return new ExpressionParseResult(null, [.. lexer.Faults]);
        }

        var parser = new ExpressionParser(text, tokens);
        return parser.ReadWhole() is { } syntax ? new ExpressionParseResult(syntax, []) : new ExpressionParseResult(null, [parser._fault!]);
    }

    /// <summary>True for words that the language keeps for itself, so that they cannot name a variable.</summary>
    public static bool IsReserved(string name) => Array.IndexOf(Words, name) >= 0;

    private ExpressionSyntax? ReadWhole()
    {
        if (Current.Kind == TokenKind.End)
        {
            return Fail(Current.Span, "The expression is empty; expected a value.");
        }

        if (ReadConditional() is not { } whole)
        {
            return null;
        }

        return Current.Kind == TokenKind.End ? whole : Unexpected("an operator or the end");
    }

    private ExpressionSyntax? ReadConditional()
    {
        if (ReadBinary(OperatorTable.Conditional + 1) is not { } condition)
        {
            return null;
        }

        if (!Current.Is("?"))
        {
            return condition;
        }

        if (!Enter())
        {
            return null;
        }

        _at++;
        if (ReadConditional() is not { } whenTrue || !Expect(":") || ReadConditional() is not { } whenFalse)
        {
            return null;
        }

        _depth--;
        return Count(new ExpressionSyntax.Conditional(condition, whenTrue, whenFalse, condition.Span.To(whenFalse.Span)));
    }

    // One method for all operators between two operands: those of a level are read from left to right, their operands by the next tighter level.
    private ExpressionSyntax? ReadBinary(int precedence)
    {
        if (precedence == OperatorTable.Unary)
        {
            return ReadUnary();
        }

        var left = ReadBinary(precedence + 1);
        while (left is not null && TryGetOperator(precedence, out var operation, out var length))
        {
            var place = Current.Span.To(_tokens[_at + length - 1].Span);
            if (left is ExpressionSyntax.BinaryOperation { Operator: var before } chained && OperatorTable.IsComparison(operation) && OperatorTable.IsComparison(before) && !_bracketed.Contains(left))
            {
                return Fail(place, $"Comparisons do not chain: \"{OperatorTable.TextOf(operation)}\" would compare true or false.", SuggestChain(chained, operation, length));
            }

            _at += length;
            left = ReadBinary(precedence + 1) is { } right ? Count(new ExpressionSyntax.BinaryOperation(operation, left, right, place, left.Span.To(right.Span))) : null;
        }

        return left;
    }

    private ExpressionSyntax? ReadUnary()
    {
        var sign = Current;
        if (!sign.Is("-") && !sign.Is("not"))
        {
            return ReadPrimary();
        }

        if (!Enter())
        {
            return null;
        }

        _at++;
        var isLiteral = Current.Kind is TokenKind.Number or TokenKind.Duration;
        if (ReadUnary() is not { } operand)
        {
            return null;
        }

        _depth--;
        var place = sign.Span.To(operand.Span);
        return (sign.Text, operand) switch
        {
            // The sign of a literal belongs to it, so that -3 is one part; -(3) stays a sign before a number.
            ("-", ExpressionSyntax.Number number) when isLiteral => number with { Value = number.Value == 0 ? 0 : -number.Value, Span = place },
            ("-", ExpressionSyntax.Duration duration) when isLiteral => duration with { Value = -duration.Value, Span = place },
            ("-", _) => Count(new ExpressionSyntax.UnaryOperation(UnaryOperator.Negate, operand, place)),
            _ => Count(new ExpressionSyntax.UnaryOperation(UnaryOperator.Not, operand, place)),
        };
    }

    private ExpressionSyntax? ReadPrimary()
    {
        var token = Current;
        switch (token.Kind)
        {
            case TokenKind.Number:
                return Take(new ExpressionSyntax.Number(token.Number, token.Span));
            case TokenKind.Duration:
                return Take(new ExpressionSyntax.Duration(new TimeSpan((long)token.Number), token.Span));
            case TokenKind.TimeOfDay:
                return Take(new ExpressionSyntax.TimeOfDay(new TimeOnly((long)token.Number), token.Span));
            case TokenKind.Text:
                return Take(new ExpressionSyntax.Quoted(token.Text, token.Span));
            case TokenKind.Property:
                return Take(new ExpressionSyntax.Property(token.Text, token.Span));
            case TokenKind.Name when token.Text is "true" or "false":
                return Take(new ExpressionSyntax.Boolean(token.Text == "true", token.Span));
            case TokenKind.Name when !IsReserved(token.Text):
                return _tokens[_at + 1].Is("(") ? ReadCall() : Take(new ExpressionSyntax.Name(token.Text, token.Span));
            case TokenKind.Symbol when token.Is("("):
                return ReadGroup();
            case TokenKind.Symbol when token.Is("["):
                return ReadList();
            default:
                return Unexpected("a value");
        }
    }

    private ExpressionSyntax? ReadGroup()
    {
        if (!Enter())
        {
            return null;
        }

        _at++;
        if (ReadConditional() is not { } inner || !Expect(")"))
        {
            return null;
        }

        _depth--;
        _bracketed.Add(inner);
        return inner;
    }

    private ExpressionSyntax? ReadList()
    {
        var start = Current.Span;
        if (!Enter())
        {
            return null;
        }

        _at++;
        var items = ImmutableArray.CreateBuilder<ExpressionSyntax>();
        while (!Current.Is("]"))
        {
            if ((items.Count > 0 && !Expect(",", "\",\" or \"]\"")) || ReadConditional() is not { } item)
            {
                return null;
            }

            items.Add(item);
        }

        _depth--;
        var end = Current.Span;
        _at++;
        return Count(new ExpressionSyntax.List(items.ToImmutable(), start.To(end)));
    }

    private ExpressionSyntax? ReadCall()
    {
        var name = Current;
        if (!Enter())
        {
            return null;
        }

        _at += 2;
        var arguments = ImmutableArray.CreateBuilder<ExpressionSyntax.Argument>();
        while (!Current.Is(")"))
        {
            if ((arguments.Count > 0 && !Expect(",", "\",\" or \")\"")) || ReadArgument() is not { } argument)
            {
                return null;
            }

            arguments.Add(argument);
        }

        _depth--;
        var end = Current.Span;
        _at++;
        return Count(new ExpressionSyntax.Call(name.Text, arguments.ToImmutable(), name.Span.To(end)));
    }

    private ExpressionSyntax.Argument? ReadArgument()
    {
        var name = Current;
        var isNamed = name.Kind == TokenKind.Name && !IsReserved(name.Text) && _tokens[_at + 1].Is(":");
        _at += isNamed ? 2 : 0;
        return ReadConditional() is { } value ? new ExpressionSyntax.Argument(isNamed ? name.Text : null, isNamed ? name.Span : default, value) : null;
    }

    private ExpressionSyntax? Take(ExpressionSyntax literal)
    {
        _at++;
        return Count(literal);
    }

    private ExpressionSyntax? Count(ExpressionSyntax part) => ++_nodes <= ExpressionLimits.NodesMax
        ? part
        : Fail(part.Span, "expression.limit", $"An expression has at most {ExpressionLimits.NodesMax} parts.", "Put parts of it into variables.");

    private bool Enter() => ++_depth <= ExpressionLimits.DepthMax
        || Fail(Current.Span, "expression.limit", $"Brackets, calls, lists, signs and conditionals are nested at most {ExpressionLimits.DepthMax} deep.", "Put parts of it into variables.") is not null;

    private bool Expect(string symbol, string? expected = null)
    {
        if (Current.Is(symbol))
        {
            _at++;
            return true;
        }

        return Unexpected(expected ?? $"\"{symbol}\"") is not null;
    }

    private bool TryGetOperator(int precedence, out BinaryOperator operation, out int length)
    {
        foreach (var known in Operators)
        {
            if (OperatorTable.PrecedenceOf(known) == precedence && Current.Is(OperatorTable.TextOf(known)))
            {
                (operation, length) = (known, 1);
                return true;
            }
        }

        var isComparison = precedence == OperatorTable.PrecedenceOf(BinaryOperator.Equal);
        (operation, length) = Current.Is("==") ? (BinaryOperator.Equal, 1) : (BinaryOperator.NotIn, 2);
        return isComparison && (Current.Is("==") || (Current.Is("not") && _tokens[_at + 1].Is("in")));
    }

    private string? SuggestChain(ExpressionSyntax.BinaryOperation first, BinaryOperator second, int length)
    {
        // The rest is read only for the words, so what is wrong in it is not said.
        _at += length;
        if (ReadBinary(OperatorTable.PrecedenceOf(second) + 1) is not { } right)
        {
            _fault = null;
            return "Join two comparisons with \"and\".";
        }

        return $"Write \"{first} and {new ExpressionSyntax.BinaryOperation(second, first.Right, right, default, default)}\".";
    }

    private ExpressionSyntax? Unexpected(string expected)
    {
        var token = Current;
        var before = _at > 0 ? _tokens[_at - 1] : default;
        if (token.Kind == TokenKind.End)
        {
            return Fail(token.Span, $"The expression ends too early; expected {expected}.",
                before.Is("%") ? "A percent sign is not written: 50% is 50." : null);
        }

        var found = token.Kind == TokenKind.Text ? "a text" : $"\"{ExpressionLexer.Cut(token.Text)}\"";
        return Fail(token.Span, $"Found {found} where {expected} was expected.", ExpressionHints.For(_text, before, token));
    }

    private ExpressionSyntax? Fail(SourceSpan place, string message, string? suggestion = null) => Fail(place, "expression.syntax", message, suggestion);

    private ExpressionSyntax? Fail(SourceSpan place, string code, string message, string? suggestion)
    {
        _fault ??= new ExpressionFault(code, place, message, suggestion);
        return null;
    }
}
