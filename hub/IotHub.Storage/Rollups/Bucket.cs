namespace IotHub.Storage.Rollups;

/// <summary>One bucket of a roll-up. There is one for each minute, hour and day in which something became of the signal; between two of them all stays as it was at the end of the first.</summary>
/// <param name="Begin">Start, in milliseconds, on a whole minute.</param>
/// <param name="End">End, on a whole minute; of one that is still open, up to when it is told.</param>
/// <param name="IsKnownAtEnd">False where nobody knew the value any more when it ended.</param>
internal readonly record struct Bucket(long Begin, long End, bool IsKnownAtEnd);
