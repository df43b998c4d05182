using System.Collections.Immutable;
using IotHub.Automation.Compilation;
using IotHub.Automation.Expressions.Evaluation;
using IotHub.Automation.Expressions.Syntax;

namespace IotHub.Automation.Expressions.Typing;

/// <summary>
/// An expression whose names are found and whose types fit. The cases here are all there are, so that whoever walks a tree can say what it does
/// with each. Whatever is constant is a <see cref="Constant"/> already, unless its evaluation fails.
/// </summary>
public abstract record TypedExpression
{
    private TypedExpression(ExpressionType type, ExpressionSyntax syntax) => (Type, Syntax) = (type, syntax);

    /// <summary>What its value is, if it is known.</summary>
    public ExpressionType Type { get; init; }

    /// <summary>What it was written as.</summary>
    public ExpressionSyntax Syntax { get; init; }

    /// <summary>The parts right below this one, in the order in which they are written; empty for what has none.</summary>
    public ImmutableArray<TypedExpression> Parts => this switch
    {
        Constant or Property or Variable or Selection => [],
        Not not => [not.Operand],
        Negate negate => [negate.Operand],
        Logical logical => [logical.Left, logical.Right],
        Relation relation => [relation.Left, relation.Right],
        Membership membership => [membership.Item, membership.List],
        Arithmetic arithmetic => [arithmetic.Left, arithmetic.Right],
        Conditional conditional => [conditional.Condition, conditional.WhenTrue, conditional.WhenFalse],
        ListOf list => list.Items,
        Call call => call.Arguments,
        _ => throw new InvalidOperationException($"{GetType().Name} is not a case of {nameof(TypedExpression)}."),
    };

    /// <summary>The canonical text.</summary>
    public sealed override string ToString() => Syntax.ToString();

    /// <summary>A value that never changes.</summary>
    /// <param name="Value">The value; unknown only where a fault was reported.</param>
    /// <param name="Type">Its type.</param>
    /// <param name="Syntax">What it was written as.</param>
    public sealed record Constant(ExpressionValue Value, ExpressionType Type, ExpressionSyntax Syntax) : TypedExpression(Type, Syntax);

    /// <summary>The value of a property.</summary>
    /// <param name="Reference">Which.</param>
    /// <param name="Type">Its type.</param>
    /// <param name="Syntax">What it was written as.</param>
    public sealed record Property(PropertyReference Reference, ExpressionType Type, ExpressionSyntax Syntax) : TypedExpression(Type, Syntax)
    {
        // Made once, since an unknown value is an everyday thing and evaluation allocates nothing.
        internal string UnknownReason { get; } = $"{Reference.Address} is not known";
    }

    /// <summary>The value of a variable.</summary>
    /// <param name="Name">Which.</param>
    /// <param name="Type">Its type.</param>
    /// <param name="Syntax">What it was written as.</param>
    public sealed record Variable(string Name, ExpressionType Type, ExpressionSyntax Syntax) : TypedExpression(Type, Syntax)
    {
        internal string UnknownReason { get; } = $"{Name} is not known";
    }

    /// <summary>A property over all devices that have it: a list.</summary>
    /// <param name="Selected">Which.</param>
    /// <param name="Type">Its type.</param>
    /// <param name="Syntax">What it was written as.</param>
    public sealed record Selection(PropertySelection Selected, ExpressionType Type, ExpressionSyntax Syntax) : TypedExpression(Type, Syntax);

    /// <summary><c>not x</c></summary>
    /// <param name="Operand">What it applies to.</param>
    /// <param name="Syntax">What it was written as.</param>
    public sealed record Not(TypedExpression Operand, ExpressionSyntax Syntax) : TypedExpression(ExpressionType.Boolean, Syntax);

    /// <summary><c>-x</c></summary>
    /// <param name="Operand">What it applies to.</param>
    /// <param name="Type">Number or duration.</param>
    /// <param name="Syntax">What it was written as.</param>
    public sealed record Negate(TypedExpression Operand, ExpressionType Type, ExpressionSyntax Syntax) : TypedExpression(Type, Syntax);

    /// <summary><c>a and b</c> or <c>a or b</c></summary>
    /// <param name="IsAnd">True for <c>and</c>.</param>
    /// <param name="Left">Left of it.</param>
    /// <param name="Right">Right of it.</param>
    /// <param name="Syntax">What it was written as.</param>
    public sealed record Logical(bool IsAnd, TypedExpression Left, TypedExpression Right, ExpressionSyntax Syntax) : TypedExpression(ExpressionType.Boolean, Syntax);

    /// <summary><c>a &lt; b</c> and its like, but <c>in</c>.</summary>
    /// <param name="Operator">From <see cref="BinaryOperator.Equal"/> to <see cref="BinaryOperator.GreaterOrEqual"/>.</param>
    /// <param name="Left">Left of it.</param>
    /// <param name="Right">Right of it.</param>
    /// <param name="Syntax">What it was written as.</param>
    public sealed record Relation(BinaryOperator Operator, TypedExpression Left, TypedExpression Right, ExpressionSyntax Syntax) : TypedExpression(ExpressionType.Boolean, Syntax);

    /// <summary><c>a in list</c> or <c>a not in list</c></summary>
    /// <param name="IsNegated">True for <c>not in</c>.</param>
    /// <param name="Item">What is looked for.</param>
    /// <param name="List">Where.</param>
    /// <param name="Syntax">What it was written as.</param>
    public sealed record Membership(bool IsNegated, TypedExpression Item, TypedExpression List, ExpressionSyntax Syntax) : TypedExpression(ExpressionType.Boolean, Syntax);

    /// <summary><c>a + b</c> and its like.</summary>
    /// <param name="Operator">From <see cref="BinaryOperator.Add"/> to <see cref="BinaryOperator.Modulo"/>.</param>
    /// <param name="Left">Left of it.</param>
    /// <param name="Right">Right of it.</param>
    /// <param name="Type">Type of the result.</param>
    /// <param name="Syntax">What it was written as.</param>
    public sealed record Arithmetic(BinaryOperator Operator, TypedExpression Left, TypedExpression Right, ExpressionType Type, ExpressionSyntax Syntax) : TypedExpression(Type, Syntax);

    /// <summary><c>condition ? a : b</c></summary>
    /// <param name="Condition">What decides.</param>
    /// <param name="WhenTrue">The value if it holds.</param>
    /// <param name="WhenFalse">The value if it does not.</param>
    /// <param name="Type">The type of both.</param>
    /// <param name="Syntax">What it was written as.</param>
    public sealed record Conditional(TypedExpression Condition, TypedExpression WhenTrue, TypedExpression WhenFalse, ExpressionType Type, ExpressionSyntax Syntax) : TypedExpression(Type, Syntax);

    /// <summary><c>[a, b]</c></summary>
    /// <param name="Items">In order; may be empty.</param>
    /// <param name="Type">Type of the list.</param>
    /// <param name="Syntax">What it was written as.</param>
    public sealed record ListOf(ImmutableArray<TypedExpression> Items, ExpressionType Type, ExpressionSyntax Syntax) : TypedExpression(Type, Syntax);

    /// <summary><c>round(x, 1)</c>; <c>values(…)</c> is a <see cref="Selection"/>.</summary>
    /// <param name="Function">Which.</param>
    /// <param name="Arguments">In the order of the parameters; optional ones at the end may be left out. A name that must be written out is a constant text.</param>
    /// <param name="Type">Type of the result.</param>
    /// <param name="Syntax">What it was written as.</param>
    public sealed record Call(ExpressionFunction Function, ImmutableArray<TypedExpression> Arguments, ExpressionType Type, ExpressionSyntax Syntax) : TypedExpression(Type, Syntax);
}
