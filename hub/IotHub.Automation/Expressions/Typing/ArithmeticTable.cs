using System.Collections.Immutable;
using IotHub.Automation.Expressions.Syntax;

namespace IotHub.Automation.Expressions.Typing;

/// <summary>What can be calculated with what. A choice counts as its number.</summary>
public static class ArithmeticTable
{
    /// <summary>All rules, a line each: operator, left, right, result.</summary>
    public static ImmutableArray<(BinaryOperator Operator, ExpressionKind Left, ExpressionKind Right, ExpressionKind Result)> Rules { get; } =
    [
        (BinaryOperator.Add, ExpressionKind.Number, ExpressionKind.Number, ExpressionKind.Number),
        (BinaryOperator.Add, ExpressionKind.Text, ExpressionKind.Text, ExpressionKind.Text),
        (BinaryOperator.Add, ExpressionKind.Duration, ExpressionKind.Duration, ExpressionKind.Duration),
        (BinaryOperator.Add, ExpressionKind.Moment, ExpressionKind.Duration, ExpressionKind.Moment),
        (BinaryOperator.Add, ExpressionKind.Duration, ExpressionKind.Moment, ExpressionKind.Moment),
        (BinaryOperator.Add, ExpressionKind.TimeOfDay, ExpressionKind.Duration, ExpressionKind.TimeOfDay),
        (BinaryOperator.Add, ExpressionKind.Duration, ExpressionKind.TimeOfDay, ExpressionKind.TimeOfDay),
        (BinaryOperator.Subtract, ExpressionKind.Number, ExpressionKind.Number, ExpressionKind.Number),
        (BinaryOperator.Subtract, ExpressionKind.Duration, ExpressionKind.Duration, ExpressionKind.Duration),
        (BinaryOperator.Subtract, ExpressionKind.Moment, ExpressionKind.Duration, ExpressionKind.Moment),
        (BinaryOperator.Subtract, ExpressionKind.Moment, ExpressionKind.Moment, ExpressionKind.Duration),
        (BinaryOperator.Subtract, ExpressionKind.TimeOfDay, ExpressionKind.Duration, ExpressionKind.TimeOfDay),
        (BinaryOperator.Subtract, ExpressionKind.TimeOfDay, ExpressionKind.TimeOfDay, ExpressionKind.Duration),
        (BinaryOperator.Multiply, ExpressionKind.Number, ExpressionKind.Number, ExpressionKind.Number),
        (BinaryOperator.Multiply, ExpressionKind.Duration, ExpressionKind.Number, ExpressionKind.Duration),
        (BinaryOperator.Multiply, ExpressionKind.Number, ExpressionKind.Duration, ExpressionKind.Duration),
        (BinaryOperator.Divide, ExpressionKind.Number, ExpressionKind.Number, ExpressionKind.Number),
        (BinaryOperator.Divide, ExpressionKind.Duration, ExpressionKind.Number, ExpressionKind.Duration),
        (BinaryOperator.Divide, ExpressionKind.Duration, ExpressionKind.Duration, ExpressionKind.Number),
        (BinaryOperator.Modulo, ExpressionKind.Number, ExpressionKind.Number, ExpressionKind.Number),
    ];

    /// <summary>Type of a result; <see cref="ExpressionType.Any"/> where it depends on what shows only later, null where nothing fits.</summary>
    public static ExpressionType? ResultOf(BinaryOperator operation, ExpressionType left, ExpressionType right)
    {
        ExpressionKind? result = null;
        foreach (var rule in Rules)
        {
            if (rule.Operator == operation && Fits(left, rule.Left) && Fits(right, rule.Right))
            {
                if (result is { } other && other != rule.Result)
                {
                    return ExpressionType.Any;
                }

                result = rule.Result;
            }
        }

        return result switch
        {
            null => null,
            ExpressionKind.Number => ExpressionType.Number,
            ExpressionKind.Text => ExpressionType.Text,
            ExpressionKind.Duration => ExpressionType.Duration,
            ExpressionKind.Moment => ExpressionType.Moment,
            _ => ExpressionType.TimeOfDay,
        };
    }

    /// <summary>What an operator takes, in words.</summary>
    public static string Describe(BinaryOperator operation) => operation switch
    {
        BinaryOperator.Add => "two numbers, two texts, two durations, or a duration and a point in time or time of day",
        BinaryOperator.Subtract => "two numbers, durations, points in time or times of day, or a duration on its right",
        BinaryOperator.Multiply => "two numbers, or a duration and a number",
        BinaryOperator.Divide => "two numbers, two durations, or a duration and a number",
        _ => "two numbers",
    };

    private static bool Fits(ExpressionType type, ExpressionKind kind) => type.IsAny || type.Kind == kind || (type.Kind == ExpressionKind.Choice && kind == ExpressionKind.Number);
}
