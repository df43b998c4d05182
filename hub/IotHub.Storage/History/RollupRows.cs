using IotHub.Contracts.Model;
using IotHub.Storage.Files;
using IotHub.Storage.Rollups;
using IotHub.Storage.Values;
using static SQLitePCL.raw;

namespace IotHub.Storage.History;

/// <summary>Reads the buckets of one signal into columns: chunks that were kept, then what fills no chunk yet, then what is open.</summary>
internal sealed class RollupRows(Database database, HomeDays days)
{
    private const string FindChunks =
        "SELECT data FROM rollup WHERE series = @series AND level = @level AND start >= " +
        "coalesce((SELECT max(start) FROM rollup WHERE series = @series AND level = @level AND start <= @from), @from) AND start < @to ORDER BY start, part";

    private readonly Statement _findChunks = database.Prepare(FindChunks, "@series", "@level", "@from", "@to");
    private readonly Statement _findOpen = database.Prepare("SELECT open, value, changed_at FROM last_value WHERE series = @series", "@series");
    private readonly Statement _findEvent = database.Prepare("SELECT open FROM event_open WHERE series = @series", "@series");

    /// <summary>Reads them.</summary>
    /// <param name="series">Which signal.</param>
    /// <param name="level">Minutes, hours or days.</param>
    /// <param name="now">What is in force last is, up to now.</param>
    /// <param name="fold">Takes them.</param>
    public void Read(long series, RollupLevel level, long now, ColumnFold fold)
    {
        var summary = Summary.For(fold.Signal);
        using (var reader = _findChunks.Read(series, (long)level, Moment.FloorDivide(fold.Grid.Begin, Moment.PerMinute), Moment.FloorDivide(fold.Grid.End, Moment.PerMinute) + 1))
        {
            while (reader.Read())
            {
                // The bytes are read where SQLite has them.
                Read(sqlite3_column_blob(reader.Handle!, 0), level, summary, fold);
            }
        }

        ReadOpen(series, level, summary, fold);
        fold.PassTo(Math.Min(now, fold.Grid.End));
    }

    private static void Read(ReadOnlySpan<byte> chunk, RollupLevel level, Summary summary, ColumnFold fold)
    {
        var buckets = new ChunkReader(chunk, level, fold.Signal, summary);
        while (buckets.TryRead(out var bucket))
        {
            fold.Add(bucket, summary);
        }
    }

    private void ReadOpen(long series, RollupLevel level, Summary summary, ColumnFold fold)
    {
        var isEvent = fold.Signal == SignalClass.Event;
        using var reader = (isEvent ? _findEvent : _findOpen).Read(series);
        if (!reader.Read())
        {
            return;
        }

        if (reader.IsDBNull(0))
        {
            // From before there were roll-ups: its last value is in force since it changed.
            var value = ValueColumn.Read(reader.Handle!, 1);
            var since = Moment.FromTicks(reader.GetInt64(2));
            fold.PassTo(since);
            fold.GoOn(since, fold.Signal == SignalClass.State ? InForce.Of(StateValues.Short(value)) : InForce.Of(FixedPoint.Of(value) ?? 0), true);
            return;
        }

        if (TrackBytes.TryRead(sqlite3_column_blob(reader.Handle!, 0), fold.Signal, days, out var track, out var sink))
        {
            var kept = sink.Levels[(int)level - 1];
            Read(kept.Chunk.Tail.Written, level, summary, fold);
            if (kept.IsOpen && track.Until is { } until)
            {
                kept.Open.Last = track.Value;
                fold.Add(new Bucket(kept.Begin, until, track.IsKnown), kept.Open);
            }
        }
    }
}
