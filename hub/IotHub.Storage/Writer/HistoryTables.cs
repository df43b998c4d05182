using System.Collections.Immutable;
using IotHub.Automation.Traces;
using IotHub.Contracts.Model;
using IotHub.Devices.State;
using IotHub.Runtime.Storing;
using IotHub.Storage.Files;
using IotHub.Storage.Rollups;
using IotHub.Storage.Values;

namespace IotHub.Storage.Writer;

/// <summary>The statements of <c>history.db</c>.</summary>
internal sealed class HistoryTables
{
    private readonly Statement _saveLast;
    private readonly Statement _readLast;
    private readonly Statement _dropLast;
    private readonly Statement _dropLastOfDevice;
    private readonly Statement _addHistory;
    private readonly Statement _addDecision;
    private readonly Statement _dropDecisions;
    private readonly int _decisionsMax;

    public HistoryTables(Database database, StorageOptions options)
    {
        Database = database;
        Commands = new CommandTable(database, options);
        _decisionsMax = options.DecisionsMax;
        _saveLast = database.Prepare(
            "INSERT INTO last_value (series, value, origin, changed_at, seen_at, cause) VALUES (@series, @value, @origin, @changed, @seen, @cause) ON CONFLICT (series) DO UPDATE SET " +
            "value = excluded.value, origin = excluded.origin, changed_at = excluded.changed_at, seen_at = excluded.seen_at, cause = excluded.cause",
            "@series", "@value", "@origin", "@changed", "@seen", "@cause");
        _readLast = database.Prepare("SELECT value, changed_at, cause FROM last_value WHERE series = @series", "@series");
        _dropLast = database.Prepare("DELETE FROM last_value WHERE series = @series", "@series");
        _dropLastOfDevice = database.Prepare(
            "DELETE FROM last_value WHERE series IN (SELECT id FROM series WHERE device = @device)", "@device");
        _addHistory = database.Prepare(
            "INSERT INTO history (series, at, cause, value, place) VALUES (@series, @at, @cause, @value, @place) " +
            "ON CONFLICT (series, at, cause) DO UPDATE SET value = excluded.value, place = excluded.place",
            "@series", "@at", "@cause", "@value", "@place");
        _addDecision = database.Prepare(
            "INSERT INTO decision (at, automation, run, kind, trigger_id, text, cause, parent, root, hops, origin, by, step, trace) " +
            "VALUES (@at, @automation, @run, @kind, @trigger, @text, @cause, @parent, @root, @hops, @origin, @by, @step, @trace)",
            "@at", "@automation", "@run", "@kind", "@trigger", "@text", "@cause", "@parent", "@root", "@hops", "@origin", "@by", "@step", "@trace");
        _dropDecisions = database.Prepare("DELETE FROM decision WHERE id <= (SELECT max(id) FROM decision) - @keep", "@keep");
        Happenings = new HappeningTable(database, options);
        Series = new SeriesTable(database);
        Rollups = new RollupTable(database, new HomeDays(options.TimeZone));
    }

    public Database Database { get; }

    /// <summary>Which series there are.</summary>
    public SeriesTable Series { get; }

    /// <summary>The past summed up.</summary>
    public RollupTable Rollups { get; }

    /// <summary>What automations were told beside changes.</summary>
    public HappeningTable Happenings { get; }

    /// <summary>Commands, and what followed from them.</summary>
    public CommandTable Commands { get; }

    /// <summary>One transaction; what was learnt of series in one that failed is forgotten again.</summary>
    public void InTransactionRaw(Action work)
    {
        Series.IsChanged = false;
        try
        {
            Database.InTransactionRaw(() =>
            {
                work();
                Rollups.Write();
            });
        }
        catch
        {
            Rollups.Forget();
            if (Series.IsChanged)
            {
                Series.Load();
            }

            throw;
        }
    }

    public void Add(StateChange change, int place, int causeOffset)
    {
        var series = SeriesOf(change.Device.Name, change.Property);
        var at = change.At.UtcTicks;
        var value = ValueColumn.ToParameter(change.After);
        Rollups.Report(series, change.At, change.After);
        _addHistory.Run(series.Id, at, change.Cause.Id, value, ChangePlace.ToParameter(change, place, causeOffset));
        if (change.After.HasValue)
        {
            _saveLast.Run(series.Id, value, (long)change.Origin, at, at, change.Cause.Id);
        }
        else
        {
            _dropLast.Run(series.Id);
        }
    }

    /// <summary>An event happened.</summary>
    public void AddEvent(string device, string name, DateTimeOffset at) => Rollups.Report(Series.OfEvent(device, name), at, default);

    /// <summary>Keeps a last value out of a snapshot. Where it is another than the one kept, the change was lost on the way: history gets it too.</summary>
    /// <param name="device">The device's name.</param>
    /// <param name="property">Which.</param>
    /// <param name="state">Its value.</param>
    /// <param name="at">When the snapshot was taken: from then on the value is certain.</param>
    public void SaveLast(string device, ContractProperty property, PropertyState state, DateTimeOffset at)
    {
        var series = SeriesOf(device, property);
        var value = ValueColumn.ToParameter(state.Value);
        var changedAt = state.ChangedAt.UtcTicks;
        if (IsNews(series.Id, state))
        {
            Rollups.Report(series, at, state.Value);
            _addHistory.Run(series.Id, changedAt, state.CauseId, value, null);
        }

        _saveLast.Run(series.Id, value, (long)state.Origin, changedAt, state.SeenAt.UtcTicks, state.CauseId);
    }

    public void DropLast(string device)
    {
        foreach (var series in Series.OfDevice(device))
        {
            Rollups.Drop(series);
        }

        _dropLastOfDevice.Run(device);
    }

    public void DropLast(string device, string property)
    {
        if (Series.Find(device, property) is { } series)
        {
            Rollups.Drop(series);
            _dropLast.Run(series.Id);
        }
    }

    public void Add(Decision decision) => _addDecision.Run(
        decision.At.UtcTicks, decision.Automation, decision.Run, (long)decision.Kind, decision.Trigger, decision.Text, decision.Cause.Id,
        decision.Cause.ParentId, decision.Cause.RootId, (long)decision.Cause.Hops, (long)decision.Cause.Origin, decision.Cause.By,
        decision.Step, decision.Trace is { } trace ? DecisionTraceJson.Write(trace) : null);

    /// <summary>Keeps the numbers of decisions and commands within their bounds.</summary>
    public void DropOldTraces()
    {
        _dropDecisions.Run((long)_decisionsMax);
        Commands.DropOld();
    }

    /// <summary>Deletes the oldest decisions and commands up to a moment.</summary>
    /// <returns>How many went.</returns>
    public int DropTraces(long cut, int rowsMax) => Commands.DropUpTo(cut, rowsMax) + Database.Prepared(
        "DELETE FROM decision WHERE id IN (SELECT id FROM decision WHERE at <= @cut ORDER BY at LIMIT @rows)", "@cut", "@rows").Run(cut, (long)rowsMax);

    /// <summary>The greatest cause id in the file; reads all of it, so only after <c>hub.db</c> was lost.</summary>
    public long GreatestCauseId() => Database.Number(
        "SELECT max(coalesce((SELECT max(cause) FROM history), 0), coalesce((SELECT max(cause) FROM last_value), 0), coalesce((SELECT max(cause) FROM decision), 0), " +
        "coalesce((SELECT max(id) FROM command), 0))");

    public ImmutableArray<StoredValue> ReadLast()
    {
        using var reader = Database.Prepared(
            "SELECT s.device, s.property, l.value, l.origin, l.changed_at, l.seen_at, l.cause FROM last_value l JOIN series s ON s.id = l.series ORDER BY s.device, s.property").Read();
        var values = ImmutableArray.CreateBuilder<StoredValue>();
        while (reader.Read())
        {
            var state = new PropertyState(
                ValueColumn.Read(reader.Handle!, 2), (ValueOrigin)reader.GetInt64(3), Times.FromTicks(reader.GetInt64(4)), Times.FromTicks(reader.GetInt64(5)), reader.GetInt64(6));
            values.Add(new StoredValue(reader.GetString(0), reader.GetString(1), state));
        }

        return values.ToImmutable();
    }

    /// <summary>Erases history of a device: a bounded number of rows, and what names the device once nothing else is left of it.</summary>
    /// <returns>How many values went, and whether there is more.</returns>
    public (int Values, bool IsDone) Erase(string device, int rowsMax)
    {
        var values = Database.Prepared(
            "DELETE FROM history WHERE (series, at, cause) IN (SELECT h.series, h.at, h.cause FROM series s JOIN history h ON h.series = s.id " +
            "WHERE s.device = @device LIMIT @rows)",
            "@device", "@rows").Run(device, (long)rowsMax);
        if (values == rowsMax || EraseRollups(device, rowsMax - values) == rowsMax - values)
        {
            return (values, false);
        }

        Happenings.Erase(device);

        // Not counted: what was asked of a device is none of its past values.
        Commands.Erase(device);
        Series.DropEmpty();
        return (values, true);
    }

    /// <summary>The series of a property, summed up as its contract says.</summary>
    public Series SeriesOf(string device, ContractProperty property)
    {
        var series = Series.Of(device, property, out var before);
        if (before is not null)
        {
            Rollups.Reclass(before, series);
        }

        return series;
    }

    private int EraseRollups(string device, int rowsMax)
    {
        var rows = Database.Prepared(
            "DELETE FROM rollup WHERE (series, level, start, part) IN (SELECT r.series, r.level, r.start, r.part FROM series s JOIN rollup r ON r.series = s.id " +
            "WHERE s.device = @device LIMIT @rows)",
            "@device", "@rows").Run(device, (long)rowsMax);
        if (rows < rowsMax)
        {
            Database.Prepared("DELETE FROM backlog WHERE series IN (SELECT id FROM series WHERE device = @device)", "@device").Run(device);
            Database.Prepared("DELETE FROM away WHERE device = @device", "@device").Run(device);
            Database.Prepared("DELETE FROM event_open WHERE series IN (SELECT id FROM series WHERE device = @device)", "@device").Run(device);
            foreach (var series in Series.OfDevice(device))
            {
                Rollups.Forget(series.Id);
                if (series.Class != SignalClass.Event)
                {
                    Rollups.Begin(series);
                }
            }
        }

        return rows;
    }

    private bool IsNews(long series, PropertyState state)
    {
        using var reader = _readLast.Read(series);
        return !reader.Read()
            || reader.GetInt64(1) != state.ChangedAt.UtcTicks
            || reader.GetInt64(2) != state.CauseId
            || ValueColumn.Read(reader.Handle!, 0) != state.Value;
    }
}
