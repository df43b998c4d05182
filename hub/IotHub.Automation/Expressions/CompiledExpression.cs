using System.Collections.Immutable;
using IotHub.Automation.Compilation;
using IotHub.Automation.Expressions.Evaluation;
using IotHub.Automation.Expressions.Typing;

namespace IotHub.Automation.Expressions;

/// <summary>An expression that is checked against the home and ready to be evaluated. Immutable; holds for the devices and contracts it was compiled with.</summary>
public sealed class CompiledExpression
{
    internal CompiledExpression(TypedExpression tree)
    {
        Tree = tree;
        Reads = ExpressionReads.Of(tree);
    }

    /// <summary>The checked tree, for whoever wants to know more than the value.</summary>
    public TypedExpression Tree { get; }

    /// <summary>Everything that it reads.</summary>
    public ExpressionReads Reads { get; }

    /// <summary>What its value is, if it is known.</summary>
    public ExpressionType Type => Tree.Type;

    /// <summary>Properties that it reads, each once.</summary>
    public ImmutableArray<PropertyReference> References => Reads.References;

    /// <summary>Properties over several devices that it reads, each selection once.</summary>
    public ImmutableArray<PropertySelection> Selections => Reads.Selections;

    /// <summary>True when the value can change without any report: it uses the time, the sun, the calendar, or how old a value is.</summary>
    public bool UsesTime => Reads.UsesTime;

    /// <summary>The value now. Never throws for anything that was written; allocates nothing for numbers and booleans over properties.</summary>
    public ExpressionValue Evaluate(IExpressionScope scope) => ExpressionEvaluator.Evaluate(Tree, scope);

    /// <summary>The value now, and what decided it.</summary>
    public ExpressionExplanation Explain(IExpressionScope scope) => ExpressionExplainer.Explain(Tree, scope);

    /// <summary>What it reads, each once, with the values now; at most <see cref="Traces.TraceLimits.ValuesMax"/>.</summary>
    public ImmutableArray<Traces.TraceValue> ReadValues(IExpressionScope scope) => ExpressionExplainer.ReadValues(Tree, scope);

    /// <summary>The canonical text.</summary>
    public override string ToString() => Tree.ToString();
}
