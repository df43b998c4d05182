using System.Globalization;
using IotHub.Automation.Expressions.Syntax;

namespace IotHub.Automation.Expressions.Typing;

/// <summary>Warns of comparisons that a property's range decides.</summary>
internal static class RangeChecker
{
    public static void WarnOfNever(ExpressionFaults faults, ExpressionSyntax.BinaryOperation syntax, TypedExpression left, TypedExpression right)
    {
        if (left is not TypedExpression.Property { Reference: { Property.Range: { } range } reference } || right is not TypedExpression.Constant { Value: { Kind: ExpressionKind.Number, AsNumber: var bound } })
        {
            return;
        }

        var never = syntax.Operator switch
        {
            BinaryOperator.Equal => bound < range.Minimum || bound > range.Maximum,
            BinaryOperator.Less => bound <= range.Minimum,
            BinaryOperator.LessOrEqual => bound < range.Minimum,
            BinaryOperator.Greater => bound >= range.Maximum,
            BinaryOperator.GreaterOrEqual => bound > range.Maximum,
            _ => false,
        };
        if (never)
        {
            faults.Warning(syntax.OperatorSpan, "expression.never",
                string.Create(CultureInfo.InvariantCulture, $"{reference} goes from {range.Minimum} to {range.Maximum}, so this never holds."));
        }
    }
}
