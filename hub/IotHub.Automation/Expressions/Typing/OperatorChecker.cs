using IotHub.Automation.Expressions.Evaluation;
using IotHub.Automation.Expressions.Syntax;

namespace IotHub.Automation.Expressions.Typing;

/// <summary>Checks the operands of operators, and folds what is constant.</summary>
internal sealed class OperatorChecker(ExpressionFaults faults)
{
    private readonly ChoiceChecker _choices = new(faults);

    /// <summary>True when a part is of a type or may be; otherwise it is said.</summary>
    public bool Demand(TypedExpression part, ExpressionType type, string demand, string? suggestion)
    {
        if (part.Type.IsAny || part.Type.Kind == type.Kind)
        {
            return true;
        }

        faults.Error(part.Syntax.Span, "expression.type", $"{demand} {type.Describe()}, found {part.Type.Describe()}.", suggestion);
        return false;
    }

    /// <summary>The tree as one of the type that its place wants; names of a value list become its numbers.</summary>
    public TypedExpression Fit(TypedExpression tree, ExpressionType wanted)
    {
        var found = tree.Type;
        if (wanted.IsAny || found.IsAny)
        {
            return tree;
        }

        if (wanted.Kind == ExpressionKind.Choice && found.Kind is ExpressionKind.Text or ExpressionKind.Number)
        {
            return _choices.Constant(tree, wanted.Source!, "The property", mustBeListed: true);
        }

        var fits = wanted.Kind switch
        {
            ExpressionKind.Choice => found.Kind == ExpressionKind.Choice && ExpressionType.HaveSameList(found.Source, wanted.Source),
            ExpressionKind.Number => found.Kind is ExpressionKind.Number or ExpressionKind.Choice,
            _ => found.Kind == wanted.Kind,
        };
        if (fits)
        {
            return tree;
        }

        var hint = wanted.Kind == ExpressionKind.Text || (wanted.Kind == ExpressionKind.Choice && found.Kind == ExpressionKind.Choice)
            ? $"Write \"text({tree})\"."
            : Literals.Suggest(tree, wanted);
        faults.Error(tree.Syntax.Span, "expression.type", $"This must be {wanted.Describe()}, found {found.Describe()}.", hint);
        return ExpressionChecker.Poison(tree.Syntax);
    }

    public TypedExpression Logical(ExpressionSyntax.BinaryOperation syntax, TypedExpression left, TypedExpression right)
    {
        var word = OperatorTable.TextOf(syntax.Operator);

        // mode = 'a' or 'b': the second comparison was forgotten.
        var hint = syntax is { Operator: BinaryOperator.Or, Left: ExpressionSyntax.BinaryOperation { Operator: BinaryOperator.Equal } first }
            ? $"Write \"{first.Left} in [{first.Right}, {right}]\"."
            : null;
        var leftFits = Demand(left, ExpressionType.Boolean, $"\"{word}\" takes", null);
        var rightFits = Demand(right, ExpressionType.Boolean, $"\"{word}\" takes", hint);
        return leftFits && rightFits
            ? Folded(new TypedExpression.Logical(syntax.Operator == BinaryOperator.And, left, right, syntax), left, right)
            : ExpressionChecker.Poison(syntax);
    }

    public TypedExpression Comparison(ExpressionSyntax.BinaryOperation syntax, TypedExpression left, TypedExpression right)
    {
        var word = OperatorTable.TextOf(syntax.Operator);
        right = Comparable(left, right, word, syntax.OperatorSpan);
        left = right.Type.IsAny ? left : Comparable(right, left, word, syntax.OperatorSpan);
        if (syntax.Operator is not (BinaryOperator.Equal or BinaryOperator.NotEqual) && left.Type.Kind == ExpressionKind.Boolean && right.Type.Kind == ExpressionKind.Boolean)
        {
            faults.Error(syntax.OperatorSpan, "expression.type", $"\"{word}\" compares what has an order; true and false have none.", "Write \"=\" or \"!=\".");
            return ExpressionChecker.Poison(syntax);
        }

        RangeChecker.WarnOfNever(faults, syntax, left, right);
        return Folded(new TypedExpression.Relation(syntax.Operator, left, right, syntax), left, right);
    }

    /// <summary>The second of two parts as one that can be compared with the first: names of a choice become its numbers. What cannot is said.</summary>
    public TypedExpression Comparable(TypedExpression first, TypedExpression second, string word, SourceSpan place)
    {
        var (left, right) = (first.Type, second.Type);
        if (left.IsAny || right.IsAny)
        {
            return second;
        }

        if (left.Kind == ExpressionKind.Choice && right.Kind is ExpressionKind.Text or ExpressionKind.Number)
        {
            return _choices.Constant(second, left.Source!, first.ToString(), mustBeListed: word is "=" or "!=" or "in" or "not in");
        }

        if (!left.Words.IsEmpty && second is TypedExpression.Constant { Value: { Kind: ExpressionKind.Text, AsText: var text } } && !left.Words.Contains(text))
        {
            faults.Error(second.Syntax.Span, "expression.value", $"{first} is {left.Describe()}, never \"{ExpressionLexer.Cut(text)}\".", Literals.SuggestWord(text, left.Words));
            return ExpressionChecker.Poison(second.Syntax);
        }

        if (left.Kind == ExpressionKind.Choice && right.Kind == ExpressionKind.Choice && !ExpressionType.HaveSameList(left.Source, right.Source))
        {
            faults.Error(place, "expression.type", $"{first} and {second} have different lists of values.", $"Compare \"text({first})\" with \"text({second})\".");
            return ExpressionChecker.Poison(second.Syntax);
        }

        if (left.Kind != ExpressionKind.List && (left.Kind == right.Kind || (IsNumeric(left) && IsNumeric(right)) || (right.Kind == ExpressionKind.Choice && left.Kind == ExpressionKind.Text)))
        {
            return second;
        }

        var lists = left.Kind == ExpressionKind.List || right.Kind == ExpressionKind.List;
        var hint = lists ? "Use any, all, count or in for a list." : (left.Kind, right.Kind) is (ExpressionKind.Moment, ExpressionKind.TimeOfDay) or (ExpressionKind.TimeOfDay, ExpressionKind.Moment)
            ? "time() is the time of day, now() the point in time."
            : Literals.Suggest(second, left) ?? Literals.Suggest(first, right);
        faults.Error(place, "expression.type", $"\"{word}\" compares two values of one type, found {left.Describe()} and {right.Describe()}.", hint);
        return ExpressionChecker.Poison(second.Syntax);
    }

    public TypedExpression Membership(ExpressionSyntax.BinaryOperation syntax, TypedExpression item, TypedExpression list)
    {
        var word = OperatorTable.TextOf(syntax.Operator);
        if (item.Type.Kind == ExpressionKind.List)
        {
            faults.Error(item.Syntax.Span, "expression.type", $"\"{word}\" looks for one value in a list, found a list.");
            return ExpressionChecker.Poison(syntax);
        }

        if (!list.Type.IsAny && list.Type.Kind != ExpressionKind.List)
        {
            faults.Error(list.Syntax.Span, "expression.type", $"\"{word}\" looks in a list, found {list.Type.Describe()}.",
                list.Type.Kind == ExpressionKind.Text ? $"Write \"contains({list}, {item})\" to look in a text." : $"Write \"{item} {word} [{list}]\".");
            return ExpressionChecker.Poison(syntax);
        }

        if (syntax.Right is not ExpressionSyntax.List && list.Type.Element is { } element)
        {
            // A stand-in of the members' type: only its type is looked at, a text is no constant.
            var member = new TypedExpression.Variable(list.ToString(), element, list.Syntax);
            if (Comparable(item, member, word, syntax.OperatorSpan) is TypedExpression.Constant)
            {
                return ExpressionChecker.Poison(syntax);
            }

            item = Comparable(member, item, "in", syntax.OperatorSpan);
        }

        return Folded(new TypedExpression.Membership(syntax.Operator == BinaryOperator.NotIn, item, list, syntax), item, list);
    }

    public TypedExpression Arithmetic(ExpressionSyntax.BinaryOperation syntax, TypedExpression left, TypedExpression right)
    {
        if (ArithmeticTable.ResultOf(syntax.Operator, left.Type, right.Type) is { } type)
        {
            return Folded(new TypedExpression.Arithmetic(syntax.Operator, left, right, type, syntax), left, right);
        }

        var (text, other) = left.Type.Kind == ExpressionKind.Text ? (left, right) : (right, left);
        var hint = syntax.Operator == BinaryOperator.Add && text.Type.Kind == ExpressionKind.Text && other.Type.Kind != ExpressionKind.List
            ? $"Write \"text({other})\" to join texts."
            : Literals.Suggest(text, ExpressionType.Number) ?? (left.Type.Kind == ExpressionKind.Duration || right.Type.Kind == ExpressionKind.Duration
                ? "seconds(d), minutes(d) and hours(d) make numbers of durations." : null);
        faults.Error(syntax.OperatorSpan, "expression.type",
            $"\"{OperatorTable.TextOf(syntax.Operator)}\" takes {ArithmeticTable.Describe(syntax.Operator)}, found {left.Type.Describe()} and {right.Type.Describe()}.", hint);
        return ExpressionChecker.Poison(syntax);
    }

    /// <summary>The type that two values have in common; null where there is none. A text constant beside a choice becomes a choice.</summary>
    public ExpressionType? Unify(ref TypedExpression left, ref TypedExpression right)
    {
        var (first, second) = (left.Type, right.Type);
        if (first.IsAny || second.IsAny)
        {
            return ExpressionType.Any;
        }

        if (first.Kind == ExpressionKind.Choice && right is TypedExpression.Constant { Value.Kind: ExpressionKind.Text })
        {
            right = _choices.Constant(right, first.Source!, left.ToString(), mustBeListed: true);
            return first;
        }

        if (second.Kind == ExpressionKind.Choice && left is TypedExpression.Constant { Value.Kind: ExpressionKind.Text })
        {
            left = _choices.Constant(left, second.Source!, right.ToString(), mustBeListed: true);
            return second;
        }

        return (first.Kind, second.Kind) switch
        {
            (ExpressionKind.Choice, ExpressionKind.Choice) when ExpressionType.HaveSameList(first.Source, second.Source) => first,
            _ when IsNumeric(first) && IsNumeric(second) => ExpressionType.Number,
            (ExpressionKind.Text, ExpressionKind.Text) => first.Words.SequenceEqual(second.Words) ? first : ExpressionType.Text,
            (ExpressionKind.List, ExpressionKind.List) => ExpressionType.ListOf(first.Element!.Kind == second.Element!.Kind && first.Element.Kind is not (ExpressionKind.Choice or ExpressionKind.Text)
                ? first.Element : ExpressionType.Any),
            _ => first.Kind == second.Kind ? first : null,
        };
    }

    /// <summary>A part as a constant, where all it is made of is constant and its value is known. One that is never known is warned of and stays.</summary>
    public TypedExpression Folded(TypedExpression part, params ReadOnlySpan<TypedExpression> of)
    {
        foreach (var inner in of)
        {
            if (inner is not TypedExpression.Constant { Value.IsKnown: true })
            {
                return part;
            }
        }

        var value = ConstantScope.Evaluate(part);
        if (value.IsKnown)
        {
            return new TypedExpression.Constant(value, part.Type, part.Syntax);
        }

        faults.Warning(part.Syntax is ExpressionSyntax.BinaryOperation binary ? binary.OperatorSpan : part.Syntax.Span, "expression.unknown", $"This is always unknown: {value.Reason}.");
        return part;
    }

    private static bool IsNumeric(ExpressionType type) => type.Kind is ExpressionKind.Number or ExpressionKind.Choice;
}
