namespace IotHub.Automation.Expressions;

/// <summary>An expression that is checked and ready to be evaluated.</summary>
public sealed class CompiledExpression;
