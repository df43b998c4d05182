namespace IotHub.Automation.Expressions.Syntax;

/// <summary>Operators between two operands.</summary>
public enum BinaryOperator
{
    /// <summary><c>a or b</c></summary>
    Or,

    /// <summary><c>a and b</c></summary>
    And,

    /// <summary><c>a = b</c>, also written <c>a == b</c></summary>
    Equal,

    /// <summary><c>a != b</c></summary>
    NotEqual,

    /// <summary><c>a &lt; b</c></summary>
    Less,

    /// <summary><c>a &lt;= b</c></summary>
    LessOrEqual,

    /// <summary><c>a > b</c></summary>
    Greater,

    /// <summary><c>a >= b</c></summary>
    GreaterOrEqual,

    /// <summary><c>a in list</c></summary>
    In,

    /// <summary><c>a not in list</c></summary>
    NotIn,

    /// <summary><c>a + b</c></summary>
    Add,

    /// <summary><c>a - b</c></summary>
    Subtract,

    /// <summary><c>a * b</c></summary>
    Multiply,

    /// <summary><c>a / b</c></summary>
    Divide,

    /// <summary><c>a % b</c></summary>
    Modulo,
}
