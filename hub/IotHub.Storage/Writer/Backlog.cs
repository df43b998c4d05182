using IotHub.Automation.Preview;
using IotHub.Contracts.Model;
using IotHub.Devices.Availability;
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

    private const string FindHappenings =
        "SELECT id, what FROM happening WHERE id > @id AND (what LIKE '{\"kind\":\"availability\"%' OR what LIKE '{\"kind\":\"hub-started\"%') ORDER BY id LIMIT @rows";

    private readonly Database _database = tables.Database;
    private readonly HomeDays _days = new(options.TimeZone);
    private readonly ByteWriter _bytes = new();
    private long _happening;
    private bool _areGapsKnown;

    /// <summary>Does a step; the caller holds the transaction.</summary>
    /// <param name="classOf">What a contract says of a property of a device, where one does.</param>
    /// <returns>False when there is nothing more to do.</returns>
    public bool Step(Func<string, string, ContractProperty?> classOf)
    {
        if (!_areGapsKnown)
        {
            _areGapsKnown = _database.Number("SELECT count(*) FROM backlog") == 0 || !ReadGaps();
            return true;
        }

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

    /// <summary>When devices were away, out of what was recorded for previews; false when all is read.</summary>
    private bool ReadGaps()
    {
        var rows = 0;
        var found = new List<(string Device, long At, bool IsHere)>();
        using (var reader = _database.Prepared(FindHappenings, "@id", "@rows").Read(_happening, (long)RowsPerStep))
        {
            for (; reader.Read(); rows++)
            {
                _happening = reader.GetInt64(0);
                switch (RecordedHappeningJson.TryRead(reader.GetString(1)))
                {
                    case RecordedHappening.AvailabilityNews news:
                        found.Add((news.Device, news.At.UtcTicks, news.Becomes == DeviceAvailability.Online));
                        break;
                    case RecordedHappening.HubStarted started:
                        found.Add((string.Empty, started.LastAlive.UtcTicks, false));
                        break;
                    default:
                        break;
                }
            }
        }

        var add = _database.Prepared("INSERT OR IGNORE INTO away VALUES (@device, @at, @here)", "@device", "@at", "@here");
        foreach (var (device, at, isHere) in found)
        {
            add.Run(device, at, isHere ? 1L : 0L);
        }

        return rows == RowsPerStep;
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
            var edges = Edges(work.Device, at, work.Until);
            var edge = 0;
            for (; reader.Read(); rows++)
            {
                (at, cause) = (sqlite3_column_int64(reader.Handle!, 0), sqlite3_column_int64(reader.Handle!, 1));
                for (; edge < edges.Count && edges[edge].At <= at; edge++)
                {
                    Cross(track, edges[edge]);
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

    private static void Cross(SignalTrack track, (long At, bool IsHere) edge)
    {
        if (track.Until is null)
        {
            return;
        }

        if (edge.IsHere)
        {
            track.Return(Moment.FromTicks(edge.At));
        }
        else
        {
            track.Lose(Moment.FromTicks(edge.At));
        }
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

    private List<(long At, bool IsHere)> Edges(string device, long from, long to)
    {
        var edges = new List<(long, bool)>();
        using var reader = _database.Prepared(
            "SELECT at, is_here FROM away WHERE device IN (@device, '') AND at > @from AND at <= @to ORDER BY at", "@device", "@from", "@to").Read(device, from, to);
        while (reader.Read())
        {
            edges.Add((reader.GetInt64(0), reader.GetInt64(1) != 0));
        }

        return edges;
    }

    private readonly record struct Work(long Series, string Device, long Until, long DoneAt, long DoneCause);
}
