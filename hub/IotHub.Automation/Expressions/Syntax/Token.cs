namespace IotHub.Automation.Expressions.Syntax;

/// <summary>The smallest part of an expression.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Span">Where it stands.</param>
/// <param name="Text">As written; for a text its content without quotes and escapes.</param>
/// <param name="Number">The number, or the ticks of a duration or time of day; 0 for anything else.</param>
internal readonly record struct Token(TokenKind Kind, SourceSpan Span, string Text, double Number = 0)
{
    /// <summary>True for this operator, bracket or word.</summary>
    public bool Is(string text) => Kind is TokenKind.Symbol or TokenKind.Name && string.Equals(Text, text, StringComparison.Ordinal);
}
