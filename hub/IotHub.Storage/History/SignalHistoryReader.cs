using System.Collections.Immutable;
using IotHub.Contracts.Model;
using IotHub.Runtime.Storing;
using IotHub.Storage.Files;
using IotHub.Storage.Rollups;
using IotHub.Storage.Writer;

namespace IotHub.Storage.History;

/// <summary>Answers questions about the past out of roll-ups, on a connection of its own that cannot write. One question at a time.</summary>
internal sealed class SignalHistoryReader : ISignalHistory, IAsyncDisposable
{
    // Of values as they came, for all signals of a question; more than that is told by minutes.
    private const int RawRowsMax = 500_000;

    private readonly Database _database;
    private readonly DatabaseGate _gate;
    private readonly HomeDays _days;
    private readonly RollupRows _rollups;
    private readonly RawRows _raw;
    private readonly EnergySums _energy;
    private readonly int _pointsMax;

    public SignalHistoryReader(StorageOptions options)
    {
        _database = DatabaseFile.OpenReader(DatabaseKind.History, options);
        _gate = new DatabaseGate(_database.Path, this);
        _days = new HomeDays(options.TimeZone);
        _rollups = new RollupRows(_database, _days);
        _raw = new RawRows(_database);
        _energy = new EnergySums(_database, _rollups);
        _pointsMax = options.HistoryPointsMax;
    }

    /// <inheritdoc/>
    public async ValueTask<SignalHistory> QueryAsync(SignalQuery query, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(query.PointsMax, 2);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(query.To, query.From);
        return await _gate.EnterAsync(() => AtOneMoment(() => Query(query with { PointsMax = Math.Min(query.PointsMax, _pointsMax) }, cancellationToken)), cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask<EnergyUse> EnergyAsync(EnergyQuery query, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(query.Parts.Length, 2);
        return await _gate.EnterAsync(
            () => AtOneMoment(() =>
            {
                var level = query.ByHour ? RollupLevel.Hour : RollupLevel.Day;
                var grid = new ColumnGrid([.. query.Parts.Select(Moment.Of)]);

                // What is not summed up yet is missing.
                var until = _database.Prepared("SELECT max(until) FROM backlog").Number() is { } ticks ? Moment.FromTicks(ticks) : long.MinValue;
                return new EnergyUse(Told(Math.Max(CompleteFrom(level), until), grid.Begin), _energy.Read(grid, level, Moment.Of(query.Now), cancellationToken));
            }),
            cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _gate.CloseAsync(() =>
    {
        _database.Dispose();
        return ValueTask.CompletedTask;
    });

    /// <summary>What is read in several statements is of one moment: the writer does not stop meanwhile.</summary>
    private T AtOneMoment<T>(Func<T> read)
    {
        _database.Execute("BEGIN");
        try
        {
            return read();
        }
        finally
        {
            _database.Execute("COMMIT");
        }
    }

    private SignalHistory Query(SignalQuery query, CancellationToken cancellationToken)
    {
        var (from, to, now) = (Moment.Of(query.From), Moment.Of(query.To), Moment.Of(query.Now));
        to = Math.Max(to, from + 1);
        var signals = query.Signals.Select(Find).ToList();
        var limits = Limits(signals);
        var level = ResolutionChoice.Choose(from, to, query.PointsMax, signals.Count, one => limits[(int)one]);
        var answer = Read(level) ?? Read(level = RollupLevel.Minute)!;
        return answer;

        SignalHistory? Read(RollupLevel at)
        {
            var grid = at switch
            {
                RollupLevel.Raw => ColumnGrid.Even(from, to, query.PointsMax, 1),
                RollupLevel.Minute => ColumnGrid.Even(from, to, query.PointsMax, Moment.PerMinute),
                RollupLevel.Hour => ColumnGrid.Even(from, to, query.PointsMax, Moment.PerHour),
                _ => ColumnGrid.OfDays(from, to, query.PointsMax, _days),
            };
            var rows = 0;
            var series = ImmutableArray.CreateBuilder<SignalSeries?>(signals.Count);
            foreach (var signal in signals)
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (signal is null)
                {
                    series.Add(null);
                    continue;
                }

                var fold = new ColumnFold(grid, signal.Class);
                if (at > RollupLevel.Raw || signal.Class == SignalClass.Event)
                {
                    // An event has no values as they came: of those, minutes are the finest.
                    _rollups.Read(signal.Id, at > RollupLevel.Raw ? at : RollupLevel.Minute, now, fold);
                }
                else if ((rows += _raw.Read(signal.Id, signal.Device, now, RawRowsMax - rows, fold)) >= RawRowsMax)
                {
                    return null;
                }

                series.Add(SignalAnswers.Of(fold, signal.Unit));
            }

            var starts = Enumerable.Range(0, grid.Count).Select(column => Moment.ToTime(grid[column]));
            return new SignalHistory((HistoryResolution)at, Told(limits[(int)at], long.MinValue), [.. starts], Moment.ToTime(grid.End), series.MoveToImmutable());
        }
    }

    private static DateTimeOffset? Told(long completeFrom, long from) => completeFrom > from ? Moment.ToTime(completeFrom) : null;

    private long[] Limits(List<Found?> signals)
    {
        var limits = new[] { CompleteFrom(RollupLevel.Raw), CompleteFrom(RollupLevel.Minute), CompleteFrom(RollupLevel.Hour), CompleteFrom(RollupLevel.Day) };
        foreach (var signal in signals)
        {
            // What is not summed up yet is missing from all but the values as they came.
            if (signal is not null && _database.Prepared("SELECT until FROM backlog WHERE series = @series", "@series").Number(signal.Id) is { } until)
            {
                for (var level = 1; level < limits.Length; level++)
                {
                    limits[level] = Math.Max(limits[level], Moment.FromTicks(until));
                }
            }
        }

        return limits;
    }

    private long CompleteFrom(RollupLevel level) =>
        _database.Prepared("SELECT complete_from FROM history_limit WHERE level = @level", "@level").Number((long)level) is { } ticks ? Moment.FromTicks(ticks) : long.MinValue;

    private Found? Find(SignalAddress address) => Find(address.Device, address.Name) ?? Find(address.Device, Series.EventMark + address.Name);

    private Found? Find(string device, string property)
    {
        using var reader = _database.Prepared("SELECT id, class, unit, is_measure FROM series WHERE device = @device AND property = @property", "@device", "@property").Read(device, property);
        return reader.Read()
            ? new Found(
                reader.GetInt64(0),
                device,
                reader.IsDBNull(1) ? SeriesTable.Guess(reader.GetInt64(3) != 0) : (SignalClass)reader.GetInt64(1),
                reader.IsDBNull(2) ? null : reader.GetString(2))
            : null;
    }

    private sealed record Found(long Id, string Device, SignalClass Class, string? Unit);
}
