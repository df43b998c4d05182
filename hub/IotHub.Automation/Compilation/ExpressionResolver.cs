using IotHub.Automation.Expressions;
using IotHub.Contracts.Json;
using IotHub.Contracts.Model;

namespace IotHub.Automation.Compilation;

/// <summary>Compiles expressions and the texts that hold some. What is wrong is said, and gives null.</summary>
internal sealed class ExpressionResolver(CompileContext context)
{
    /// <summary>Something that is true or false.</summary>
    public CompiledExpression? Condition(JsonNodeAt node) => Compile(node);

    /// <summary>A value for a property.</summary>
    public CompiledExpression? Value(JsonNodeAt node, ContractProperty property) => Compile(node);

    /// <summary>A duration.</summary>
    public CompiledExpression? Duration(JsonNodeAt node) => Compile(node);

    /// <summary>A number.</summary>
    public CompiledExpression? Number(JsonNodeAt node) => Compile(node);

    /// <summary>A list.</summary>
    public CompiledExpression? List(JsonNodeAt node) => Compile(node);

    /// <summary>Anything: a constant, or <c>{"=": "expression"}</c>.</summary>
    public CompiledExpression? Any(JsonNodeAt node) => Compile(node);

    /// <summary>A property compared with an expression.</summary>
    public CompiledExpression? Comparison(PropertyReference reference, string symbol, JsonNodeAt node) => Compile(node);

    /// <summary>A text with expressions in it.</summary>
    public CompiledText? Text(JsonNodeAt node) => new();

    /// <summary>A constant text.</summary>
    public CompiledText Plain(string text) => new();

    private CompiledExpression? Compile(JsonNodeAt node)
    {
        _ = context;
        return new CompiledExpression();
    }
}
