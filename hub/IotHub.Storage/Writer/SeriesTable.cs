using IotHub.Contracts.Model;
using IotHub.Storage.Files;
using IotHub.Storage.Rollups;

namespace IotHub.Storage.Writer;

/// <summary>Which series there are. In memory as in the file; what a failed transaction added is forgotten by <see cref="Load"/>.</summary>
internal sealed class SeriesTable
{
    private readonly Database _database;
    private readonly Statement _add;
    private readonly Statement _mark;

    // Grows with the table, which is bounded by the home's properties and events and by the byte budget.
    private readonly Dictionary<(string Device, string Property), (Series Series, string? Unit)> _all = [];
    private readonly Dictionary<string, List<Series>> _byDevice = new(StringComparer.Ordinal);

    public SeriesTable(Database database)
    {
        _database = database;
        _add = database.Prepare(
            "INSERT INTO series (device, property, is_measure, class, unit, energy) VALUES (@device, @property, @measure, @class, @unit, @energy) RETURNING id",
            "@device", "@property", "@measure", "@class", "@unit", "@energy");
        _mark = database.Prepare(
            "UPDATE series SET is_measure = @measure, class = @class, unit = @unit, energy = @energy WHERE id = @id", "@id", "@measure", "@class", "@unit", "@energy");
        Load();
    }

    /// <summary>Set where a series was added, changed or dropped since the caller cleared it.</summary>
    public bool IsChanged { get; set; }

    public IEnumerable<Series> All => _all.Values.Select(one => one.Series);

    public IReadOnlyList<Series> OfDevice(string device) => _byDevice.TryGetValue(device, out var series) ? series : [];

    public Series? Find(string device, string property) => _all.TryGetValue((device, property), out var found) ? found.Series : null;

    /// <summary>The series of a property, made or brought to what its contract says now.</summary>
    /// <param name="device">The device's name.</param>
    /// <param name="property">Which.</param>
    /// <param name="before">As it was, where it is summed up in another way from now on; null otherwise.</param>
    public Series Of(string device, ContractProperty property, out Series? before)
    {
        before = null;

        // An enumeration is a number to the contract but a state to a chart: the mean of two modes means nothing.
        var isMeasure = property.ValueList.IsEmpty && property.Format is not (PropertyFormat.Boolean or PropertyFormat.String or PropertyFormat.Hex);
        var signal = SignalClasses.Of(property);
        if (!_all.TryGetValue((device, property.Key), out var found))
        {
            return Add(device, property.Key, isMeasure, signal, property.RawUnit, EnergyRoles.Of(property));
        }

        if (found.Series.IsMeasure == isMeasure && found.Series.Class == signal && found.Unit == property.RawUnit)
        {
            return found.Series;
        }

        before = found.Series.Class != signal ? found.Series : null;
        var series = found.Series with { IsMeasure = isMeasure, Class = signal };
        _mark.Run(series.Id, isMeasure ? 1L : 0L, (long)signal, property.RawUnit, (long)EnergyRoles.Of(property));
        Remember(series, property.RawUnit);
        IsChanged = true;
        return series;
    }

    /// <summary>The series of an event.</summary>
    public Series OfEvent(string device, string name)
    {
        var property = Series.EventMark + name;
        return _all.TryGetValue((device, property), out var found) ? found.Series : Add(device, property, false, SignalClass.Event, null, EnergyRole.None);
    }

    /// <summary>Forgets series of which nothing is left.</summary>
    public void DropEmpty()
    {
        var dropped = _database.Prepared(
            "DELETE FROM series WHERE NOT EXISTS (SELECT 1 FROM history WHERE series = series.id) AND NOT EXISTS (SELECT 1 FROM last_value WHERE series = series.id) " +
            "AND NOT EXISTS (SELECT 1 FROM rollup WHERE series = series.id) AND NOT EXISTS (SELECT 1 FROM event_open WHERE series = series.id)").Run();
        if (dropped > 0)
        {
            IsChanged = true;
            Load();
        }
    }

    public void Load()
    {
        _all.Clear();
        _byDevice.Clear();
        using var reader = _database.Prepared("SELECT id, device, property, is_measure, class, unit FROM series").Read();
        while (reader.Read())
        {
            var isMeasure = reader.GetInt64(3) != 0;
            var signal = reader.IsDBNull(4) ? Guess(isMeasure) : (SignalClass)reader.GetInt64(4);
            Remember(new Series(reader.GetInt64(0), reader.GetString(1), reader.GetString(2), isMeasure, signal), reader.IsDBNull(5) ? null : reader.GetString(5));
        }
    }

    /// <summary>What a series from before there were classes is, until its contract tells.</summary>
    public static SignalClass Guess(bool isMeasure) => isMeasure ? SignalClass.Measurement : SignalClass.State;

    private Series Add(string device, string property, bool isMeasure, SignalClass signal, string? unit, EnergyRole energy)
    {
        var id = _add.Number(device, property, isMeasure ? 1L : 0L, (long)signal, unit, (long)energy)!.Value;
        var series = new Series(id, device, property, isMeasure, signal);
        Remember(series, unit);
        IsChanged = true;
        return series;
    }

    private void Remember(Series series, string? unit)
    {
        if (!_byDevice.TryGetValue(series.Device, out var ofDevice))
        {
            _byDevice.Add(series.Device, ofDevice = []);
        }

        ofDevice.RemoveAll(one => one.Id == series.Id);
        ofDevice.Add(series);
        _all[(series.Device, series.Property)] = (series, unit);
    }
}
