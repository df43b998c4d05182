using IotHub.Automation.Analysis.Values;
using IotHub.Automation.Compilation;

namespace IotHub.Automation.Analysis.Guards;

/// <summary>What is asked of a value.</summary>
/// <param name="Reference">Which.</param>
/// <param name="Values">It is one of these.</param>
/// <param name="MayBeUnknown">True when it may also be not known.</param>
/// <param name="For">It has been so at least this long; zero for any time.</param>
/// <param name="AgeMax">It was reported last no longer ago than this; null for any time.</param>
internal sealed record PropertyFact(PropertyReference Reference, ValueSet Values, bool MayBeUnknown, TimeSpan For, TimeSpan? AgeMax)
{
    public PropertyFact And(PropertyFact other) => new(
        Reference,
        Values.Intersect(other.Values),
        MayBeUnknown && other.MayBeUnknown,
        For > other.For ? For : other.For,
        AgeMax is null ? other.AgeMax : other.AgeMax is null || AgeMax < other.AgeMax ? AgeMax : other.AgeMax);

    public bool IsContradiction => (Values.IsEmpty && !MayBeUnknown) || (AgeMax is { } age && For > age);
}
