using IotHub.Contracts.Model;
using IotHub.Storage.Files;
using IotHub.Storage.Rollups;
using IotHub.Storage.Values;
using static SQLitePCL.raw;

namespace IotHub.Storage.Writer;

/// <summary>Sums up history from before there were roll-ups, a bounded step at a time, each in a transaction of its own: after a crash it goes on where it was.</summary>
internal sealed class Backlog(HistoryTables tables, StorageOptions options)
{
    // Some 20 ms of a small board: a write of the hub waits no longer.
    private const int RowsPerStep = 2_000;

    private readonly Database _database = tables.Database;
    private readonly GapEdges _gaps = new(tables.Database);
    private readonly HomeDays _days = new(options.TimeZone);
    private readonly ByteWriter _bytes = new();

    /// <summary>Does a step; the caller holds the transaction.</summary>
    /// <param name="classOf">What a contract says of a property of a device, where one does.</param>
    /// <returns>False when there is nothing more to do.</returns>
    public bool Step(Func<string, string, ContractProperty?> classOf)
    {
        using var reader = _database.Prepared(
            "SELECT b.series, s.device, s.property, b.until, b.done_at, b.done_cause, b.open FROM backlog b JOIN series s ON s.id = b.series ORDER BY b.series LIMIT 1").Read();
        if (!reader.Read())
        {
            return false;
        }

        var (device, property) = (reader.GetString(1), reader.GetString(2));
        var open = reader.IsDBNull(6) ? null : reader.GetFieldValue<byte[]>(6);
        var work = new Work(reader.GetInt64(0), device, reader.GetInt64(3), reader.GetInt64(4), reader.GetInt64(5));
        reader.Close();
        var series = classOf(device, property) is { } known ? tables.SeriesOf(device, known) : tables.Series.Find(device, property);
        SumUp(work, series!.Class, open);
        return true;
    }

    private void SumUp(Work work, SignalClass signal, byte[]? open)
    {
        // A track of another class is from before the contract told: what it has summed up stays as it is.
        if (open is null || !TrackBytes.TryRead(open, signal, _days, out var track, out var sink))
        {
            sink = new RollupSink(signal, _days);
            track = new SignalTrack(signal, sink);
        }

        var (at, cause, rows) = (work.DoneAt, work.DoneCause, 0);
        using (var reader = _database.Prepared(
            "SELECT at, cause, value FROM history WHERE series = @series AND (at, cause) > (@at, @cause) AND at <= @until ORDER BY at, cause LIMIT @rows",
            "@series", "@at", "@cause", "@until", "@rows").Read(work.Series, at, cause, work.Until, (long)RowsPerStep))
        {
            var edges = _gaps.Between(work.Device, at, work.Until);
            var edge = 0;
            for (; reader.Read(); rows++)
            {
                (at, cause) = (sqlite3_column_int64(reader.Handle!, 0), sqlite3_column_int64(reader.Handle!, 1));
                for (; edge < edges.Count && edges[edge].At < at; edge++)
                {
                    edges[edge].Cross(track);
                }

                Report(track, Moment.FromTicks(at), ValueColumn.Read(reader.Handle!, 2));
            }
        }

        if (rows == RowsPerStep)
        {
            tables.Rollups.Add(work.Series, sink);
            _database.Prepared("UPDATE backlog SET done_at = @at, done_cause = @cause, open = @open WHERE series = @series", "@series", "@at", "@cause", "@open")
                .Run(work.Series, at, cause, TrackBytes.Write(track, sink, _bytes));
            return;
        }

        // What is in force at the end goes on in the track of the present, where the signal still has a value.
        var goesOn = _database.Prepared("SELECT 1 FROM last_value WHERE series = @series", "@series").Number(work.Series) is not null;
        sink.Finish(track.Value, track.IsKnown && goesOn);
        tables.Rollups.Add(work.Series, sink);
        _database.Prepared("DELETE FROM backlog WHERE series = @series", "@series").Run(work.Series);
    }

    private static void Report(SignalTrack track, long at, Contracts.Values.PropertyValue value)
    {
        if (value.HasValue)
        {
            track.Report(at, value);
        }
        else
        {
            track.Forget(at);
        }
    }

    private readonly record struct Work(long Series, string Device, long Until, long DoneAt, long DoneCause);
}
