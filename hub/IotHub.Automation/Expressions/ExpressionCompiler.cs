using System.Collections.Immutable;
using IotHub.Automation.Compilation;
using IotHub.Automation.Documents;
using IotHub.Automation.Expressions.Syntax;
using IotHub.Automation.Expressions.Typing;
using IotHub.Contracts.Diagnostics;
using IotHub.Contracts.Json;

namespace IotHub.Automation.Expressions;

/// <summary>Turns the text of an expression, or a text with expressions in it, into what can be evaluated, or says everything that is wrong with it.</summary>
public static class ExpressionCompiler
{
    private const string Kind = "automation";

    /// <summary>Compiles an expression that stands in a document.</summary>
    /// <param name="node">The JSON text; anything else is a fault.</param>
    /// <param name="types">What it may name.</param>
    /// <param name="expected">The type that its place wants; null for any.</param>
    public static ExpressionCompileResult Compile(JsonNodeAt node, IExpressionTypes types, ExpressionType? expected = null)
    {
        var faults = new DocumentFaults(Kind);
        var names = new HomeResolver(types.Home, faults);
        var expression = Compile(node, faults, names, types, expected);
        return new ExpressionCompileResult(expression, faults.ToImmutable(), names.IsWaiting && !faults.HasErrors);
    }

    /// <summary>Compiles an expression that stands in no document: faults have no line, and say the character.</summary>
    /// <param name="text">The expression.</param>
    /// <param name="types">What it may name.</param>
    /// <param name="expected">The type that its place wants; null for any.</param>
    public static ExpressionCompileResult Compile(string text, IExpressionTypes types, ExpressionType? expected = null)
    {
        var faults = new DocumentFaults(Kind);
        var names = new HomeResolver(types.Home, faults);
        var expression = new Source(faults, null, names, types).Compile(text, 0, expected);
        return new ExpressionCompileResult(expression, faults.ToImmutable(), names.IsWaiting && !faults.HasErrors);
    }

    /// <summary>Compiles a text with expressions between <c>{{</c> and <c>}}</c> that stands in a document.</summary>
    /// <param name="node">The JSON text; anything else is a fault.</param>
    /// <param name="types">What the expressions may name.</param>
    public static TextCompileResult CompileText(JsonNodeAt node, IExpressionTypes types)
    {
        var faults = new DocumentFaults(Kind);
        var names = new HomeResolver(types.Home, faults);
        var text = CompileText(node, faults, names, types);
        return new TextCompileResult(text, faults.ToImmutable(), names.IsWaiting && !faults.HasErrors);
    }

    /// <summary>Compiles a text with expressions that stands in no document.</summary>
    /// <param name="text">The text.</param>
    /// <param name="types">What the expressions may name.</param>
    public static TextCompileResult CompileText(string text, IExpressionTypes types)
    {
        var faults = new DocumentFaults(Kind);
        var names = new HomeResolver(types.Home, faults);
        var compiled = new Source(faults, null, names, types).CompileText(text);
        return new TextCompileResult(compiled, faults.ToImmutable(), names.IsWaiting && !faults.HasErrors);
    }

    /// <summary>An expression as a part of a document that is being compiled; null when it cannot be used, which is said or known to <paramref name="names"/> as waiting.</summary>
    internal static CompiledExpression? Compile(JsonNodeAt node, DocumentFaults faults, HomeResolver names, IExpressionTypes types, ExpressionType? expected)
    {
        if (node.Text is { } text)
        {
            return new Source(faults, node, names, types).Compile(text, 0, expected);
        }

        faults.Error(node, "expression.type", $"An expression is written as a text, found {node.Describe()}.", node.Kind is System.Text.Json.JsonValueKind.Object or System.Text.Json.JsonValueKind.Array ? null : $"Write \"{node.Raw}\".");
        return null;
    }

    /// <summary>A text as a part of a document that is being compiled; null when it cannot be used.</summary>
    internal static CompiledText? CompileText(JsonNodeAt node, DocumentFaults faults, HomeResolver names, IExpressionTypes types)
    {
        if (node.Text is { } text)
        {
            return new Source(faults, node, names, types).CompileText(text);
        }

        faults.Error(node, "expression.type", $"Expected a text, found {node.Describe()}.");
        return null;
    }

    /// <summary>Where an expression comes from and what it may name.</summary>
    private sealed record Source(DocumentFaults Faults, JsonNodeAt? Node, HomeResolver Names, IExpressionTypes Types)
    {
        public CompiledExpression? Compile(string text, int offset, ExpressionType? expected)
        {
            var faults = new ExpressionFaults(Faults, Node, offset);
            var parsed = ExpressionParser.Parse(text);
            foreach (var fault in parsed.Faults)
            {
                Say(faults, fault);
            }

            if (parsed.Syntax is null)
            {
                return null;
            }

            var tree = new ExpressionChecker(Types, Names, faults).CheckWhole(parsed.Syntax, expected);
            return faults.IsBroken ? null : new CompiledExpression(tree);
        }

        public CompiledText? CompileText(string text)
        {
            var (parts, fault) = TextSplitter.Split(text);
            if (fault is not null)
            {
                Say(new ExpressionFaults(Faults, Node, 0), fault);
                return null;
            }

            var compiled = ImmutableArray.CreateBuilder<CompiledTextPart>(parts.Length);
            var isWhole = true;
            foreach (var (span, content, isExpression) in parts)
            {
                var expression = isExpression ? Compile(content, span.Start, null) : null;
                isWhole &= !isExpression || expression is not null;
                compiled.Add(new CompiledTextPart(isExpression ? string.Empty : content, expression));
            }

            return isWhole ? new CompiledText(compiled.MoveToImmutable()) : null;
        }

        private static void Say(ExpressionFaults faults, ExpressionFault fault) =>
            faults.At(fault.Span).Fault(DiagnosticSeverity.Error, fault.Code, fault.Message, fault.Suggestion);
    }
}
