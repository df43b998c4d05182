namespace IotHub.Automation.Expressions;

/// <summary>A part of a text.</summary>
/// <param name="Literal">What stands there as it is; empty where there is an expression.</param>
/// <param name="Expression">Whose value stands there; null for a literal part.</param>
public sealed record CompiledTextPart(string Literal, CompiledExpression? Expression)
{
    /// <summary>As it is written: <c>{{ x }}</c>, or the literal with its braces and backslashes escaped.</summary>
    public override string ToString() => Expression is null
        ? Literal.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("{", "\\{", StringComparison.Ordinal)
        : $"{{{{ {Expression} }}}}";
}
