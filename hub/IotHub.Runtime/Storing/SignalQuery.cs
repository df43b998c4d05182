using System.Collections.Immutable;

namespace IotHub.Runtime.Storing;

/// <summary>A question about the past of signals.</summary>
/// <param name="Signals">Which, in the order of the answer.</param>
/// <param name="From">Start, inclusive.</param>
/// <param name="To">End, exclusive; after the start.</param>
/// <param name="PointsMax">Columns at most, 2 or more.</param>
/// <param name="Now">The time: nothing is known after it.</param>
public sealed record SignalQuery(ImmutableArray<SignalAddress> Signals, DateTimeOffset From, DateTimeOffset To, int PointsMax, DateTimeOffset Now);
