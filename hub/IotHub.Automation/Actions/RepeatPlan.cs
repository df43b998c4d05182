using IotHub.Automation.Conditions;
using IotHub.Automation.Expressions;

namespace IotHub.Automation.Actions;

/// <summary>How often something is repeated. Never more often than <c>AutomationLimits.RoundsMax</c>.</summary>
public abstract record RepeatPlan
{
    private RepeatPlan()
    {
    }

    /// <summary>So many times; worked out once, before the first.</summary>
    public sealed record Count(CompiledExpression Times) : RepeatPlan;

    /// <summary>While this holds, looked at before each time.</summary>
    public sealed record While(ConditionPlan Condition) : RepeatPlan;

    /// <summary>Until this holds, looked at after each time.</summary>
    public sealed record Until(ConditionPlan Condition) : RepeatPlan;

    /// <summary>Once for each member of a list, which is worked out once, before the first.</summary>
    /// <param name="List">The list.</param>
    /// <param name="As">Variable that holds the member.</param>
    public sealed record ForEach(CompiledExpression List, string As) : RepeatPlan;
}
