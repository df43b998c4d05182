using System.Collections.Immutable;

namespace IotHub.Automation.Expressions.Typing;

/// <summary>Checks what <c>min</c>, <c>max</c>, <c>avg</c>, <c>sum</c>, <c>count</c>, <c>any</c> and <c>all</c> are given.</summary>
internal static class AggregateChecker
{
    /// <summary>Type of the result; null when the members do not fit, which is said.</summary>
    public static ExpressionType? ResultOf(ExpressionFaults faults, FunctionSignature signature, ImmutableArray<TypedExpression> arguments)
    {
        ExpressionType? type = null;
        var isFit = true;
        foreach (var argument in arguments)
        {
            var member = argument.Type;
            if (member.Kind == ExpressionKind.List)
            {
                if (arguments.Length > 1)
                {
                    faults.Error(argument.Syntax.Span, "expression.argument", $"{signature.Name} takes one list or single values, not both.", $"Write {signature.Name} for each of them.");
                    isFit = false;
                    continue;
                }

                member = member.Element!;
            }

            member = member.Kind == ExpressionKind.Choice && signature.Function != ExpressionFunction.Count ? ExpressionType.Number : member;
            if (!member.IsAny && !Takes(signature.Function, member.Kind))
            {
                faults.Error(argument.Syntax.Span, "expression.type", $"{signature.Name} takes {Wanted(signature.Function)}, found {argument.Type.Describe()}.", Hint(signature.Function, argument));
                isFit = false;
            }
            else if (signature.Function != ExpressionFunction.Count && type is { IsAny: false } && !member.IsAny && member.Kind != type.Kind)
            {
                faults.Error(argument.Syntax.Span, "expression.type", $"{signature.Name} takes values of one type, found {type.Describe()} and {member.Describe()}.", Literals.Suggest(argument, type));
                isFit = false;
            }

            type = type is null or { IsAny: true } ? member : type;
        }

        return isFit ? signature.Result ?? type : null;
    }

    private static bool Takes(ExpressionFunction function, ExpressionKind kind) => function switch
    {
        ExpressionFunction.Count => true,
        ExpressionFunction.Any or ExpressionFunction.All => kind == ExpressionKind.Boolean,
        ExpressionFunction.Min or ExpressionFunction.Max => kind is ExpressionKind.Number or ExpressionKind.Duration or ExpressionKind.Moment or ExpressionKind.TimeOfDay,
        _ => kind is ExpressionKind.Number or ExpressionKind.Duration,
    };

    private static string Wanted(ExpressionFunction function) => function switch
    {
        ExpressionFunction.Any or ExpressionFunction.All => "true or false values",
        ExpressionFunction.Min or ExpressionFunction.Max => "numbers, durations, points in time or times of day",
        _ => "numbers or durations",
    };

    // any(values('x') > 25) and any(values('x')) are what people try first.
    private static string? Hint(ExpressionFunction function, TypedExpression argument) => (function, argument.Type.Element?.Kind ?? argument.Type.Kind) switch
    {
        (ExpressionFunction.Any, ExpressionKind.Number) => $"Write \"max({argument}) > …\" to ask whether any is above a bound.",
        (ExpressionFunction.All, ExpressionKind.Number) => $"Write \"min({argument}) > …\" to ask whether all are above a bound.",
        (_, ExpressionKind.Boolean) => $"Write \"count({argument})\" for how many are true.",
        _ => null,
    };
}
