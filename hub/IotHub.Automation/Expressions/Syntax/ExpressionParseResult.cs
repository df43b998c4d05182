using System.Collections.Immutable;

namespace IotHub.Automation.Expressions.Syntax;

/// <summary>What became of an expression's text.</summary>
/// <param name="Syntax">The tree; null exactly when there are faults.</param>
/// <param name="Faults">Every fault of spelling, or else the first fault of grammar; beyond that one, anything said would be a guess.</param>
public sealed record ExpressionParseResult(ExpressionSyntax? Syntax, ImmutableArray<ExpressionFault> Faults);
