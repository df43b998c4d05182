using System.Collections.Immutable;

namespace IotHub.Automation.Expressions;

/// <summary>A text with the values of its expressions in it.</summary>
/// <param name="Text">At most <see cref="ExpressionLimits.TextLengthMax"/> UTF-16 units; what is longer is cut and ends with an ellipsis. What is unknown stands as <c>unknown</c>.</param>
/// <param name="Unknown">Why something was unknown, in order; empty where all was known.</param>
public sealed record RenderedText(string Text, ImmutableArray<string> Unknown);
