using IotHub.Automation.Compilation;
using IotHub.Contracts.Values;

namespace IotHub.Automation.Analysis.Rules;

/// <summary>A value that an automation sets.</summary>
/// <param name="Reference">Which property.</param>
/// <param name="Value">To what; none where it is worked out, turned over, or put back.</param>
/// <param name="Delay">How long after the run began, by constant waits alone.</param>
/// <param name="Path">JSON pointer of the step.</param>
/// <param name="IsSure">True when each run comes there: no choice and no open wait lies before.</param>
/// <param name="IsByScene">True when a scene sets it.</param>
internal sealed record RuleWrite(PropertyReference Reference, PropertyValue Value, TimeSpan Delay, string Path, bool IsSure, bool IsByScene)
{
    public bool IsSame(RuleWrite other) => Reference.Address == other.Reference.Address && Same(Value, other.Value);

    /// <summary>True when both set the same thing to different constants.</summary>
    public bool IsAgainst(RuleWrite other) => Reference.Address == other.Reference.Address && Value.HasValue && other.Value.HasValue && !Same(Value, other.Value);

    public static bool Same(PropertyValue left, PropertyValue right) => left == right || (left.TryGetNumber(out var a) && right.TryGetNumber(out var b) && a.Equals(b));
}
