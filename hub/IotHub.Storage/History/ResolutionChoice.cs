using IotHub.Storage.Rollups;

namespace IotHub.Storage.History;

/// <summary>Which level answers a question.</summary>
internal static class ResolutionChoice
{
    /// <summary>A chart needs no more than one bucket for four of its columns: that still shows what the eye can.</summary>
    private const int ColumnsPerBucket = 4;

    /// <summary>Buckets that one question may read: some 100 ms.</summary>
    private const long BucketsMax = 2_000_000;

    /// <summary>The coarsest level that is fine enough; a coarser one where that would be too much to read, or is not whole from the beginning and the coarser one is older.</summary>
    /// <param name="from">Start, in milliseconds.</param>
    /// <param name="to">End.</param>
    /// <param name="pointsMax">Columns.</param>
    /// <param name="signals">How many signals.</param>
    /// <param name="completeFrom">From when on each level is whole; <see cref="long.MinValue"/> for from the beginning.</param>
    public static RollupLevel Choose(long from, long to, int pointsMax, int signals, Func<RollupLevel, long> completeFrom)
    {
        var level = RollupLevel.Day;
        while (level > RollupLevel.Raw && Count(level, from, to) * ColumnsPerBucket < pointsMax)
        {
            level--;
        }

        while (level is > RollupLevel.Raw and < RollupLevel.Day && Count(level, from, to) * signals > BucketsMax)
        {
            level++;
        }

        while (level < RollupLevel.Day && completeFrom(level) > from && completeFrom(level + 1) < completeFrom(level))
        {
            level++;
        }

        return level;
    }

    private static long Count(RollupLevel level, long from, long to) => (to - from) / (level switch
    {
        RollupLevel.Minute => Moment.PerMinute,
        RollupLevel.Hour => Moment.PerHour,
        _ => Moment.PerDay,
    });
}
