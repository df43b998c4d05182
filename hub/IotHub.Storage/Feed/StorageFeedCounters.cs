namespace IotHub.Storage.Feed;

/// <summary>What the feed has done since it was made. Offered is queued plus in hand plus written plus dropped.</summary>
/// <param name="Queued">Outputs that wait now, the batch in hand among them.</param>
/// <param name="Written">Outputs that are kept.</param>
/// <param name="Dropped">Outputs that are not and never will be by themselves; a snapshot makes up for them.</param>
/// <param name="SnapshotsWritten">Snapshots that were kept after losses.</param>
/// <param name="FailedWrites">Attempts that failed.</param>
/// <param name="LastWriteDuration">How long the last write took that succeeded; zero before the first.</param>
/// <param name="IsLost">True while the store lacks something that was dropped.</param>
public sealed record StorageFeedCounters(
    long Queued, long Written, long Dropped, long SnapshotsWritten, long FailedWrites, TimeSpan LastWriteDuration, bool IsLost);
