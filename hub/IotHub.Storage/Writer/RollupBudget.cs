using IotHub.Storage.Files;
using IotHub.Storage.Rollups;

namespace IotHub.Storage.Writer;

/// <summary>Deletes the oldest minutes and hours, and keeps from when on a level is whole. Of each signal the chunk that holds the cut stays.</summary>
internal sealed class RollupBudget(Database database)
{
    // As for values: a step deletes what began in the oldest 1/64 of the time that is kept.
    private const int SliceParts = 64;

    /// <summary>From when on a level is whole, in ticks; null for from the beginning.</summary>
    public long? CompleteFrom(RollupLevel level) =>
        database.Prepared("SELECT complete_from FROM history_limit WHERE level = @level", "@level").Number((long)level);

    public void SetCompleteFrom(RollupLevel level, long ticks) => database.Prepared(
        "INSERT INTO history_limit VALUES (@level, @from) ON CONFLICT (level) DO UPDATE SET complete_from = max(complete_from, excluded.complete_from)", "@level", "@from")
        .Run((long)level, ticks);

    /// <summary>Deletes the oldest of a level, but nothing that a finer level still has.</summary>
    /// <param name="level">Minutes or hours.</param>
    /// <param name="finer">The level that goes before it.</param>
    /// <param name="rowsMax">Rows at most.</param>
    /// <returns>How many rows went.</returns>
    public int DropOldest(RollupLevel level, RollupLevel finer, int rowsMax)
    {
        if (CompleteFrom(finer) is not { } ticks)
        {
            return 0;
        }

        var before = Moment.FloorDivide(Moment.FromTicks(ticks), Moment.PerMinute);
        var series = Oldest(level).Where(one => one.Oldest < before).OrderBy(one => one.Oldest).ToList();
        if (series.Count == 0)
        {
            return 0;
        }

        var oldest = series[0].Oldest;
        var cut = Math.Min(oldest + Math.Max(1, (before - oldest) / SliceParts), before);
        var deleted = DropUpTo(level, series, cut, rowsMax);

        // Chunks of quiet signals are long.
        return deleted > 0 || cut == before ? deleted : DropUpTo(level, series, before, rowsMax);
    }

    private int DropUpTo(RollupLevel level, List<(long Series, long Oldest)> series, long cut, int rowsMax)
    {
        var delete = database.Prepared(
            "DELETE FROM rollup WHERE (series, level, start, part) IN (SELECT series, level, start, part FROM rollup WHERE series = @series AND level = @level AND " +
            "start < (SELECT max(start) FROM rollup WHERE series = @series AND level = @level AND start <= @cut) ORDER BY start LIMIT @rows)",
            "@series", "@level", "@cut", "@rows");
        var deleted = 0;
        foreach (var (one, oldest) in series)
        {
            if (oldest > cut || deleted >= rowsMax)
            {
                break;
            }

            deleted += delete.Run(one, (long)level, cut, (long)(rowsMax - deleted));
        }

        if (deleted > 0)
        {
            SetCompleteFrom(level, Moment.ToTicks(cut * Moment.PerMinute));
        }

        return deleted;
    }

    private List<(long Series, long Oldest)> Oldest(RollupLevel level)
    {
        var found = new List<(long, long)>();
        using var reader = database.Prepared(
            "SELECT id, first FROM (SELECT id, (SELECT min(start) FROM rollup WHERE series = series.id AND level = @level) AS first FROM series) WHERE first IS NOT NULL", "@level").Read((long)level);
        while (reader.Read())
        {
            found.Add((reader.GetInt64(0), reader.GetInt64(1)));
        }

        return found;
    }
}
