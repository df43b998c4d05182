using System.Globalization;
using IotHub.Automation.Expressions.Syntax;

namespace IotHub.Automation.Tests.Expressions;

/// <summary>Writes a tree with all its brackets, so that grouping shows; independent of the renderer.</summary>
internal static class SyntaxDump
{
    public static string Of(ExpressionSyntax syntax) => syntax switch
    {
        ExpressionSyntax.Number number => $"n{BitConverter.DoubleToInt64Bits(number.Value):x}",
        ExpressionSyntax.Boolean boolean => boolean.Value ? "T" : "F",
        ExpressionSyntax.Quoted text => $"t<{text.Value}>",
        ExpressionSyntax.Duration duration => $"d{duration.Value.Ticks}",
        ExpressionSyntax.TimeOfDay time => $"c{time.Value.Ticks}",
        ExpressionSyntax.List list => $"[{string.Join(' ', list.Items.Select(Of))}]",
        ExpressionSyntax.Property property => $"p<{property.Address}>",
        ExpressionSyntax.Name name => name.Value,
        ExpressionSyntax.UnaryOperation unary => $"({unary.Operator} {Of(unary.Operand)})",
        ExpressionSyntax.BinaryOperation binary => $"({Of(binary.Left)} {binary.Operator} {Of(binary.Right)})",
        ExpressionSyntax.Conditional conditional => $"({Of(conditional.Condition)} ? {Of(conditional.WhenTrue)} : {Of(conditional.WhenFalse)})",
        ExpressionSyntax.Call call => $"{call.Function}({string.Join(' ', call.Arguments.Select(argument => $"{argument.Name}:{Of(argument.Value)}"))})",
        _ => throw new ArgumentException(syntax.GetType().Name),
    };

    /// <summary>The same with plain numbers, for tables that people read.</summary>
    public static string Readable(ExpressionSyntax syntax) => syntax switch
    {
        ExpressionSyntax.Number number => number.Value.ToString("R", CultureInfo.InvariantCulture),
        ExpressionSyntax.Name name => name.Value,
        ExpressionSyntax.UnaryOperation unary => $"({(unary.Operator == UnaryOperator.Not ? "not " : "-")}{Readable(unary.Operand)})",
        ExpressionSyntax.BinaryOperation binary => $"({Readable(binary.Left)} {binary.Operator} {Readable(binary.Right)})",
        ExpressionSyntax.Conditional conditional => $"({Readable(conditional.Condition)} ? {Readable(conditional.WhenTrue)} : {Readable(conditional.WhenFalse)})",
        _ => Of(syntax),
    };
}
