using System.Text.Json;
using IotHub.Automation.Documents;
using IotHub.Automation.Expressions;
using IotHub.Automation.Expressions.Evaluation;
using IotHub.Automation.Expressions.Syntax;
using IotHub.Automation.Expressions.Typing;
using IotHub.Contracts.Json;
using IotHub.Contracts.Model;

namespace IotHub.Automation.Compilation;

/// <summary>Compiles expressions and the texts that hold some. What is wrong is said, and gives null.</summary>
internal sealed class ExpressionResolver(CompileContext context, HomeResolver names, VariableScope scope)
{
    /// <summary>Something that is true or false.</summary>
    public CompiledExpression? Condition(JsonNodeAt node) => Compile(node, ExpressionType.Boolean);

    /// <summary>A value for a property.</summary>
    public CompiledExpression? Value(JsonNodeAt node, ContractProperty property) => Compile(node, ExpressionType.Of(property));

    /// <summary>A duration.</summary>
    public CompiledExpression? Duration(JsonNodeAt node) => Compile(node, ExpressionType.Duration);

    /// <summary>A number: an expression, or a constant.</summary>
    public CompiledExpression? Number(JsonNodeAt node) => node.Computed() is { } expression ? Compile(expression, ExpressionType.Number) : Constant(node);

    /// <summary>A list: an expression, or constants.</summary>
    public CompiledExpression? List(JsonNodeAt node) => node.Kind == JsonValueKind.Array ? Constants(node) : Compile(node.Computed() ?? node, ExpressionType.ListOf(ExpressionType.Any));

    /// <summary>Anything: a constant, or <c>{"=": "expression"}</c>.</summary>
    public CompiledExpression? Any(JsonNodeAt node) => node.Computed() is { } expression ? Compile(expression, null) : Constant(node);

    /// <summary>A property compared with an expression.</summary>
    /// <param name="reference">The property.</param>
    /// <param name="symbol">How: <c>=</c>, <c>&gt;</c> or <c>&lt;</c>.</param>
    /// <param name="node">The expression.</param>
    public CompiledExpression? Comparison(PropertyReference reference, string symbol, JsonNodeAt node)
    {
        // Checked alone first, so that faults stand where they were written.
        if (Compile(node, symbol == "=" ? ExpressionType.Of(reference.Property) : ExpressionType.Number) is null)
        {
            return null;
        }

        var whole = ExpressionCompiler.Compile($"{reference.Address} {symbol} ({node.Text})", scope, ExpressionType.Boolean);
        if (whole.Expression is null)
        {
            context.Faults.Error(node, "expression.comparison", $"{reference} cannot be compared with this.");
        }

        return whole.Expression;
    }

    /// <summary>A text with expressions in it.</summary>
    public CompiledText? Text(JsonNodeAt node)
    {
        if (node.Text is null)
        {
            return null;
        }

        var text = ExpressionCompiler.CompileText(node, context.Faults, names, scope);
        Note(text?.Expressions ?? []);
        return text;
    }

    /// <summary>A text without expressions.</summary>
    public static CompiledText Plain(string text) => new(text.Length == 0 ? [] : [new CompiledTextPart(text, null)]);

    private static (ExpressionValue Value, ExpressionType Type, ExpressionSyntax Syntax)? Read(JsonNodeAt node)
    {
        SourceSpan span = default;
        if (node.Text is { } text)
        {
            return text.Length > ExpressionLimits.TextLengthMax ? null : (ExpressionValue.FromText(text), ExpressionType.Text, new ExpressionSyntax.Quoted(text, span));
        }

        if (node.TryGetBoolean(out var flag))
        {
            return (ExpressionValue.FromBoolean(flag), ExpressionType.Boolean, new ExpressionSyntax.Boolean(flag, span));
        }

        return node.TryGetNumber(out var number) ? (ExpressionValue.FromNumber(number + 0d), ExpressionType.Number, new ExpressionSyntax.Number(number + 0d, span)) : null;
    }

    private CompiledExpression? Constant(JsonNodeAt node)
    {
        if (Read(node) is var (value, type, syntax))
        {
            return new CompiledExpression(new TypedExpression.Constant(value, type, syntax));
        }

        if (node.Text is not null)
        {
            context.Faults.Error(node, "limit", $"A text has at most {ExpressionLimits.TextLengthMax} characters.");
        }

        return null;
    }

    private CompiledExpression? Constants(JsonNodeAt node)
    {
        var members = node.Items.Select(Read).Where(member => member is not null).Select(member => member!.Value).ToList();
        if (members.Count != node.Items.Length)
        {
            return null;
        }

        if (members.Select(member => member.Type.Kind).Distinct().Count() > 1)
        {
            context.Faults.Error(node, "value.type", "The members of a list are all numbers, all texts, or all true or false.");
            return null;
        }

        return new CompiledExpression(new TypedExpression.Constant(
            ExpressionValue.FromList([.. members.Select(member => member.Value)]),
            ExpressionType.ListOf(members.Count == 0 ? ExpressionType.Any : members[0].Type),
            new ExpressionSyntax.List([.. members.Select(member => member.Syntax)], default)));
    }

    private CompiledExpression? Compile(JsonNodeAt node, ExpressionType? expected)
    {
        // What is no text was said when the form was checked.
        if (string.IsNullOrWhiteSpace(node.Text))
        {
            return null;
        }

        var expression = ExpressionCompiler.Compile(node, context.Faults, names, scope, expected);
        Note(expression is null ? [] : [expression]);
        return expression;
    }

    private void Note(IEnumerable<CompiledExpression> expressions)
    {
        if (expressions.Any(expression => !expression.Selections.IsEmpty))
        {
            context.DependsOnHome = true;
        }
    }
}
