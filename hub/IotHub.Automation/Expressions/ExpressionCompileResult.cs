using System.Collections.Immutable;
using IotHub.Contracts.Diagnostics;

namespace IotHub.Automation.Expressions;

/// <summary>What became of an expression's text.</summary>
/// <param name="Expression">What can be evaluated; null when something is wrong or a device is missing.</param>
/// <param name="Diagnostics">Everything there is to say, in order of the text.</param>
/// <param name="IsWaitingForDevices">True when nothing is wrong but a device that it names is not in the home (yet).</param>
public sealed record ExpressionCompileResult(CompiledExpression? Expression, ImmutableArray<Diagnostic> Diagnostics, bool IsWaitingForDevices);
