using System.Collections.Immutable;
using IotHub.Automation.Compilation;
using IotHub.Automation.Documents;
using IotHub.Automation.Expressions.Evaluation;
using IotHub.Automation.Expressions.Syntax;

namespace IotHub.Automation.Expressions.Typing;

/// <summary>
/// Finds names and checks types, from the leaves up. What is wrong is said and stands in the tree as an unknown constant of any type, so that
/// nothing is said twice and whatever else is wrong is said too.
/// </summary>
internal sealed class ExpressionChecker
{
    private readonly IExpressionTypes _types;
    private readonly HomeResolver _names;
    private readonly ExpressionFaults _faults;
    private readonly OperatorChecker _operators;
    private readonly FunctionChecker _functions;
    private string? _negationHint;

    public ExpressionChecker(IExpressionTypes types, HomeResolver names, ExpressionFaults faults)
    {
        _types = types;
        _names = names;
        _faults = faults;
        _operators = new OperatorChecker(faults);
        _functions = new FunctionChecker(types, names, faults, this);
    }

    /// <summary>The checked tree. It can be used unless <see cref="ExpressionFaults.IsBroken"/>.</summary>
    /// <param name="syntax">What was written.</param>
    /// <param name="expected">The type that is wanted; null for any.</param>
    public TypedExpression CheckWhole(ExpressionSyntax syntax, ExpressionType? expected)
    {
        var tree = Check(syntax);
        return expected is null ? tree : _operators.Fit(tree, expected);
    }

    /// <summary>A part, checked.</summary>
    public TypedExpression Check(ExpressionSyntax syntax) => syntax switch
    {
        ExpressionSyntax.Number number => new TypedExpression.Constant(ExpressionValue.FromNumber(number.Value), ExpressionType.Number, syntax),
        ExpressionSyntax.Boolean boolean => new TypedExpression.Constant(ExpressionValue.FromBoolean(boolean.Value), ExpressionType.Boolean, syntax),
        ExpressionSyntax.Quoted text => new TypedExpression.Constant(ExpressionValue.FromText(text.Value), ExpressionType.Text, syntax),
        ExpressionSyntax.Duration duration => new TypedExpression.Constant(ExpressionValue.FromDuration(duration.Value), ExpressionType.Duration, syntax),
        ExpressionSyntax.TimeOfDay time => new TypedExpression.Constant(ExpressionValue.FromTimeOfDay(time.Value), ExpressionType.TimeOfDay, syntax),
        ExpressionSyntax.List list => CheckList(list, null),
        ExpressionSyntax.Property property => CheckProperty(property),
        ExpressionSyntax.Name name => CheckName(name),
        ExpressionSyntax.UnaryOperation unary => CheckUnary(unary),
        ExpressionSyntax.BinaryOperation binary => CheckBinary(binary),
        ExpressionSyntax.Conditional conditional => CheckConditional(conditional),
        ExpressionSyntax.Call call => _functions.Call(call),
        _ => throw new InvalidOperationException($"{syntax.GetType().Name} is not a case of {nameof(ExpressionSyntax)}."),
    };

    /// <summary>A property, found and readable; what stands for a fault otherwise.</summary>
    public TypedExpression CheckProperty(ExpressionSyntax.Property syntax)
    {
        var (left, right) = (syntax.Address[..syntax.Address.IndexOf('/', StringComparison.Ordinal)], syntax.Address[(syntax.Address.IndexOf('/', StringComparison.Ordinal) + 1)..]);
        if (!_types.Home.TryGetDevice(left, out _) && (!right.Contains('.', StringComparison.Ordinal) || (_types.TryGetVariable(left, out _) && _types.TryGetVariable(right, out _))))
        {
            return Fail(syntax, "expression.spaces", $"\"{syntax.Address}\" is read as one address: a property is written device/service.property, and a division has spaces around its \"/\".",
                $"Write \"{left} / {right}\".");
        }

        if (_names.Property(syntax.Address, _faults.At(syntax.Span)) is not { } reference)
        {
            _faults.Break();
            return Poison(syntax);
        }

        return reference.Property.IsObservable
            ? new TypedExpression.Property(reference, ExpressionType.Of(reference.Property), syntax)
            : Fail(syntax, "property.not-observable", $"{reference} cannot be read: the device never says its value.", null);
    }

    /// <summary>What stands in the tree for a fault.</summary>
    public static TypedExpression Poison(ExpressionSyntax syntax) => new TypedExpression.Constant(default, ExpressionType.Any, syntax);

    private TypedExpression Fail(ExpressionSyntax syntax, string code, string message, string? suggestion)
    {
        _faults.Error(syntax.Span, code, message, suggestion);
        return Poison(syntax);
    }

    private TypedExpression CheckName(ExpressionSyntax.Name syntax)
    {
        var name = syntax.Value;
        if (_types.TryGetVariable(name, out var type))
        {
            return new TypedExpression.Variable(name, type, syntax);
        }

        var dot = name.IndexOf('.', StringComparison.Ordinal);
        if (_types.Home.TryGetDevice(name, out var device) && device.Contract.Properties is [var first, ..])
        {
            return Fail(syntax, "expression.name", $"\"{name}\" is a device, and a value is one of its properties, written device/service.property.", $"Write \"{name}/{first.Key}\", for example.");
        }

        if (dot > 0 && _types.Home.TryGetDevice(name[..dot], out device))
        {
            return Fail(syntax, "expression.name", $"\"{name}\" is not a property; one is written device/service.property.", $"Did you mean \"{name[..dot]}/{name[(dot + 1)..]}\"?");
        }

        var hyphen = name.IndexOf('-', StringComparison.Ordinal);
        if (hyphen > 0)
        {
            return Fail(syntax, "expression.spaces", $"\"{name}\" is read as one name, and there is none such; a subtraction has spaces around its \"-\".",
                $"Write \"{name.Replace("-", " - ", StringComparison.Ordinal)}\".");
        }

        if (FunctionTable.Find(name) is { } function)
        {
            return Fail(syntax, "expression.name", $"\"{name}\" is a function.", $"Write \"{function.Display}\".");
        }

        string[] words = [.. _types.Variables, "true", "false"];
        return Fail(syntax, "expression.name", $"There is no variable \"{ExpressionLexer.Cut(name)}\".",
            NearestName.Suggest(name, words) ?? $"A text stands in quotes: {ExpressionRenderer.Quote(ExpressionLexer.Cut(name))}.");
    }

    private TypedExpression CheckUnary(ExpressionSyntax.UnaryOperation syntax)
    {
        var hint = _negationHint;
        _negationHint = null;
        var operand = Check(syntax.Operand);
        if (syntax.Operator == UnaryOperator.Not)
        {
            return _operators.Demand(operand, ExpressionType.Boolean, "\"not\" takes", hint)
                ? _operators.Folded(new TypedExpression.Not(operand, syntax), operand)
                : Poison(syntax);
        }

        if (operand.Type.Kind is not (ExpressionKind.Number or ExpressionKind.Choice or ExpressionKind.Duration or ExpressionKind.Unknown))
        {
            return Fail(syntax, "expression.type", $"A sign stands before a number or duration, found {operand.Type.Describe()}.", null);
        }

        return _operators.Folded(new TypedExpression.Negate(operand, operand.Type.Kind == ExpressionKind.Choice ? ExpressionType.Number : operand.Type, syntax), operand);
    }

    private TypedExpression CheckBinary(ExpressionSyntax.BinaryOperation syntax)
    {
        var operation = syntax.Operator;
        if (OperatorTable.IsComparison(operation) && syntax.Left is ExpressionSyntax.UnaryOperation { Operator: UnaryOperator.Not, Operand: var negated })
        {
            // "not" binds more tightly than "=", which is not what is meant where its operand is no boolean.
            _negationHint = $"Write \"not ({new ExpressionSyntax.BinaryOperation(operation, negated, syntax.Right, default, default)})\".";
        }

        var left = Check(syntax.Left);
        _negationHint = null;
        if (operation is BinaryOperator.In or BinaryOperator.NotIn)
        {
            var list = syntax.Right is ExpressionSyntax.List written ? CheckList(written, left.Type.Kind == ExpressionKind.List ? null : left) : Check(syntax.Right);
            return _operators.Membership(syntax, left, list);
        }

        var right = Check(syntax.Right);
        return operation switch
        {
            BinaryOperator.And or BinaryOperator.Or => _operators.Logical(syntax, left, right),
            >= BinaryOperator.Add => _operators.Arithmetic(syntax, left, right),
            _ => _operators.Comparison(syntax, left, right),
        };
    }

    private TypedExpression CheckConditional(ExpressionSyntax.Conditional syntax)
    {
        var condition = Check(syntax.Condition);
        var isCondition = _operators.Demand(condition, ExpressionType.Boolean, "\"?\" takes", null);
        var (whenTrue, whenFalse) = (Check(syntax.WhenTrue), Check(syntax.WhenFalse));
        if (_operators.Unify(ref whenTrue, ref whenFalse) is not { } type)
        {
            return Fail(syntax.WhenFalse, "expression.type", $"Both values of \"? :\" must be of one type, found {whenTrue.Type.Describe()} and {whenFalse.Type.Describe()}.", null);
        }

        return isCondition
            ? _operators.Folded(new TypedExpression.Conditional(condition, whenTrue, whenFalse, type, syntax), condition, whenTrue, whenFalse)
            : Poison(syntax);
    }

    // With a choice beside it, texts among the members are names of its list.
    private TypedExpression CheckList(ExpressionSyntax.List syntax, TypedExpression? sought)
    {
        var items = ImmutableArray.CreateBuilder<TypedExpression>(syntax.Items.Length);
        var type = sought?.Type;
        foreach (var item in syntax.Items)
        {
            var found = Check(item);
            if (found.Type.Kind == ExpressionKind.List)
            {
                found = Fail(item, "expression.type", "A list cannot stand within a list.", null);
            }
            else if (sought is not null)
            {
                found = _operators.Comparable(sought, found, "in", item.Span);
            }
            else if (items.Count > 0)
            {
                var last = items[^1];
                var pair = _operators.Unify(ref last, ref found) ?? Mismatch(item, last, found);
                items[^1] = last;

                // Numbers and choices among one another are numbers; whatever else differs has been said.
                type = type!.Kind == pair.Kind ? pair : type.IsAny || pair.IsAny ? ExpressionType.Any : ExpressionType.Number;
            }

            type ??= found.Type;
            items.Add(found);
        }

        return _operators.Folded(new TypedExpression.ListOf(items.ToImmutable(), ExpressionType.ListOf(type is null or { Kind: ExpressionKind.List } ? ExpressionType.Any : type), syntax), [.. items]);
    }

    private ExpressionType Mismatch(ExpressionSyntax item, TypedExpression left, TypedExpression right)
    {
        _faults.Error(item.Span, "expression.type", $"The members of a list must be of one type, found {left.Type.Describe()} and {right.Type.Describe()}.");
        return ExpressionType.Any;
    }
}
