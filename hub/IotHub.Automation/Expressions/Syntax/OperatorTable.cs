namespace IotHub.Automation.Expressions.Syntax;

/// <summary>How operators are written and how tightly they bind.</summary>
internal static class OperatorTable
{
    /// <summary>Precedence of the conditional, the loosest; a tighter operator has a greater number.</summary>
    public const int Conditional = 0;

    /// <summary>Precedence of <c>not</c> and the sign.</summary>
    public const int Unary = 6;

    /// <summary>Precedence of what needs no brackets anywhere.</summary>
    public const int Primary = 7;

    /// <summary>As it is written.</summary>
    public static string TextOf(BinaryOperator operation) => operation switch
    {
        BinaryOperator.Or => "or",
        BinaryOperator.And => "and",
        BinaryOperator.Equal => "=",
        BinaryOperator.NotEqual => "!=",
        BinaryOperator.Less => "<",
        BinaryOperator.LessOrEqual => "<=",
        BinaryOperator.Greater => ">",
        BinaryOperator.GreaterOrEqual => ">=",
        BinaryOperator.In => "in",
        BinaryOperator.NotIn => "not in",
        BinaryOperator.Add => "+",
        BinaryOperator.Subtract => "-",
        BinaryOperator.Multiply => "*",
        BinaryOperator.Divide => "/",
        _ => "%",
    };

    /// <summary>1 for <c>or</c> to 5 for <c>*</c>.</summary>
    public static int PrecedenceOf(BinaryOperator operation) => operation switch
    {
        BinaryOperator.Or => 1,
        BinaryOperator.And => 2,
        _ when IsComparison(operation) => 3,
        BinaryOperator.Add or BinaryOperator.Subtract => 4,
        _ => 5,
    };

    /// <summary>True for those of which two never stand in a row.</summary>
    public static bool IsComparison(BinaryOperator operation) => operation is >= BinaryOperator.Equal and <= BinaryOperator.NotIn;
}
