using System.Collections.Immutable;
using IotHub.Automation.Preview;
using IotHub.Automation.Traces;
using IotHub.Devices.State;
using IotHub.Runtime.Storing;
using IotHub.Storage.Files;
using IotHub.Storage.Values;
using Microsoft.Data.Sqlite;
using static SQLitePCL.raw;

namespace IotHub.Storage.History;

/// <summary>
/// Values of all series and what automations were told beside them, as one sequence in order of time. History lies by series, so it is read a slice of
/// time at a time: the rows of all series within it, then put in order. A slice that holds too much is cut in half, one that holds little doubled.
/// </summary>
internal sealed class RecordedSpan : IRecordedSpan
{
    // Twice as many rows are in memory at once: some 20 MB, and few enough that a Pi sorts them in a tenth of a second.
    private const int SliceRowsMax = 100_000;

    // Above the place of any change within its message.
    private const int AfterChanges = 1 << 16;

    private const string FindInForce = "SELECT at, cause, value FROM history WHERE series = @series AND at < @from ORDER BY at DESC, cause DESC LIMIT 1";

    private const string FindSlice = "SELECT at, cause, value, place FROM history WHERE series = @series AND at >= @from AND at < @to ORDER BY at, cause";

    private const string FindHappenings = "SELECT what FROM happening WHERE at >= @from AND at < @to ORDER BY at, id";

    // How devices and automations stood at the beginning is told by what was said last of each.
    private const string FindStanding =
        "SELECT what FROM happening WHERE at < @from AND (what LIKE '{\"kind\":\"availability\"%' OR what LIKE '{\"kind\":\"standing\"%' OR what LIKE '{\"kind\":\"hub-started\"%') ORDER BY at, id";

    private static readonly TimeSpan SliceFirst = TimeSpan.FromHours(6);
    private static readonly TimeSpan SliceMin = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan SliceMax = TimeSpan.FromDays(8);

    private readonly Database _database;
    private readonly DateTimeOffset _to;
    private readonly List<(long Id, string Device, string Property)> _series = [];

    public RecordedSpan(Database database, string automation, DateTimeOffset from, DateTimeOffset to)
    {
        (_database, _to) = (database, to);
        using (var reader = database.Prepared("SELECT id, device, property FROM series ORDER BY id").Read())
        {
            while (reader.Read())
            {
                _series.Add((reader.GetInt64(0), reader.GetString(1), reader.GetString(2)));
            }
        }

        Beginning = ReadBeginning(automation, from);
    }

    /// <inheritdoc/>
    public RecordedBeginning Beginning { get; }

    /// <inheritdoc/>
    public void Dispose() => _database.Dispose();

    /// <inheritdoc/>
    public IEnumerable<RecordedHappening> Read(CancellationToken cancellationToken)
    {
        // While one slice is replayed the next is read: two cores are busy, and two slices in memory.
        var slices = new Slices(Beginning.At);
        var next = Task.Run(() => ReadSlice(slices, [], cancellationToken), CancellationToken.None);
        try
        {
            List<Row>? free = [];
            while (next.GetAwaiter().GetResult() is { } rows)
            {
                var buffer = free;
                next = Task.Run(() => ReadSlice(slices, buffer, cancellationToken), CancellationToken.None);
                foreach (var row in rows)
                {
                    yield return row.What;
                }

                free = rows;
            }
        }
        finally
        {
            // Nobody may close the database under it.
            ((IAsyncResult)next).AsyncWaitHandle.WaitOne();
        }
    }

    /// <summary>The next slice, in order; null after the last.</summary>
    private List<Row>? ReadSlice(Slices slices, List<Row> rows, CancellationToken cancellationToken)
    {
        while (slices.At < _to)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var end = _to - slices.At < slices.Length ? _to : slices.At + slices.Length;
            if (!TryReadSlice(slices.At, end, rows, cancellationToken) && slices.Length > SliceMin)
            {
                slices.Length /= 2;
                continue;
            }

            rows.Sort();
            slices.At = end;
            slices.Length = rows.Count < SliceRowsMax / 4 && slices.Length < SliceMax ? slices.Length * 2 : slices.Length;
            return rows;
        }

        return null;
    }

    /// <summary>Reads what lies within a slice; false where that is more than may be held.</summary>
    private bool TryReadSlice(DateTimeOffset from, DateTimeOffset to, List<Row> rows, CancellationToken cancellationToken)
    {
        rows.Clear();
        try
        {
            foreach (var (id, device, property) in _series)
            {
                cancellationToken.ThrowIfCancellationRequested();
                using var reader = _database.Prepared(FindSlice, "@series", "@from", "@to").Read(id, from.UtcTicks, to.UtcTicks);
                while (reader.Read())
                {
                    // Columns are read from the statement itself: the reader's checks would cost more than the row.
                    var row = reader.Handle!;
                    var cause = sqlite3_column_int64(row, 1);
                    var place = ChangePlace.From(sqlite3_column_int64(row, 3));
                    var at = sqlite3_column_int64(row, 0);
                    var order = cause - place.CauseOffset;
                    var change = new RecordedHappening.Change(Times.FromTicks(at), order, cause, place.Place, device, property, ValueColumn.Read(row, 2), place.Origin) { Hops = place.Hops };
                    rows.Add(new Row(at, order, place.Place, change));
                }

                if (rows.Count > SliceRowsMax && to - from > SliceMin)
                {
                    return false;
                }
            }

            // What has the order of a change comes after it; among themselves they stay as they were told.
            var told = AfterChanges;
            rows.AddRange(Happenings(FindHappenings, from, to).Select(happening => new Row(happening.At.UtcTicks, happening.Order, told++, happening)));
            return true;
        }
        catch (SqliteException error)
        {
            throw StoreFault.From(_database.Path, error);
        }
    }

    private List<RecordedHappening> Happenings(string sql, DateTimeOffset from, DateTimeOffset? to)
    {
        using var reader = to is { } end
            ? _database.Prepared(sql, "@from", "@to").Read(from.UtcTicks, end.UtcTicks)
            : _database.Prepared(sql, "@from").Read(from.UtcTicks);
        var found = new List<RecordedHappening>();
        while (reader.Read())
        {
            if (RecordedHappeningJson.TryRead(reader.GetString(0)) is { } happening)
            {
                found.Add(happening);
            }
        }

        return found;
    }

    private RecordedBeginning ReadBeginning(string automation, DateTimeOffset from)
    {
        var begin = from - DateTimeOffset.MinValue > PreviewLimits.LeadTime ? from - PreviewLimits.LeadTime : from;
        return new RecordedBeginning(begin)
        {
            Values = ReadValues(begin),
            Happenings = Happenings(FindStanding, begin, null),
            RunsBefore = _database.Prepared("SELECT coalesce(max(run), 0) FROM decision WHERE automation = @automation AND at < @from", "@automation", "@from")
                .Number(automation, begin.UtcTicks) ?? 0,
            Runs = ReadRuns(automation, from),
            Calls = [.. Happenings(
                "SELECT what FROM happening WHERE at >= @from AND at < @to AND what LIKE '{\"kind\":\"called\"%' ORDER BY at, id", begin, _to)
                .OfType<RecordedHappening.Called>().Where(call => call.Automation == automation)],
            ValuesKnownFrom = Moment(_database.Prepared("SELECT min(first) FROM (SELECT (SELECT min(at) FROM history WHERE series = s.id) AS first FROM series s)").Number()),
            HappeningsKnownFrom = KnownFrom(0),
            MessagesKnownFrom = KnownFrom(1),
            RunsKnownFrom = ReadRunsKnownFrom(),
        };
    }

    private List<RecordedHappening.Change> ReadValues(DateTimeOffset from)
    {
        var values = new List<RecordedHappening.Change>();
        foreach (var (id, device, property) in _series)
        {
            using var reader = _database.Prepared(FindInForce, "@series", "@from").Read(id, from.UtcTicks);
            if (reader.Read())
            {
                var row = reader.Handle!;
                var cause = sqlite3_column_int64(row, 1);
                values.Add(new RecordedHappening.Change(Times.FromTicks(sqlite3_column_int64(row, 0)), cause, cause, 0, device, property, ValueColumn.Read(row, 2), ValueOrigin.Reported));
            }
        }

        return values;
    }

    private ImmutableArray<RecordedRun> ReadRuns(string automation, DateTimeOffset from)
    {
        using var reader = _database.Prepared(
            "SELECT at, run, trigger_id, text FROM decision WHERE automation = @automation AND at >= @from AND at < @to AND kind IN (@started, @restarted) ORDER BY id LIMIT @most",
            "@automation", "@from", "@to", "@started", "@restarted", "@most")
            .Read(automation, from.UtcTicks, _to.UtcTicks, (long)DecisionKind.Started, (long)DecisionKind.Restarted, (long)PreviewLimits.RunsComparedMax);
        var runs = ImmutableArray.CreateBuilder<RecordedRun>();
        while (reader.Read())
        {
            runs.Add(new RecordedRun(Times.FromTicks(reader.GetInt64(0)), reader.GetInt64(1), reader.GetString(2), reader.GetString(3)));
        }

        return runs.ToImmutable();
    }

    /// <summary>Decisions are kept to a number: from the oldest that is there all are, and from the first start on where none has been dropped.</summary>
    private DateTimeOffset? ReadRunsKnownFrom()
    {
        var first = _database.Number("SELECT coalesce(min(id), 1) FROM decision");

        // Other decisions of that very moment may have been dropped.
        return first > 1 ? Moment(_database.Prepared("SELECT at + 1 FROM decision WHERE id = @id", "@id").Number(first)) : KnownFrom(0);
    }

    private DateTimeOffset? KnownFrom(int source) =>
        Moment(_database.Prepared("SELECT complete_from FROM happening_limit WHERE source = @source", "@source").Number((long)source))
        ?? Moment(_database.Prepared("SELECT min(at) FROM happening").Number());

    private static DateTimeOffset? Moment(long? ticks) => ticks is { } known ? Times.FromTicks(known) : null;

    /// <summary>Where the next slice begins, and how long it is.</summary>
    private sealed class Slices(DateTimeOffset at)
    {
        public DateTimeOffset At { get; set; } = at;

        public TimeSpan Length { get; set; } = SliceFirst;
    }

    /// <summary>What comes first at one moment: its order, then its place.</summary>
    private readonly record struct Row(long At, long Order, int Place, RecordedHappening What) : IComparable<Row>
    {
        public int CompareTo(Row other)
        {
            var byTime = At.CompareTo(other.At);
            var byOrder = byTime != 0 ? byTime : Order.CompareTo(other.Order);
            return byOrder != 0 ? byOrder : Place.CompareTo(other.Place);
        }
    }
}
