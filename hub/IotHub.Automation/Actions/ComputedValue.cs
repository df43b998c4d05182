using IotHub.Automation.Expressions;
using IotHub.Contracts.Model;

namespace IotHub.Automation.Actions;

/// <summary>A value for a property that is worked out when the step is reached.</summary>
/// <param name="Property">Which.</param>
/// <param name="Value">Its value; one that does not fit the contract then is a failure of the step.</param>
public sealed record ComputedValue(ContractProperty Property, CompiledExpression Value);
