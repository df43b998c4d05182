using System.Collections.Immutable;
using IotHub.Automation.Expressions.Syntax;
using IotHub.Automation.Expressions.Typing;
using IotHub.Automation.Traces;

namespace IotHub.Automation.Expressions.Evaluation;

/// <summary>Finds the clauses that decided, with the values that they saw.</summary>
internal ref struct ExpressionExplainer(IExpressionScope scope)
{
    // A clause is evaluated once for each "and" and "or" around it, so there is more to do than in one evaluation, and a bound all the same.
    private const int StepsMax = 10 * ExpressionLimits.StepsMax;
    private const int ReadsMax = 6;

    private readonly List<string> _parts = [];
    private ExpressionEvaluator _evaluator = new(scope, StepsMax);

    /// <summary>The value of a tree, and why.</summary>
    public static ExpressionExplanation Explain(TypedExpression tree, IExpressionScope scope)
    {
        var explainer = new ExpressionExplainer(scope);
        var value = ExpressionEvaluator.Evaluate(tree, scope);
        explainer.Explain(tree, value);
        return new ExpressionExplanation(value, [.. explainer._parts]);
    }

    /// <summary>What a tree reads, each once, with its value.</summary>
    public static ImmutableArray<TraceValue> ReadValues(TypedExpression tree, IExpressionScope scope)
    {
        var reads = new List<TypedExpression>();
        CollectReads(tree, reads);
        if (reads.Count == 0)
        {
            return [];
        }

        var values = ImmutableArray.CreateBuilder<TraceValue>(reads.Count);
        var known = new HashSet<string>(StringComparer.Ordinal);
        foreach (var read in reads)
        {
            if (values.Count < TraceLimits.ValuesMax && read.ToString() is var name && known.Add(name))
            {
                var value = ExpressionEvaluator.Evaluate(read, scope);
                values.Add(new TraceValue(name, value.IsKnown ? TraceLimits.Cut(ValueTexts.Of(value, scope.Zone)) : null));
            }
        }

        return values.DrainToImmutable();
    }

    private void Explain(TypedExpression part, ExpressionValue value)
    {
        if (_parts.Count == ExpressionLimits.ExplainedPartsMax)
        {
            return;
        }

        switch (part)
        {
            case TypedExpression.Logical logical:
                // Sides that have the value of the whole decided it; where none was enough alone, both have it.
                foreach (var side in logical.Parts)
                {
                    if (_evaluator.Value(side) is var found && found.Kind == value.Kind && found.Holds == value.Holds)
                    {
                        Explain(side, found);
                    }
                }

                break;
            case TypedExpression.Not not:
                Explain(not.Operand, _evaluator.Value(not.Operand));
                break;
            case TypedExpression.Conditional conditional:
                var condition = _evaluator.Value(conditional.Condition);
                Explain(conditional.Condition, condition);
                if (condition.IsKnown)
                {
                    Explain(condition.Holds ? conditional.WhenTrue : conditional.WhenFalse, value);
                }

                break;
            case TypedExpression.Constant:
                break;
            default:
                if (Clause(part, value) is var clause && !_parts.Contains(clause))
                {
                    _parts.Add(clause);
                }

                break;
        }
    }

    private string Clause(TypedExpression part, ExpressionValue value)
    {
        if (IsRead(part))
        {
            return Read(part);
        }

        var reads = new List<TypedExpression>();
        CollectReads(part, reads);
        var shown = reads.DistinctBy(read => read.ToString()).Take(ReadsMax).ToList();
        var seen = new List<string>();
        foreach (var read in shown)
        {
            seen.Add(Read(read));
        }

        var text = part is TypedExpression.Relation { Right: TypedExpression.Constant } comparison && IsRead(comparison.Left)
            ? $"{OperatorTable.TextOf(comparison.Operator)} {comparison.Right}"
            : part.ToString();
        var result = value.IsKnown ? ValueTexts.Quote(value, scope.Zone)
            : shown.Exists(IsUnknownRead(value)) ? "unknown" : $"unknown: {value.Reason}";
        return $"{string.Join(", ", seen)}{(seen.Count > 0 ? ", so " : string.Empty)}\"{text}\" is {result}";
    }

    // The reason was said with the value that was read.
    private readonly Predicate<TypedExpression> IsUnknownRead(ExpressionValue value)
    {
        var view = scope;
        return read => ExpressionEvaluator.Evaluate(read, view) is { IsKnown: false } found && found.Reason == value.Reason;
    }

    private string Read(TypedExpression read)
    {
        var value = _evaluator.Value(read);
        if (!value.IsKnown)
        {
            return value.Reason.StartsWith(read.ToString(), StringComparison.Ordinal) ? value.Reason : $"{read} is not known ({value.Reason})";
        }

        var unit = read is TypedExpression.Property { Reference.Property: var property } && value.Kind == ExpressionKind.Number ? UnitSymbols.After(property) : string.Empty;
        return $"{read} = {ValueTexts.Quote(value, scope.Zone)}{unit}";
    }

    private static void CollectReads(TypedExpression part, List<TypedExpression> reads)
    {
        if (IsRead(part))
        {
            reads.Add(part);
            return;
        }

        foreach (var inner in part.Parts)
        {
            CollectReads(inner, reads);
        }
    }

    // What comes from outside: calls with arguments such as age(…) name what they read.
    private static bool IsRead(TypedExpression part) => part switch
    {
        TypedExpression.Property or TypedExpression.Variable or TypedExpression.Selection => true,
        TypedExpression.Call call => FunctionTable.Of(call.Function).UsesTime
            || call.Function is ExpressionFunction.Online or ExpressionFunction.IsHome or ExpressionFunction.PeopleHome or ExpressionFunction.State,
        _ => false,
    };
}
