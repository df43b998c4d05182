using System.Collections.Immutable;
using IotHub.Automation.Compilation;
using IotHub.Automation.Expressions.Typing;
using IotHub.Contracts.Model;
using IotHub.Devices.State;

namespace IotHub.Automation.Expressions.Evaluation;

/// <summary>One evaluation: walks a tree once, counts its steps, and allocates nothing for numbers and booleans over properties.</summary>
internal ref struct ExpressionEvaluator(IExpressionScope scope, int stepsMax)
{
    private int _steps;

    /// <summary>What is seen.</summary>
    public readonly IExpressionScope Scope => scope;

    /// <summary>True once the bound is passed; then the whole is unknown, even where a part has another value for when it is.</summary>
    public readonly bool IsExhausted => _steps > stepsMax;

    /// <summary>The value of a whole tree.</summary>
    public static ExpressionValue Evaluate(TypedExpression tree, IExpressionScope scope)
    {
        var evaluator = new ExpressionEvaluator(scope, ExpressionLimits.StepsMax);
        var value = evaluator.Value(tree);
        return evaluator.IsExhausted ? ExpressionValue.Unknown(UnknownReasons.TooManySteps) : value;
    }

    /// <summary>Counts a visited part or member; false once there have been too many.</summary>
    public bool Step() => ++_steps <= stepsMax;

    /// <summary>The value of a part.</summary>
    public ExpressionValue Value(TypedExpression node)
    {
        if (!Step())
        {
            return ExpressionValue.Unknown(UnknownReasons.TooManySteps);
        }

        switch (node)
        {
            case TypedExpression.Constant constant:
                return constant.Value;
            case TypedExpression.Property property:
                return ExpressionValue.FromProperty(StateOf(property.Reference).Value, property.Reference.Property, property.UnknownReason);
            case TypedExpression.Variable variable:
                return Variable(variable);
            case TypedExpression.Relation comparison:
                return ValueComparison.Compare(comparison.Operator, Value(comparison.Left), Value(comparison.Right));
            case TypedExpression.Logical logical:
                return Logical(logical);
            case TypedExpression.Not not:
                return Not(Value(not.Operand));
            case TypedExpression.Arithmetic arithmetic:
                return ValueArithmetic.Calculate(arithmetic.Operator, Value(arithmetic.Left), Value(arithmetic.Right));
            case TypedExpression.Negate negate:
                return ValueArithmetic.Negate(Value(negate.Operand));
            case TypedExpression.Conditional conditional:
                return Conditional(conditional);
            case TypedExpression.Membership membership:
                return Membership(membership);
            case TypedExpression.Call call:
                return FunctionEvaluation.Call(ref this, call);
            case TypedExpression.Selection selection:
                return Selection(selection);
            case TypedExpression.ListOf list:
                return ListOf(list);
            default:
                throw new InvalidOperationException($"{node.GetType().Name} is not a case of {nameof(TypedExpression)}.");
        }
    }

    /// <summary>What the home knows of a property now; a state without a value where device or property is gone.</summary>
    public readonly PropertyState StateOf(PropertyReference reference) =>
        scope.Home.TryGetDevice(reference.Device.Name, out var device) && device.Contract.TryGetProperty(reference.Property.Key, out var property)
            ? scope.Home.GetState(device, property)
            : default;

    private readonly ExpressionValue Variable(TypedExpression.Variable variable)
    {
        var value = scope.Variable(variable.Name);
        return value.IsKnown || value.Reason != UnknownReasons.NotGiven ? value : ExpressionValue.Unknown(variable.UnknownReason);
    }

    private static ExpressionValue Not(ExpressionValue value) => value.Kind switch
    {
        ExpressionKind.Boolean => ExpressionValue.FromBoolean(!value.Holds),
        ExpressionKind.Unknown => value,
        _ => ExpressionValue.Unknown(UnknownReasons.WrongKind),
    };

    private static ExpressionValue Condition(ExpressionValue value) =>
        value.Kind is ExpressionKind.Boolean or ExpressionKind.Unknown ? value : ExpressionValue.Unknown(UnknownReasons.WrongKind);

    // False decides "and", true decides "or", whatever the other side is and on whichever side it stands.
    private ExpressionValue Logical(TypedExpression.Logical logical)
    {
        var left = Condition(Value(logical.Left));
        if (left.IsKnown && left.Holds != logical.IsAnd)
        {
            return left;
        }

        var right = Condition(Value(logical.Right));
        return right.IsKnown && right.Holds != logical.IsAnd ? right : left.IsKnown ? right : left;
    }

    private ExpressionValue Conditional(TypedExpression.Conditional conditional)
    {
        var condition = Condition(Value(conditional.Condition));
        return !condition.IsKnown ? condition : Value(condition.Holds ? conditional.WhenTrue : conditional.WhenFalse);
    }

    private ExpressionValue Membership(TypedExpression.Membership membership)
    {
        var item = Value(membership.Item);
        var list = Value(membership.List);
        if (!item.IsKnown || !list.IsKnown)
        {
            return item.IsKnown ? list : item;
        }

        if (list.Kind != ExpressionKind.List)
        {
            return ExpressionValue.Unknown(UnknownReasons.WrongKind);
        }

        ExpressionValue? unknown = null;
        foreach (var member in list.Members.AsSpan())
        {
            if (!Step())
            {
                return ExpressionValue.Unknown(UnknownReasons.TooManySteps);
            }

            if (!member.IsKnown)
            {
                unknown ??= member;
            }
            else if (ValueComparison.AreEqual(item, member) == true)
            {
                return ExpressionValue.FromBoolean(!membership.IsNegated);
            }
        }

        // An unknown member may be the one.
        return unknown ?? ExpressionValue.FromBoolean(membership.IsNegated);
    }

    private ExpressionValue ListOf(TypedExpression.ListOf list)
    {
        var members = ImmutableArray.CreateBuilder<ExpressionValue>(list.Items.Length);
        foreach (var item in list.Items)
        {
            members.Add(Value(item));
        }

        return ExpressionValue.FromList(members.MoveToImmutable());
    }

    private ExpressionValue Selection(TypedExpression.Selection selection)
    {
        var members = ImmutableArray.CreateBuilder<ExpressionValue>();
        foreach (var device in scope.Home.Devices)
        {
            if (selection.Selected.Includes(device) && device.Contract.TryGetProperty(selection.Selected.Key, out var property) && property.IsObservable)
            {
                if (!Step())
                {
                    return ExpressionValue.Unknown(UnknownReasons.TooManySteps);
                }

                if (members.Count == ExpressionLimits.ListMembersMax)
                {
                    return ExpressionValue.Unknown(UnknownReasons.ListTooLong);
                }

                members.Add(Member(device.Name, scope.Home.GetState(device, property), property));
            }
        }

        return ExpressionValue.FromList(members.ToImmutable());
    }

    private static ExpressionValue Member(string device, PropertyState state, ContractProperty property) =>
        ExpressionValue.FromProperty(state.Value, property, state.Value.HasValue ? string.Empty : $"{device}/{property.Key} is not known");
}
