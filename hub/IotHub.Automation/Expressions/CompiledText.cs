using System.Collections.Immutable;
using System.Text;
using IotHub.Automation.Expressions.Evaluation;

namespace IotHub.Automation.Expressions;

/// <summary>A text with expressions in it, <c>It is {{ round(hall/temperature-sensor.temperature, 1) }} °C</c>, checked and ready.</summary>
public sealed class CompiledText
{
    internal CompiledText(ImmutableArray<CompiledTextPart> parts) => Parts = parts;

    /// <summary>What it is made of, in order.</summary>
    public ImmutableArray<CompiledTextPart> Parts { get; }

    /// <summary>The expressions in it, in order.</summary>
    public IEnumerable<CompiledExpression> Expressions => Parts.Select(part => part.Expression).OfType<CompiledExpression>();

    /// <summary>The text now.</summary>
    public RenderedText Render(IExpressionScope scope)
    {
        var text = new StringBuilder();
        var unknown = ImmutableArray.CreateBuilder<string>();
        foreach (var part in Parts)
        {
            var value = part.Expression?.Evaluate(scope) ?? ExpressionValue.FromText(part.Literal);
            text.Append(ValueTexts.Of(value, scope.Zone));
            if (!value.IsKnown)
            {
                unknown.Add(value.Reason);
            }
        }

        if (text.Length > ExpressionLimits.TextLengthMax)
        {
            // Not in the middle of a character.
            text.Length = char.IsHighSurrogate(text[ExpressionLimits.TextLengthMax - 2]) ? ExpressionLimits.TextLengthMax - 2 : ExpressionLimits.TextLengthMax - 1;
            text.Append('…');
        }

        return new RenderedText(text.ToString(), unknown.ToImmutable());
    }

    /// <summary>The canonical text, with the expressions as they are written.</summary>
    public override string ToString() => string.Concat(Parts.Select(part => part.ToString()));
}
