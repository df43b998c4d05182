using System.Collections.Immutable;
using IotHub.Automation.Traces;
using IotHub.Runtime.Storing;
using IotHub.Storage.Files;
using IotHub.Storage.Values;
using static SQLitePCL.raw;

namespace IotHub.Storage.History;

/// <summary>
/// Reads <c>history.db</c> on a connection of its own that cannot write: a chart never waits for a write, nor a write for a chart. One
/// query at a time; each takes milliseconds.
/// </summary>
internal sealed class HistoryReader : IHistory, IAsyncDisposable
{
    // A reading in force at the start is the last one at or before it; of several in one moment the last cause wins.
    private const string FindInForce =
        "SELECT cause, value FROM history WHERE series = @series AND at <= @from ORDER BY at DESC, cause DESC LIMIT 1";

    private const string FindSpan =
        "SELECT at, cause, value FROM history WHERE series = @series AND at > @from AND at < @to ORDER BY at, cause";

    private readonly Database _database;
    private readonly DatabaseGate _gate;
    private readonly int _pointsMax;

    public HistoryReader(StorageOptions options)
    {
        _database = DatabaseFile.OpenReader(DatabaseKind.History, options);
        _gate = new DatabaseGate(_database.Path, this);
        _pointsMax = options.HistoryPointsMax;
    }

    /// <inheritdoc/>
    public async ValueTask<ImmutableArray<HistoryPoint>> QueryAsync(
        string device, string property, DateTimeOffset from, DateTimeOffset to, int pointsMax, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(pointsMax, 2);
        return await _gate.EnterAsync(() => Query(device, property, from, to, Math.Min(pointsMax, _pointsMax), cancellationToken), cancellationToken);
    }

    public async ValueTask<ImmutableArray<Decision>> DecisionsAsync(string? automation, int countMax, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(countMax, 1);
        return await _gate.EnterAsync(() => Decisions(automation, countMax), cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _gate.CloseAsync(() =>
    {
        _database.Dispose();
        return ValueTask.CompletedTask;
    });

    private ImmutableArray<HistoryPoint> Query(
        string device, string property, DateTimeOffset from, DateTimeOffset to, int pointsMax, CancellationToken cancellationToken)
    {
        if (to <= from)
        {
            return [];
        }

        long series;
        bool isMeasure;
        using (var reader = _database.Prepared("SELECT id, is_measure FROM series WHERE device = @device AND property = @property", "@device", "@property")
            .Read(device, property))
        {
            if (!reader.Read())
            {
                return [];
            }

            series = reader.GetInt64(0);
            isMeasure = reader.GetInt64(1) != 0;
        }

        HistoryPoint? inForce = null;
        using (var reader = _database.Prepared(FindInForce, "@series", "@from").Read(series, from.UtcTicks))
        {
            if (reader.Read())
            {
                inForce = new HistoryPoint(from.ToUniversalTime(), ValueColumn.Read(reader.Handle!, 1), reader.GetInt64(0));
            }
        }

        var thinning = new Thinning(from, to, inForce is null ? pointsMax : pointsMax - 1, isMeasure);
        using (var reader = _database.Prepared(FindSpan, "@series", "@from", "@to").Read(series, from.UtcTicks, to.UtcTicks))
        {
            // Columns are read from the statement itself: the reader's checks would cost more than the row.
            for (var rows = 0; reader.Read(); rows++)
            {
                var row = reader.Handle!;
                thinning.Add(new HistoryPoint(Times.FromTicks(sqlite3_column_int64(row, 0)), ValueColumn.Read(row, 2), sqlite3_column_int64(row, 1)));
                if ((rows & 0xFFF) == 0xFFF)
                {
                    cancellationToken.ThrowIfCancellationRequested();
                }
            }
        }

        var points = thinning.Finish();
        return inForce is { } first ? points.Insert(0, first) : points;
    }

    private ImmutableArray<Decision> Decisions(string? automation, int countMax)
    {
        using var reader = automation is null
            ? _database.Prepared(DecisionRows.Columns + "ORDER BY id DESC LIMIT @count", "@count").Read((long)countMax)
            : _database.Prepared(DecisionRows.Columns + "WHERE automation = @automation ORDER BY id DESC LIMIT @count", "@automation", "@count")
                .Read(automation, (long)countMax);
        return DecisionRows.Read(reader);
    }
}
