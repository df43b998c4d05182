using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace IotHub.Automation.Expressions.Syntax;

/// <summary>Writes a tree in its canonical form: one space around operators, no brackets that change nothing, texts in single quotes. Parsing it gives the same tree.</summary>
public static class ExpressionRenderer
{
    /// <summary>The canonical text.</summary>
    public static string Render(ExpressionSyntax syntax)
    {
        var text = new StringBuilder();
        Write(text, syntax, OperatorTable.Conditional);
        return text.ToString();
    }

    /// <summary>A text as it stands in an expression, with quotes and escapes.</summary>
    public static string Quote(string text) => "'" + text
        .Replace("\\", "\\\\", StringComparison.Ordinal)
        .Replace("'", "\\'", StringComparison.Ordinal)
        .Replace("\n", "\\n", StringComparison.Ordinal) + "'";

    // Brackets stand where the part binds more loosely than its place demands.
    private static void Write(StringBuilder text, ExpressionSyntax syntax, int demanded)
    {
        var needsBrackets = PrecedenceOf(syntax) < demanded;
        text.Append(needsBrackets ? "(" : string.Empty);
        switch (syntax)
        {
            case ExpressionSyntax.UnaryOperation unary:
                WriteUnary(text, unary);
                break;
            case ExpressionSyntax.BinaryOperation binary:
                // Comparisons do not chain, so both sides must bind more tightly; the others group to the left.
                var precedence = OperatorTable.PrecedenceOf(binary.Operator);
                Write(text, binary.Left, OperatorTable.IsComparison(binary.Operator) ? precedence + 1 : precedence);
                text.Append(' ').Append(OperatorTable.TextOf(binary.Operator)).Append(' ');
                Write(text, binary.Right, precedence + 1);
                break;
            case ExpressionSyntax.Conditional conditional:
                Write(text, conditional.Condition, OperatorTable.Conditional + 1);
                text.Append(" ? ");
                Write(text, conditional.WhenTrue, OperatorTable.Conditional);
                text.Append(" : ");
                Write(text, conditional.WhenFalse, OperatorTable.Conditional);
                break;
            case ExpressionSyntax.List list:
                WriteAll(text.Append('['), list.Items);
                text.Append(']');
                break;
            case ExpressionSyntax.Call call:
                WriteCall(text, call);
                break;
            default:
                text.Append(Literal(syntax));
                break;
        }

        text.Append(needsBrackets ? ")" : string.Empty);
    }

    private static void WriteUnary(StringBuilder text, ExpressionSyntax.UnaryOperation unary)
    {
        if (unary.Operator == UnaryOperator.Not)
        {
            Write(text.Append("not "), unary.Operand, OperatorTable.Unary);
            return;
        }

        // A sign before a literal would become part of it, and two signs in a row read badly.
        var isSigned = unary.Operand is ExpressionSyntax.Number or ExpressionSyntax.Duration or ExpressionSyntax.UnaryOperation { Operator: UnaryOperator.Negate };
        text.Append(isSigned ? "-(" : "-");
        Write(text, unary.Operand, isSigned ? OperatorTable.Conditional : OperatorTable.Unary);
        text.Append(isSigned ? ")" : string.Empty);
    }

    private static void WriteCall(StringBuilder text, ExpressionSyntax.Call call)
    {
        text.Append(call.Function).Append('(');
        for (var i = 0; i < call.Arguments.Length; i++)
        {
            var (name, _, value) = call.Arguments[i];
            text.Append(i > 0 ? ", " : string.Empty).Append(name).Append(name is null ? string.Empty : ": ");
            Write(text, value, OperatorTable.Conditional);
        }

        text.Append(')');
    }

    private static void WriteAll(StringBuilder text, ImmutableArray<ExpressionSyntax> items)
    {
        for (var i = 0; i < items.Length; i++)
        {
            text.Append(i > 0 ? ", " : string.Empty);
            Write(text, items[i], OperatorTable.Conditional);
        }
    }

    private static string Literal(ExpressionSyntax syntax) => syntax switch
    {
        ExpressionSyntax.Number number => number.Value.ToString("R", CultureInfo.InvariantCulture),
        ExpressionSyntax.Boolean boolean => boolean.Value ? "true" : "false",
        ExpressionSyntax.Quoted content => Quote(content.Value),
        ExpressionSyntax.Duration { Value: var value } => value < TimeSpan.Zero ? "-" + Compilation.Duration.Format(-value) : Compilation.Duration.Format(value),
        ExpressionSyntax.TimeOfDay { Value: var time } => time.ToString(time.Second == 0 ? "HH:mm" : "HH:mm:ss", CultureInfo.InvariantCulture),
        ExpressionSyntax.Property property => property.Address,
        ExpressionSyntax.Name name => name.Value,
        _ => string.Empty,
    };

    private static int PrecedenceOf(ExpressionSyntax syntax) => syntax switch
    {
        ExpressionSyntax.Conditional => OperatorTable.Conditional,
        ExpressionSyntax.BinaryOperation binary => OperatorTable.PrecedenceOf(binary.Operator),
        ExpressionSyntax.UnaryOperation => OperatorTable.Unary,
        _ => OperatorTable.Primary,
    };
}
