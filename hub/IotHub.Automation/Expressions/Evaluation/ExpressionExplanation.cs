using System.Collections.Immutable;

namespace IotHub.Automation.Expressions.Evaluation;

/// <summary>Why an expression has the value that it has.</summary>
/// <param name="Value">The value.</param>
/// <param name="Parts">What decided, a clause each: <c>hall/temperature-sensor.temperature = 17.5 °C, so "&lt; 18" is true</c>. At most <see cref="ExpressionLimits.ExplainedPartsMax"/>; clauses that made no difference are left out.</param>
public sealed record ExpressionExplanation(ExpressionValue Value, ImmutableArray<string> Parts)
{
    /// <summary>All parts in one line.</summary>
    public override string ToString() => string.Join("; ", Parts);
}
