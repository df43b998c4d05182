using IotHub.Automation.Expressions;

namespace IotHub.Automation.Actions;

/// <summary>A value for a variable, worked out when the step is reached.</summary>
/// <param name="Name">The variable.</param>
/// <param name="Value">Its value; a constant is an expression too.</param>
public sealed record VariablePlan(string Name, CompiledExpression Value);
