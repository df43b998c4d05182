using System.Collections.Immutable;

namespace IotHub.Runtime.Storing;

/// <summary>The past of signals, in columns.</summary>
/// <param name="Resolution">How fine it was told; a column is one or several of these long.</param>
/// <param name="CompleteFrom">From when on this resolution is whole; null for from the beginning.</param>
/// <param name="Starts">When each column begins; the first may begin before what was asked.</param>
/// <param name="End">When the last one ends; may be after what was asked.</param>
/// <param name="Signals">As asked; null for one that nothing is known of.</param>
public sealed record SignalHistory(
    HistoryResolution Resolution, DateTimeOffset? CompleteFrom, ImmutableArray<DateTimeOffset> Starts, DateTimeOffset End, ImmutableArray<SignalSeries?> Signals);
