namespace IotHub.Storage.Rollups;

/// <summary>What a bucket in a chunk says first. The three highest bits are how many zeros its numbers end with.</summary>
[Flags]
internal enum BucketFlags : byte
{
    /// <summary>As long as buckets of its level mostly are.</summary>
    IsUsual = 1,

    /// <summary>Known from its beginning to its end.</summary>
    IsWhole = 2,

    /// <summary>Known at its end.</summary>
    IsKnownAtEnd = 4,

    /// <summary>More than time is in it.</summary>
    HasContent = 8,

    /// <summary>A value was in force at its end.</summary>
    HasLast = 16,
}
