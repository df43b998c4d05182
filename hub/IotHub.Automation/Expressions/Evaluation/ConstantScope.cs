using IotHub.Automation.Expressions.Typing;
using IotHub.Devices.State;

namespace IotHub.Automation.Expressions.Evaluation;

/// <summary>What constants see: nothing. Only parts that read nothing are evaluated in it.</summary>
internal sealed class ConstantScope : IExpressionScope
{
    private static readonly ConstantScope Nothing = new();

    private ConstantScope()
    {
    }

    public IHomeView Home => throw new InvalidOperationException("A constant reads no home.");

    public DateTimeOffset Now => default;

    public TimeZoneInfo Zone => TimeZoneInfo.Utc;

    public double? SunElevation => null;

    public int? PeopleHome => null;

    public bool? IsWorkday => null;

    public bool? IsHoliday => null;

    /// <summary>The value of a part that is made of constants.</summary>
    public static ExpressionValue Evaluate(TypedExpression constant) => ExpressionEvaluator.Evaluate(constant, Nothing);

    public ExpressionValue Variable(string name) => default;

    public bool? IsHome(string person) => null;

    public string? AutomationState(string id) => null;
}
