namespace IotHub.Automation.Expressions.Syntax;

/// <summary>Why a text is not an expression.</summary>
/// <param name="Code">Last part of the diagnostic's code: <c>expression.syntax</c>, <c>expression.limit</c>.</param>
/// <param name="Span">Where.</param>
/// <param name="Message">A sentence that says what was found and what was expected.</param>
/// <param name="Suggestion">What to write instead; null where there is no good guess.</param>
public sealed record ExpressionFault(string Code, SourceSpan Span, string Message, string? Suggestion = null);
