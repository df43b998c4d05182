using System.Collections.Immutable;

namespace IotHub.Automation.Expressions.Syntax;

/// <summary>An expression as it was written, before its names are looked up. The cases here are all there are.</summary>
public abstract record ExpressionSyntax
{
    private ExpressionSyntax(SourceSpan span) => Span = span;

    /// <summary>Where it stands; a part in brackets stands without them.</summary>
    public SourceSpan Span { get; init; }

    /// <summary>As it would be written in the canonical form.</summary>
    public sealed override string ToString() => ExpressionRenderer.Render(this);

    /// <summary><c>21.5</c>, also <c>-3</c>.</summary>
    /// <param name="Value">Finite, never negative zero.</param>
    /// <param name="Span">Where it stands.</param>
    public sealed record Number(double Value, SourceSpan Span) : ExpressionSyntax(Span);

    /// <summary><c>true</c> or <c>false</c>.</summary>
    /// <param name="Value">Which.</param>
    /// <param name="Span">Where it stands.</param>
    public sealed record Boolean(bool Value, SourceSpan Span) : ExpressionSyntax(Span);

    /// <summary><c>'text'</c>.</summary>
    /// <param name="Value">Without quotes and escapes.</param>
    /// <param name="Span">Where it stands, with the quotes.</param>
    public sealed record Quoted(string Value, SourceSpan Span) : ExpressionSyntax(Span);

    /// <summary><c>1h30m</c>, also <c>-5m</c>.</summary>
    /// <param name="Value">Whole milliseconds.</param>
    /// <param name="Span">Where it stands.</param>
    public sealed record Duration(TimeSpan Value, SourceSpan Span) : ExpressionSyntax(Span);

    /// <summary><c>07:00</c> or <c>07:00:30</c>.</summary>
    /// <param name="Value">Whole seconds.</param>
    /// <param name="Span">Where it stands.</param>
    public sealed record TimeOfDay(TimeOnly Value, SourceSpan Span) : ExpressionSyntax(Span);

    /// <summary><c>[1, 2]</c>.</summary>
    /// <param name="Items">In order; may be empty.</param>
    /// <param name="Span">Where it stands, with the brackets.</param>
    public sealed record List(ImmutableArray<ExpressionSyntax> Items, SourceSpan Span) : ExpressionSyntax(Span);

    /// <summary>A property, <c>hall-lamp/light.brightness</c>.</summary>
    /// <param name="Address">As written.</param>
    /// <param name="Span">Where it stands.</param>
    public sealed record Property(string Address, SourceSpan Span) : ExpressionSyntax(Span);

    /// <summary>A variable, <c>limit</c> or <c>trigger.value</c>.</summary>
    /// <param name="Value">The name as written.</param>
    /// <param name="Span">Where it stands.</param>
    public sealed record Name(string Value, SourceSpan Span) : ExpressionSyntax(Span);

    /// <summary><c>not x</c> or <c>-x</c>.</summary>
    /// <param name="Operator">Which.</param>
    /// <param name="Operand">What it applies to.</param>
    /// <param name="Span">Where it stands, from the operator on.</param>
    public sealed record UnaryOperation(UnaryOperator Operator, ExpressionSyntax Operand, SourceSpan Span) : ExpressionSyntax(Span);

    /// <summary><c>a + b</c>.</summary>
    /// <param name="Operator">Which.</param>
    /// <param name="Left">Left of it.</param>
    /// <param name="Right">Right of it.</param>
    /// <param name="OperatorSpan">Where the operator stands.</param>
    /// <param name="Span">Where the whole stands.</param>
    public sealed record BinaryOperation(BinaryOperator Operator, ExpressionSyntax Left, ExpressionSyntax Right, SourceSpan OperatorSpan, SourceSpan Span) : ExpressionSyntax(Span);

    /// <summary><c>condition ? a : b</c>.</summary>
    /// <param name="Condition">What decides.</param>
    /// <param name="WhenTrue">The value if it holds.</param>
    /// <param name="WhenFalse">The value if it does not.</param>
    /// <param name="Span">Where the whole stands.</param>
    public sealed record Conditional(ExpressionSyntax Condition, ExpressionSyntax WhenTrue, ExpressionSyntax WhenFalse, SourceSpan Span) : ExpressionSyntax(Span);

    /// <summary><c>round(x, 1)</c>.</summary>
    /// <param name="Function">Name of the function as written.</param>
    /// <param name="Arguments">In order; may be empty.</param>
    /// <param name="Span">Where the whole stands; it begins with the name.</param>
    public sealed record Call(string Function, ImmutableArray<Argument> Arguments, SourceSpan Span) : ExpressionSyntax(Span);

    /// <summary>An argument of a call; not an expression by itself.</summary>
    /// <param name="Name">Its name, <c>room</c>; null where it goes by its position.</param>
    /// <param name="NameSpan">Where the name stands; of no meaning without one.</param>
    /// <param name="Value">Its value.</param>
    public sealed record Argument(string? Name, SourceSpan NameSpan, ExpressionSyntax Value);
}
