namespace IotHub.Automation.Expressions.Syntax;

/// <summary>Operators before one operand.</summary>
public enum UnaryOperator
{
    /// <summary><c>not x</c></summary>
    Not,

    /// <summary><c>-x</c></summary>
    Negate,
}
