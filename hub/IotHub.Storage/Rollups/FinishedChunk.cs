namespace IotHub.Storage.Rollups;

/// <summary>Some fifty buckets of one signal in a row, to be kept as one row of the file.</summary>
/// <param name="Level">How long the buckets are.</param>
/// <param name="Begin">Start of the first, in minutes since 1970.</param>
/// <param name="Data">The buckets.</param>
internal readonly record struct FinishedChunk(RollupLevel Level, long Begin, byte[] Data);
