using System.Collections.Immutable;

namespace IotHub.Runtime.Storing;

/// <summary>A question about energy.</summary>
/// <param name="Parts">When each part begins, and when the last one ends: two or more moments in order. On whole hours, or on the home's midnights.</param>
/// <param name="ByHour">True where parts are told by hours, because they are shorter than days or prices change within one; false for days.</param>
/// <param name="Now">The time: nothing is known after it.</param>
public sealed record EnergyQuery(ImmutableArray<DateTimeOffset> Parts, bool ByHour, DateTimeOffset Now);
