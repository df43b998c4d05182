using System.Collections.Immutable;
using IotHub.Contracts.Values;

namespace IotHub.Runtime.Storing;

/// <summary>How a state was in one value.</summary>
/// <param name="Value">Which; none for values beyond the bound, which count together.</param>
/// <param name="Seconds">How long in each column.</param>
/// <param name="Entered">How often it became that in each column.</param>
public sealed record StateTimes(PropertyValue Value, ImmutableArray<double> Seconds, ImmutableArray<long> Entered);
